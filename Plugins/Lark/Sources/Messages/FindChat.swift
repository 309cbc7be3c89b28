internal import JSON
internal import PluginKit

struct FindChatArguments: Decodable, Sendable {
  var query: String?
  var chat: String?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case query, chat
    case pageToken = "page_token"
  }
}

/// Finds chats by name, lists those one is in, or shows one with its members.
struct FindChat: Sendable {
  static let pageSize = 50
  static let maximumQueryCharacters = 60

  let client: LarkClient
  let names: NameBook

  func run(
    _ arguments: FindChatArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let query = (arguments.query ?? "").trimmingSpaces
    let chat = (arguments.chat ?? "").trimmingSpaces
    guard query.isEmpty || chat.isEmpty else { throw .argument("Give query or chat, not both.") }
    if !chat.isEmpty {
      return try await show(try await ChatLookup.id(of: chat, "chat", client, context), context)
    }
    if let reference = LarkReference(parsing: query), reference.kind == .chat {
      return try await show(reference.token, context)
    }
    guard query.count <= FindChat.maximumQueryCharacters else {
      throw .argument("query: at most \(FindChat.maximumQueryCharacters) characters of the name.")
    }
    return try await list(query, arguments.pageToken?.nonEmpty, context)
  }

  private func list(
    _ query: String, _ token: String?, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    var parameters: [(name: String, value: String)] =
      query.isEmpty ? [("sort_type", "ByActiveTimeDesc")] : [("query", query)]
    parameters.append(("page_size", String(FindChat.pageSize)))
    if let token { parameters.append(("page_token", token)) }
    let request = APIRequest(
      query.isEmpty ? .listChats : .searchChats, query: parameters,
      purpose: query.isEmpty ? "list the chats" : "search chats")
    let payload = try await client.send(request, context)
    let chats = (payload["items"]?.array ?? []).compactMap(ChatSummary.init)
    let scope =
      query.isEmpty
      ? "Groups with the \(context.actedAs) in them" : "Groups visible to the \(context.actedAs)"
    var lines = ["\(scope): \(chats.count)."] + chats.map(\.line)
    var structured: JSONObject = [
      "chats": .array(chats.map { ["chat_id": .string($0.id), "name": .string($0.name)] })
    ]
    if payload["has_more"]?.bool == true, let next = payload["page_token"]?.nonEmptyString {
      lines.append("More: page_token \"\(singleLine(next, limit: 400))\".")
      structured["page_token"] = .string(next)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  private func show(
    _ id: String, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let request = APIRequest(
      .getChat, path: ["chat_id": id], query: [("user_id_type", "open_id")],
      purpose: "show the chat")
    let chat = try await client.send(request, context)
    var lines = FindChat.lines(id, chat)
    var structured: JSONObject = ["chat_id": .string(id), "name": chat["name"] ?? nil]
    do throws(LarkFailure) {
      let page = try await ChatMembers.list(id, maximumPages: 1, client, context)
      for member in page.list { names.learn(member.id, member.name) }
      let members = page.list.map { "\(singleLine($0.name, limit: 40)) (\($0.id))" }
      let more = page.nextToken == nil ? "" : ", and more (chat_members)"
      lines.append("Members: \(members.joined(separator: ", "))\(more)")
      structured["members"] = .array(page.list.map { .string($0.id) })
    } catch .cancelled {
      throw .cancelled
    } catch {
      lines.append("Members: not to be seen. \(error.toolError.summary)")
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  private static func lines(_ id: String, _ chat: JSONValue) -> [String] {
    let name = singleLine(chat["name"]?.string ?? "", limit: ChatLookup.maximumNameCharacters)
    var lines = ["\(name.isEmpty ? "(no name)" : name) (\(id))"]
    let description = singleLine(chat["description"]?.string ?? "", limit: 400)
    if !description.isEmpty { lines.append("Description: \(description)") }
    let facts = [
      ("Owner", "owner_id"), ("Mode", "chat_mode"), ("Messages", "group_message_type"),
      ("Type", "chat_type"), ("People", "user_count"), ("Bots", "bot_count"),
      ("Status", "chat_status"), ("May add members", "add_member_permission"),
      ("May mention all", "at_all_permission"), ("May edit", "edit_permission"),
      ("May speak", "moderation_permission"),
    ]
    for (label, member) in facts {
      guard let text = chat[member]?.nonEmptyString else { continue }
      lines.append("\(label): \(singleLine(text, limit: 80))")
    }
    if chat["external"]?.bool == true { lines.append("External: yes") }
    return lines
  }

  static func tool(_ core: LarkCore, _ names: NameBook) -> LarkTool {
    let finder = FindChat(client: core.client, names: names)
    return LarkTool(
      "find_chat",
      "Finds Lark group chats by name, lists those the bot is in, or shows one with its members.",
      core, group: .im,
      endpoints: [.searchChats, .listChats, .getChat, .listChatMembers], identity: .botFirst,
      effect: .reads,
      input: .object([
        "query": .string("Part of the name; leave out to list, last active first"),
        "chat": .string("Chat id oc_..., link or exact name, to show it"),
        "page_token": .string("From the last result"),
      ])
    ) { (arguments: FindChatArguments, context) throws(LarkFailure) in
      try await finder.run(arguments, context)
    }
  }
}
