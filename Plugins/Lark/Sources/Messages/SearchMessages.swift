internal import JSON
internal import PluginKit

struct SearchMessagesArguments: Decodable, Sendable {
  var query: String
  var senders: StringList?
  var chats: StringList?
  var from: String?
  var to: String?
  var type: String?
  var limit: Int?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case query, senders, chats, from, to, type, limit
    case pageToken = "page_token"
  }
}

/// Searches the messages that a user can see. Lark gives ids, so that each is read then.
struct SearchMessages: Sendable {
  static let defaultLimit = 10
  static let maximumLimit = 30
  static let maximumQueryCharacters = 200
  static let messageCharacters = 1_000
  /// Messages that are read at the same time.
  static let width = 5

  let core: LarkCore
  let names: NameBook

  func run(
    _ arguments: SearchMessagesArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zone()
    let request = try await request(arguments, zone, context)
    let payload = try await core.client.send(request, context)
    let ids = (payload["items"]?.array ?? []).compactMap(\.string)
    let read = try await messages(ids, context)
    for message in read.messages { names.learn(message.sender.id, message.sender.name) }
    try await names.lookUp(read.messages.map(\.sender.id), core.client, context)
    var transcript = Transcript(
      zone: zone, names: names, limit: SearchMessages.messageCharacters)
    transcript.showsChats = true
    for message in read.messages { _ = transcript.append(message) }
    var text = "\(ids.count) messages found, times in \(zone.name). As the \(context.actedAs).\n"
    text += transcript.text
    if !read.unread.isEmpty {
      text += "Found, but not to be read: \(read.unread.joined(separator: ", ")).\n"
    }
    var structured: JSONObject = ["message_ids": .array(ids.map { .string($0) })]
    if payload["has_more"]?.bool == true, let next = payload["page_token"]?.nonEmptyString {
      text += "More: page_token \"\(singleLine(next, limit: 400))\"."
      structured["page_token"] = .string(next)
    }
    return ToolResult([.text(text)], structured: .object(structured))
  }

  private func request(
    _ arguments: SearchMessagesArguments, _ zone: ZoneRules, _ context: CallContext
  ) async throws(LarkFailure) -> APIRequest {
    let limit = arguments.limit ?? SearchMessages.defaultLimit
    guard (1...SearchMessages.maximumLimit).contains(limit) else {
      throw .argument("limit: from 1 to \(SearchMessages.maximumLimit).")
    }
    let text = arguments.query.trimmingSpaces
    guard (1...SearchMessages.maximumQueryCharacters).contains(text.count) else {
      throw .argument("query: from 1 to \(SearchMessages.maximumQueryCharacters) characters.")
    }
    var body: JSONObject = ["query": .string(text)]
    if let type = arguments.type?.nonEmpty {
      guard ["file", "image", "media"].contains(type) else {
        throw .argument("type: file, image or media.")
      }
      body["message_type"] = .string(type)
    }
    let bounds = try PointInTime(zone: zone, now: core.client.clock.unixSeconds()).resolve(
      from: arguments.from, to: arguments.to)
    if let start = bounds.start { body["start_time"] = .string(String(start)) }
    if let end = bounds.end { body["end_time"] = .string(String(end)) }
    var query: [(name: String, value: String)] = []
    var kind = "open_id"
    if let senders = arguments.senders?.values, !senders.isEmpty {
      let people = try await PeopleIDs.resolve(
        senders, "senders", maximum: 20, core.client, context)
      kind = people.kind
      body["from_ids"] = .array(people.ids.map { .string($0) })
    }
    if let chats = arguments.chats?.values, !chats.isEmpty {
      var ids: [JSONValue] = []
      for chat in chats {
        ids.append(.string(try await ChatLookup.id(of: chat, "chats", core.client, context)))
      }
      body["chat_ids"] = .array(ids)
    }
    query += [("user_id_type", kind), ("page_size", String(limit))]
    if let token = arguments.pageToken?.nonEmpty { query.append(("page_token", token)) }
    return APIRequest(
      .searchMessages, query: query, body: .object(body), purpose: "search messages")
  }

  typealias Read = Result<[LarkMessage], LarkFailure>

  /// In the order of the ids; those that cannot be read by their ids.
  private func messages(
    _ ids: [String], _ context: CallContext
  ) async throws(LarkFailure) -> (messages: [LarkMessage], unread: [String]) {
    let client = core.client
    var results: [Read?] = Array(repeating: nil, count: ids.count)
    await withTaskGroup(of: (Int, Read).self) { group in
      var next = 0
      func add() {
        guard next < ids.count else { return }
        let index = next
        next += 1
        group.addTask { (index, await SearchMessages.read(ids[index], client, context)) }
      }
      for _ in 0..<SearchMessages.width { add() }
      for await (index, result) in group {
        results[index] = result
        add()
      }
    }
    var messages: [LarkMessage] = []
    var unread: [String] = []
    for (index, result) in results.enumerated() {
      switch result {
      case .success(let items) where !items.isEmpty: messages.append(items[0])
      case .failure(.cancelled): throw .cancelled
      default: unread.append(singleLine(ids[index], limit: 80))
      }
    }
    return (messages, unread)
  }

  private static func read(
    _ id: String, _ client: LarkClient, _ context: CallContext
  ) async -> Read {
    do throws(LarkFailure) {
      return .success(try await GetMessage.items(id, client, context))
    } catch {
      return .failure(error)
    }
  }

  static func tool(_ core: LarkCore, _ names: NameBook) -> LarkTool {
    let search = SearchMessages(core: core, names: names)
    return LarkTool(
      "search_messages",
      "Searches the Lark messages that the user can see (needs a user's token).",
      core, group: .im,
      endpoints: [
        .searchMessages, .getMessage, .searchChats, .findUserByEmailOrPhone, .getUsersBasic,
      ],
      identity: .user, effect: .reads,
      input: .object(
        [
          "query": .string("Words", maxLength: maximumQueryCharacters),
          "senders": .stringList(.string(), "ou_..., e-mail or telephone"),
          "chats": .stringList(.string(), "Chat ids oc_..., links or names"),
          "from": .string("Date, time, or \"24h\" or \"7d\" for ago"),
          "to": .string("Date (included) or time"),
          "type": .enumeration(["file", "image", "media"], "Only with such content"),
          "limit": .integer(minimum: 1, maximum: maximumLimit, default: defaultLimit),
          "page_token": .string("From the last result"),
        ], required: ["query"])
    ) { (arguments: SearchMessagesArguments, context) throws(LarkFailure) in
      try await search.run(arguments, context)
    }
  }
}
