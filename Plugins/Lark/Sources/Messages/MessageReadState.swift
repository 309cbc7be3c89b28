internal import JSON
internal import PluginKit

struct MessageReadStateArguments: Decodable, Sendable {
  var message: String
  var unread: Bool?
}

/// Who has read a message of the bot's, and who has not.
struct MessageReadState: Sendable {
  static let pageSize = 100
  static let maximumPages = 5
  static let maximumNames = 100

  let core: LarkCore
  let names: NameBook

  func run(
    _ arguments: MessageReadStateArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let message = try MessageIDs.message(arguments.message, "message")
    let zone = try core.zone()
    let readers = try await readers(message, context)
    let members = arguments.unread == true ? try await members(message, context) : nil
    try await names.lookUp(readers.list.map(\.id), core.client, context)
    var lines = readers.list.prefix(MessageReadState.maximumNames).map { reader in
      let time = zone.localTime(at: reader.seconds)
      return "\(names.shown(reader.id)), \(time.date) \(time.hourAndMinute)"
    }
    let count = readers.isWhole ? "\(readers.list.count)" : "more than \(readers.list.count)"
    lines.insert("\(message) was read by \(count):", at: 0)
    var structured: JSONObject = [
      "read": .array(readers.list.map { .string($0.id) }), "is_complete": .bool(readers.isWhole),
    ]
    if let members {
      let read = Set(readers.list.map(\.id))
      let unread = members.list.filter { !read.contains($0) }
      let shown = unread.prefix(MessageReadState.maximumNames).map { names.shown($0) }
      let whole = members.isWhole && readers.isWhole ? "" : " (of those that were listed)"
      lines.append("Not read by \(unread.count)\(whole), the sender among them perhaps:")
      lines += shown
      structured["unread"] = .array(unread.map { .string($0) })
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  private func readers(
    _ message: String, _ context: CallContext
  ) async throws(LarkFailure) -> (list: [(id: String, seconds: Int64)], isWhole: Bool) {
    var list: [(id: String, seconds: Int64)] = []
    var token: String?
    for _ in 0..<MessageReadState.maximumPages {
      var query: [(name: String, value: String)] = [
        ("user_id_type", "open_id"), ("page_size", String(MessageReadState.pageSize)),
      ]
      if let token { query.append(("page_token", token)) }
      let payload = try await core.client.send(
        APIRequest(
          .messageReadUsers, path: ["message_id": message], query: query,
          purpose: "tell who has read the message"), context)
      list += (payload["items"]?.array ?? []).compactMap { item in
        guard let id = item["user_id"]?.nonEmptyString else { return nil }
        return (id, (Int64(item["timestamp"]?.string ?? "") ?? 0) / 1000)
      }
      token = payload["has_more"]?.bool == true ? payload["page_token"]?.nonEmptyString : nil
      if token == nil { return (list, true) }
    }
    return (list, false)
  }

  private func members(
    _ message: String, _ context: CallContext
  ) async throws(LarkFailure) -> (list: [String], isWhole: Bool) {
    let items = try await GetMessage.items(message, core.client, context)
    guard let chat = items.first?.chatID else { return ([], false) }
    let members = try await ChatMembers.list(
      chat, maximumPages: MessageReadState.maximumPages, core.client, context)
    for member in members.list { names.learn(member.id, member.name) }
    return (members.list.map(\.id), members.nextToken == nil)
  }

  static func tool(_ core: LarkCore, _ names: NameBook) -> LarkTool {
    let state = MessageReadState(core: core, names: names)
    return LarkTool(
      "message_read_state",
      "Tells who has read a Lark message that the bot sent in the last 7 days.",
      title: "Who read a Lark message", core, group: .im,
      endpoints: [.messageReadUsers, .getMessage, .listChatMembers, .getUsersBasic],
      identity: .botFirst, effect: .reads, offer: .inPresets,
      input: .object(
        [
          "message": .string("Message id om_..."),
          "unread": .boolean("Also who has not, in a group", default: false),
        ], required: ["message"])
    ) { (arguments: MessageReadStateArguments, context) throws(LarkFailure) in
      try await state.run(arguments, context)
    }
  }
}
