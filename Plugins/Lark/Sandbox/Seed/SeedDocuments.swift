/// The drive and the wikis.
enum SeedDocuments {
  private typealias Everyone = SeedPeople

  static let handbook = WikiSpace(
    key: "handbook", name: "工程手册 Engineering handbook", about: "How we build and run things")
  static let product = WikiSpace(
    key: "product", name: "产品知识库 Product", about: "路线图、调研、规范", visibility: "public")
  /// The app is no member of it.
  static let legal = WikiSpace(
    key: "legal", name: "法务 Legal", about: "Contracts", hasBot: false)
  /// The app is no member of it, and it comes first in lists.
  static let board = WikiSpace(
    key: "board", name: "董事会 Board", about: "Minutes", hasBot: false)

  static func store(at now: Int) -> DocumentStore {
    let wiki = wikiDocuments(now)
    return DocumentStore(
      documents: driveDocuments(now) + wiki, folders: folders(now),
      spaces: [board, legal, handbook, product], nodes: nodes(wiki))
  }

  static let reports = SeedIdentifier.token("folder/bot-reports")
  static let shared = SeedIdentifier.token("folder/product-shared")
  static let salesFolder = SeedIdentifier.token("folder/sales")
  static let privateFolder = SeedIdentifier.token("folder/finance")

  private static func folders(_ now: Int) -> [Folder] {
    func folder(_ key: String, _ name: String, _ owner: Person?, isBots: Bool = true) -> Folder {
      Folder(
        key: key, name: name, owner: owner, createSeconds: now - 200 * CivilTime.secondsPerDay,
        isBots: isBots)
    }
    var sales = folder("sales", "Sales 销售资料", Everyone.david)
    sales.parent = shared
    return [
      folder("bot-reports", "Bot reports 机器人报告", nil),
      folder("product-shared", "产品资料 Product files", Everyone.lin), sales,
      folder("finance", "财务 Finance", Everyone.liu, isBots: false),
    ]
  }

  private static func driveDocuments(_ now: Int) -> [Document] {
    var documents: [Document] = []
    func add(
      _ key: String, _ kind: Document.Kind, _ title: String, _ text: String, _ owner: Person,
      _ folder: String?, daysAgo: Int, isPrivate: Bool = false
    ) {
      let edited = now - daysAgo * CivilTime.secondsPerDay
      var document = Document(
        key: key, kind: kind, title: title, text: text, owner: owner,
        createSeconds: edited - 40 * CivilTime.secondsPerDay, editSeconds: edited,
        openSeconds: edited + 3_600, folder: folder)
      document.isPrivate = isPrivate
      documents.append(document)
    }
    add(
      "roadmap-q4", .docx, "第四季度产品路线图 Q4 product roadmap",
      "目标：提升新用户激活率。里程碑包括首页改版、移动端离线模式、企业级单点登录。", Everyone.lin, shared, daysAgo: 1)
    add(
      "user-research", .docx, "用户访谈纪要 User interview notes",
      "访谈了十二位企业管理员，最常提到的问题是权限配置太复杂，希望有模板。", Everyone.wang, shared, daysAgo: 6)
    add(
      "budget", .sheet, "2027 预算草案 Budget draft", "部门预算、人员计划、云服务费用。", Everyone.lin, shared,
      daysAgo: 3)
    add(
      "pricing", .docx, "Pricing and packaging",
      "Three plans: Team, Business, Enterprise. Discounts need approval from the head of sales.",
      Everyone.david, salesFolder, daysAgo: 9)
    add(
      "pipeline", .bitable, "Sales pipeline", "Leads, owners, stages and expected revenue.",
      Everyone.david, salesFolder, daysAgo: 0)
    add(
      "pitch", .slides, "Customer pitch deck", "Why teams choose Yunshan, with two case studies.",
      Everyone.david, salesFolder, daysAgo: 30)
    add(
      "weekly-report", .docx, "平台周报 Platform weekly report",
      "可用性 99.97%，一次发布回滚，值班报警下降三成。", Everyone.chen, reports, daysAgo: 2)
    add(
      "salary", .sheet, "薪资表 Salaries", "机密 confidential", Everyone.liu, nil, daysAgo: 12,
      isPrivate: true)
    add(
      "lin-notes", .docx, "随手记 Notes", "路线图讨论要点，待整理。", Everyone.lin, nil, daysAgo: 0,
      isPrivate: true)
    return documents
  }

  private static func wikiDocuments(_ now: Int) -> [Document] {
    SeedWikiPages.all.map { page in
      let edited = now - page.daysAgo * CivilTime.secondsPerDay
      return Document(
        key: page.key, kind: page.kind, title: page.title, text: page.text, owner: page.owner,
        createSeconds: edited - 100 * CivilTime.secondsPerDay, editSeconds: edited,
        openSeconds: edited + 7_200, spaceID: page.space.id, isPrivate: page.isRestricted)
    }
  }

  private static func nodes(_ documents: [Document]) -> [WikiNode] {
    var nodes: [WikiNode] = []
    for (document, page) in zip(documents, SeedWikiPages.all) {
      nodes.append(
        WikiNode(
          document: document, spaceID: page.space.id,
          parent: page.parent.map { SeedIdentifier.token("wiki/\($0)") },
          isRestricted: page.isRestricted))
    }
    if let origin = nodes.first(where: { $0.document.key == "style-guide" }) {
      nodes.append(
        WikiNode(
          document: origin.document, spaceID: handbook.id,
          origin: (origin.token, origin.spaceID)))
    }
    return nodes
  }
}
