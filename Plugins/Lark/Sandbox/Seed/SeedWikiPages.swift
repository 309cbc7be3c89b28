/// The pages of the seeded wikis, in the order a list has them.
enum SeedWikiPages {
  struct Page: Sendable {
    let key: String
    let space: WikiSpace
    let title: String
    let text: String
    let owner: Person
    var kind = Document.Kind.docx
    var parent: String?
    var daysAgo = 10
    var isRestricted = false
  }

  /// A whole page of nodes that the app may not see comes first under `incidents`.
  static let restrictedCount = 12

  static let all = handbook + incidents + product + others

  private static let handbook: [Page] = [
    Page(
      key: "onboarding", space: SeedDocuments.handbook, title: "新人入职指南 Onboarding guide",
      text: "第一周：领取电脑，开通账号，完成安全培训，认识团队。Your buddy answers every question.",
      owner: SeedPeople.chen, daysAgo: 15),
    Page(
      key: "release-process", space: SeedDocuments.handbook, title: "Release process 发布流程",
      text: "Cut the branch on the last working day of the month, run smoke tests on staging, "
        + "announce in Platform Engineering, watch the dashboards for an hour.",
      owner: SeedPeople.zhao, daysAgo: 4),
    Page(
      key: "on-call", space: SeedDocuments.handbook, title: "On-call handbook 值班手册",
      text: "Acknowledge a page within five minutes. 升级路径：值班工程师、技术负责人、CTO。",
      owner: SeedPeople.zhao, daysAgo: 8),
    Page(
      key: "architecture", space: SeedDocuments.handbook, title: "系统架构 Architecture overview",
      text: "API gateway, services, event bus, data warehouse; 网关、服务、消息总线与数仓。",
      owner: SeedPeople.chen, daysAgo: 21),
    Page(
      key: "incidents", space: SeedDocuments.handbook, title: "事故复盘 Post-mortems",
      text: "One page per incident: timeline, impact, causes, actions.", owner: SeedPeople.chen,
      daysAgo: 3),
  ]

  private static let incidents: [Page] =
    (1...restrictedCount).map { number in
      Page(
        key: "security-incident-\(number)", space: SeedDocuments.handbook,
        title: "安全事件 Security incident \(number)", text: "Restricted to the security team.",
        owner: SeedPeople.chen, parent: "incidents", daysAgo: 60 + number, isRestricted: true)
    } + [
      Page(
        key: "gateway-latency", space: SeedDocuments.handbook,
        title: "网关延迟事故复盘 Gateway latency post-mortem",
        text: "连接池配置过小导致排队。Action: raise the limit and alert on queue time.",
        owner: SeedPeople.chen, parent: "incidents", daysAgo: 1),
      Page(
        key: "login-outage", space: SeedDocuments.handbook, title: "登录故障复盘 Login outage",
        text: "An expired certificate; renewals are automatic now.", owner: SeedPeople.zhao,
        parent: "incidents", daysAgo: 44),
    ]

  private static let product: [Page] = [
    Page(
      key: "roadmap-wiki", space: SeedDocuments.product, title: "产品路线图总览 Roadmap overview",
      text: "按季度列出目标与负责人。第四季度重点是首页改版与企业单点登录。", owner: SeedPeople.lin, daysAgo: 2),
    Page(
      key: "style-guide", space: SeedDocuments.product, title: "设计规范 Design style guide",
      text: "颜色、字体、间距与组件。Use the shared component library.", owner: SeedPeople.wang, daysAgo: 5),
    Page(
      key: "feedback", space: SeedDocuments.product, title: "用户反馈汇总 Customer feedback",
      text: "每月从客服与访谈整理的前十个问题。", owner: SeedPeople.lin, kind: .bitable, daysAgo: 7),
    Page(
      key: "faq", space: SeedDocuments.product, title: "常见问题 FAQ",
      text: "How do I reset a password? 如何申请试用？ How is my data protected?",
      owner: SeedPeople.lin, daysAgo: 33),
  ]

  private static let others: [Page] = [
    Page(
      key: "contract-template", space: SeedDocuments.legal, title: "合同模板 Contract template",
      text: "Standard terms for customers.", owner: SeedPeople.liu, daysAgo: 70),
    Page(
      key: "board-minutes", space: SeedDocuments.board, title: "董事会纪要 Board minutes",
      text: "Quarterly results.", owner: SeedPeople.liu, daysAgo: 25),
  ]
}
