internal import JSON
internal import PluginKit

/// The arguments of the tool `read_chat`.
struct ReadChatArguments: Decodable, Sendable {
  var chat: String
  var from: String?
  var to: String?
  var limit: Int?
  var order: String?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case chat, from, to, limit, order
    case pageToken = "page_token"
  }
}

/// Reads the history of a chat or of a topic as text.
struct ReadChat: Sendable {
  static let defaultLimit = 50
  static let maximumLimit = 200
  static let pageSize = 50
  /// Shown of a message however many there are.
  static let fewestCharacters = 250
  /// What stands before a message: time, sender, id.
  static let headCharacters = 150

  let core: LarkCore
  let names: NameBook

  /// Where messages are read from.
  struct Container: Equatable, Sendable {
    var kind: String
    var id: String
  }

  struct Page: Sendable {
    var messages: [LarkMessage] = []
    var nextToken: String?
  }

  func run(
    _ arguments: ReadChatArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let limit = arguments.limit ?? ReadChat.defaultLimit
    guard (1...ReadChat.maximumLimit).contains(limit) else {
      throw .argument("limit: from 1 to \(ReadChat.maximumLimit).")
    }
    let isOldestFirst = try ReadChat.isOldestFirst(arguments.order)
    let zone = try core.zone()
    let now = core.client.clock.unixSeconds()
    let bounds = try PointInTime(zone: zone, now: now).resolve(
      from: arguments.from, to: arguments.to)
    let container = try await container(arguments.chat, context)
    guard container.kind == "chat" || (bounds.start == nil && bounds.end == nil) else {
      throw .argument("from and to: Lark does not take them for a thread; leave them out.")
    }
    var query = [("container_id_type", container.kind), ("container_id", container.id)]
    if let start = bounds.start { query.append(("start_time", String(start))) }
    if let end = bounds.end { query.append(("end_time", String(end))) }
    query.append(("sort_type", isOldestFirst ? "ByCreateTimeAsc" : "ByCreateTimeDesc"))
    query += LarkMessage.readingQuery
    var page = try await read(query, limit, arguments.pageToken?.nonEmpty, context)
    if !isOldestFirst { page.messages.reverse() }
    try await learnNames(page.messages, context)
    return result(page, container, zone, isOldestFirst: isOldestFirst, context)
  }

  private static func isOldestFirst(_ order: String?) throws(LarkFailure) -> Bool {
    switch order?.nonEmpty ?? "newest" {
    case "newest": return false
    case "oldest": return true
    default: throw .argument("order: \"newest\" (the last ones) or \"oldest\" (from the start).")
    }
  }

  private func container(
    _ text: String, _ context: CallContext
  ) async throws(LarkFailure) -> Container {
    if let reference = LarkReference(parsing: text), reference.kind == .thread {
      return Container(kind: "thread", id: reference.token)
    }
    return Container(
      kind: "chat", id: try await ChatLookup.id(of: text, "chat", core.client, context))
  }

  private func read(
    _ query: [(String, String)], _ limit: Int, _ token: String?, _ context: CallContext
  ) async throws(LarkFailure) -> Page {
    var page = Page(nextToken: token)
    repeat {
      var query: [(name: String, value: String)] = query.map { (name: $0.0, value: $0.1) }
      query.append(("page_size", String(min(ReadChat.pageSize, limit - page.messages.count))))
      if let token = page.nextToken { query.append(("page_token", token)) }
      let payload = try await core.client.send(
        APIRequest(.listMessages, query: query, purpose: "read the chat"), context)
      let items = payload["items"]?.array ?? []
      page.messages += items.compactMap { LarkMessage($0) }
      let hasMore = payload["has_more"]?.bool ?? false
      page.nextToken = hasMore ? payload["page_token"]?.nonEmptyString : nil
    } while page.nextToken != nil && page.messages.count < limit
    return page
  }

  private func learnNames(
    _ messages: [LarkMessage], _ context: CallContext
  ) async throws(LarkFailure) {
    for message in messages {
      names.learn(message.sender.id, message.sender.name)
      for mention in message.mentions { names.learn(mention.id, mention.name) }
    }
    try await names.lookUp(messages.map(\.sender.id), core.client, context)
  }

  private func result(
    _ page: Page, _ container: Container, _ zone: ZoneRules, isOldestFirst: Bool,
    _ context: CallContext
  ) -> ToolResult {
    var structured: JSONObject = [
      container.kind: .string(container.id),
      "message_ids": .array(page.messages.map { .string($0.id) }),
    ]
    if let token = page.nextToken { structured["page_token"] = .string(token) }
    guard !page.messages.isEmpty else {
      return ToolResult(
        [.text("No messages there. Read as the \(context.actedAs).")],
        structured: .object(structured))
    }
    var transcript = Transcript(
      zone: zone, names: names,
      limit: min(
        Transcript.messageCharacters,
        max(
          ReadChat.fewestCharacters,
          Transcript.totalCharacters / page.messages.count - ReadChat.headCharacters)))
    let left = page.messages.count { !transcript.append($0) }
    let count = "\(page.messages.count) message\(page.messages.count == 1 ? "" : "s")"
    var text =
      "\(container.id): \(count), oldest first, times in \(zone.name)."
      + " Read as the \(context.actedAs).\n" + transcript.text
    if left > 0 { text += "\(left) of these did not fit; ask for fewer with limit.\n" }
    if let token = page.nextToken {
      let which = isOldestFirst ? "Newer" : "Older"
      text += "\(which) messages: page_token \"\(singleLine(token, limit: 400))\"."
    }
    return ToolResult([.text(text)], structured: .object(structured))
  }
}

extension ReadChat {
  static func tool(_ core: LarkCore, _ names: NameBook) -> LarkTool {
    let reader = ReadChat(core: core, names: names)
    return LarkTool(
      "read_chat",
      "Reads the messages of a Lark chat or thread as text, the last ones unless told otherwise.",
      core, group: .im,
      endpoints: [.listMessages, .searchChats, .getUsersBasic], identity: .botFirst,
      effect: .reads,
      input: .object(
        [
          "chat": .string("Chat id oc_..., thread id omt_..., link or exact chat name"),
          "from": .string("Date, time, or \"24h\" or \"7d\" for ago"),
          "to": .string("Date (included) or time"),
          "limit": .integer(minimum: 1, maximum: maximumLimit, default: defaultLimit),
          "order": .enumeration(["newest", "oldest"], "Which to take first"),
          "page_token": .string("From the last result"),
        ], required: ["chat"])
    ) { (arguments: ReadChatArguments, context) throws(LarkFailure) in
      try await reader.run(arguments, context)
    }
  }
}
