internal import JSON
internal import PluginKit

struct ChatMembersArguments: Decodable, Sendable {
  var chat: String
  var action: String?
  var people: StringList?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case chat, action, people
    case pageToken = "page_token"
  }
}

/// Lists, adds and removes the members of a chat.
struct ChatMembers: Sendable {
  static let pageSize = 100
  static let maximumPeople = 50
  static let maximumBots = 5

  let client: LarkClient
  let names: NameBook

  struct Member: Sendable, Equatable {
    var id: String
    var name: String
  }

  struct Page: Sendable {
    var list: [Member] = []
    var nextToken: String?
    /// In the whole chat, without bots.
    var total: Int64?
  }

  func run(
    _ arguments: ChatMembersArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let action = arguments.action?.nonEmpty ?? "list"
    switch action {
    case "list":
      guard arguments.people?.values.contains(where: { $0.nonEmpty != nil }) != true else {
        throw .argument("people: only with the action add or remove.")
      }
      let chat = try await ChatLookup.id(of: arguments.chat, "chat", client, context)
      return try await list(chat, arguments.pageToken?.nonEmpty, context)
    case "add", "remove":
      let split = try ChatMembers.split(arguments.people?.values ?? [])
      let chat = try await ChatLookup.id(of: arguments.chat, "chat", client, context)
      return try await change(chat, adds: action == "add", split, context)
    default: throw .argument("action: list, add or remove.")
    }
  }

  /// Bots go by their app ids, in requests of their own.
  private static func split(
    _ texts: [String]
  ) throws(LarkFailure) -> (people: [String], bots: [String]) {
    let bots = texts.map(\.trimmingSpaces).filter { $0.hasPrefix("cli_") }
    let people = texts.filter { !$0.trimmingSpaces.hasPrefix("cli_") }
    guard bots.count <= maximumBots, bots.allSatisfy(LarkReference.isToken) else {
      throw .argument("people: at most \(maximumBots) bots, \"cli_...\", at a time.")
    }
    if bots.isEmpty || !people.isEmpty {
      _ = try PeopleIDs.parse(people, "people", maximum: maximumPeople)
    }
    return (people, bots)
  }

  private func change(
    _ chat: String, adds: Bool, _ members: (people: [String], bots: [String]),
    _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    var groups: [PeopleIDs] = []
    if !members.people.isEmpty {
      groups.append(
        try await PeopleIDs.resolve(
          members.people, "people", maximum: ChatMembers.maximumPeople, client, context))
    }
    if !members.bots.isEmpty { groups.append(PeopleIDs(kind: "app_id", ids: members.bots)) }
    var done: [String] = []
    var notes: [String] = []
    for group in groups {
      let payload = try await client.send(
        ChatMembers.request(chat, adds: adds, group), context)
      let outcome = ChatMembers.outcome(group, payload)
      done += outcome.done
      notes += outcome.notes
    }
    let verb = adds ? "Added to" : "Removed from"
    let list = done.isEmpty ? "nobody" : done.joined(separator: ", ")
    let text = ["\(verb) \(chat) as the \(context.actedAs): \(list)."] + notes
    return ToolResult(
      [.text(text.joined(separator: "\n"))],
      structured: [
        "chat_id": .string(chat), adds ? "added" : "removed": .array(done.map { .string($0) }),
      ])
  }

  /// Adding takes whom it can and tells of the others (`succeed_type` 1).
  private static func request(_ chat: String, adds: Bool, _ group: PeopleIDs) -> APIRequest {
    var query: [(name: String, value: String)] = [("member_id_type", group.kind)]
    if adds { query.append(("succeed_type", "1")) }
    return APIRequest(
      adds ? .addChatMembers : .removeChatMembers, path: ["chat_id": chat], query: query,
      body: ["id_list": .array(group.ids.map { .string($0) })],
      purpose: adds ? "add members to the chat" : "remove members from the chat")
  }

  private static func outcome(
    _ group: PeopleIDs, _ payload: JSONValue
  ) -> (done: [String], notes: [String]) {
    let troubles = [
      ("invalid_id_list", "Not possible (left the company, or not visible to the app)"),
      ("not_existed_id_list", "No such id"),
      ("pending_approval_id_list", "Waiting for the owner's approval"),
    ]
    var notes: [String] = []
    var done = group.ids
    for (member, words) in troubles {
      let ids = (payload[member]?.array ?? []).compactMap(\.string)
      guard !ids.isEmpty else { continue }
      done.removeAll { ids.contains($0) }
      let list = ids.map { singleLine($0, limit: 80) }.joined(separator: ", ")
      notes.append("\(words): \(list).")
    }
    return (done, notes)
  }

  private func list(
    _ chat: String, _ token: String?, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let page = try await ChatMembers.list(chat, from: token, maximumPages: 1, client, context)
    for member in page.list { names.learn(member.id, member.name) }
    let total = page.total.map { " of \($0)" } ?? ""
    var lines = ["\(chat): \(page.list.count)\(total) members, without bots."]
    lines += page.list.map { "\(singleLine($0.name, limit: 40)) (\($0.id))" }
    var structured: JSONObject = [
      "chat_id": .string(chat),
      "members": .array(page.list.map { ["id": .string($0.id), "name": .string($0.name)] }),
    ]
    if let next = page.nextToken {
      lines.append("More: page_token \"\(singleLine(next, limit: 400))\".")
      structured["page_token"] = .string(next)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  /// Pages may hold fewer than they could; bots are not listed.
  static func list(
    _ chat: String, from token: String? = nil, maximumPages: Int, _ client: LarkClient,
    _ context: CallContext
  ) async throws(LarkFailure) -> Page {
    var page = Page(nextToken: token)
    var pages = 0
    repeat {
      var query: [(name: String, value: String)] = [
        ("member_id_type", "open_id"), ("page_size", String(pageSize)),
      ]
      if let token = page.nextToken { query.append(("page_token", token)) }
      let payload = try await client.send(
        APIRequest(
          .listChatMembers, path: ["chat_id": chat], query: query,
          purpose: "list the members of the chat"), context)
      page.list += (payload["items"]?.array ?? []).compactMap { item in
        guard let id = item["member_id"]?.nonEmptyString else { return nil }
        return Member(id: id, name: item["name"]?.string ?? "")
      }
      page.total = payload["member_total"]?.integer ?? page.total
      let hasMore = payload["has_more"]?.bool ?? false
      page.nextToken = hasMore ? payload["page_token"]?.nonEmptyString : nil
      pages += 1
    } while page.nextToken != nil && pages < maximumPages
    return page
  }
}

extension ChatMembers {
  static func tool(_ core: LarkCore, _ names: NameBook) -> LarkTool {
    let members = ChatMembers(client: core.client, names: names)
    return LarkTool(
      "chat_members", "Lists, adds or removes the members of a Lark chat.",
      core, group: .im,
      endpoints: [
        .listChatMembers, .addChatMembers, .removeChatMembers, .searchChats,
        .findUserByEmailOrPhone,
      ],
      identity: .botFirst, effect: .changes,
      input: .object(
        [
          "chat": .string("Chat id oc_..., link or name"),
          "action": .enumeration(["list", "add", "remove"], default: "list"),
          "people": .stringList(
            .string(), "ou_..., on_..., e-mail or telephone; cli_... for a bot",
            maxItems: maximumPeople),
          "page_token": .string("For list"),
        ], required: ["chat"])
    ) { (arguments: ChatMembersArguments, context) throws(LarkFailure) in
      try await members.run(arguments, context)
    }
  }
}
