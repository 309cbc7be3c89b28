import JSON

/// The groups, and what was said in them lately.
enum SeedChats {
  private typealias Everyone = SeedPeople

  static let product = Chat(
    id: SeedIdentifier.chat("product"), kind: .group, name: "产品周会 Product Weekly",
    about: "每周产品进展", members: [Everyone.lin, Everyone.chen, Everyone.wang].map(\.openID))
  static let platform = Chat(
    id: SeedIdentifier.chat("platform"), kind: .group, name: "Platform Engineering",
    about: "On-call, incidents, releases",
    members: [Everyone.chen, Everyone.zhao, Everyone.david].map(\.openID))
  /// Only its owner speaks.
  static let announcements: Chat = {
    var chat = Chat(
      id: SeedIdentifier.chat("announcements"), kind: .group, name: "全员公告 Announcements",
      members: Everyone.people.all.filter { !$0.hasResigned }.map(\.openID))
    chat.letsBotSpeak = false
    return chat
  }()
  /// The app is not in it.
  static let finance: Chat = {
    var chat = Chat(
      id: SeedIdentifier.chat("finance"), kind: .group, name: "财务部 Finance",
      members: [Everyone.liu, Everyone.zhou].map(\.openID))
    chat.hasBot = false
    return chat
  }()
  static let dissolved: Chat = {
    var chat = Chat(
      id: SeedIdentifier.chat("dissolved"), kind: .group, name: "旧项目 Old project",
      members: [Everyone.chen.openID])
    chat.isDissolved = true
    return chat
  }()

  static let store = ChatStore([product, platform, announcements, finance, dissolved])

  static func messages(at milliseconds: Int) -> MessageStore {
    var store = MessageStore()
    let lines: [(Chat, Person, String, hoursAgo: Int)] = [
      (product, Everyone.lin, "第四季度路线图初稿已经放到知识库，请大家周五前留言。", 26),
      (platform, Everyone.zhao, "Release 2.8 is on staging, smoke tests are green.", 20),
      (product, Everyone.wang, "新的首页设计稿更新了，见设计规范文档。", 5),
      (platform, Everyone.chen, "API gateway latency is back to normal, post-mortem tomorrow.", 3),
    ]
    for (number, line) in lines.enumerated() {
      store.add(
        Message(
          id: SeedIdentifier.message("seed/\(number)"), chatID: line.0.id, type: "text",
          content: JSONValue.object(["text": .string(line.2)]).description, mentions: [],
          sender: .user(openID: line.1.openID),
          createMilliseconds: milliseconds - line.hoursAgo * 3_600_000))
    }
    return store
  }
}
