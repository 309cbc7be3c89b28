internal import JSON
internal import PluginKit

struct ReactToMessageArguments: Decodable, Sendable {
  var message: String
  var action: String?
  var emoji: String?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case message, action, emoji
    case pageToken = "page_token"
  }
}

/// Adds, removes and lists reactions to a message.
struct ReactToMessage: Sendable {
  static let pageSize = 50
  static let maximumPages = 10

  let client: LarkClient
  let names: NameBook

  func run(
    _ arguments: ReactToMessageArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let message = try MessageIDs.message(arguments.message, "message")
    let emoji = try arguments.emoji?.nonEmpty.map { (text) throws(LarkFailure) in
      try EmojiNames.name(text)
    }
    switch arguments.action?.nonEmpty ?? "add" {
    case "add": return try await add(try ReactToMessage.required(emoji), message, context)
    case "remove": return try await remove(try ReactToMessage.required(emoji), message, context)
    case "list": return try await list(emoji, message, arguments.pageToken, context)
    default: throw .argument("action: add, remove or list.")
    }
  }

  private static func required(_ emoji: String?) throws(LarkFailure) -> String {
    guard let emoji else { throw .argument("emoji: say which, such as THUMBSUP or 👍.") }
    return emoji
  }

  private func add(
    _ emoji: String, _ message: String, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let request = APIRequest(
      .addReaction, path: ["message_id": message],
      body: ["reaction_type": ["emoji_type": .string(emoji)]], purpose: "add the reaction")
    let payload = try await client.send(request, context)
    return ToolResult(
      [.text("Reacted with \(emoji) to \(message) as the \(context.actedAs).")],
      structured: ["reaction_id": payload["reaction_id"] ?? nil])
  }

  /// Only one's own can be removed, so it is looked for.
  private func remove(
    _ emoji: String, _ message: String, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    guard let reaction = try await own(emoji, message, context) else {
      return .text("There is no \(emoji) of the \(context.actedAs)'s on \(message).")
    }
    let request = APIRequest(
      .removeReaction, path: ["message_id": message, "reaction_id": reaction],
      purpose: "remove the reaction")
    _ = try await client.send(request, context)
    return ToolResult(
      [.text("Removed \(emoji) from \(message) as the \(context.actedAs).")],
      structured: ["reaction_id": .string(reaction)])
  }

  private func own(
    _ emoji: String, _ message: String, _ context: CallContext
  ) async throws(LarkFailure) -> String? {
    var token: String?
    let request = listRequest(emoji, message, nil)
    let identity = try client.identity(for: request, context)
    let own = identity == .bot ? client.settings.appID : try await userID(context)
    for _ in 0..<ReactToMessage.maximumPages {
      let payload = try await client.send(listRequest(emoji, message, token), context)
      for item in payload["items"]?.array ?? [] {
        guard item["operator"]?["operator_id"]?.string == own else { continue }
        return item["reaction_id"]?.string
      }
      token = payload["has_more"]?.bool == true ? payload["page_token"]?.nonEmptyString : nil
      guard token != nil else { break }
    }
    return nil
  }

  private func userID(_ context: CallContext) async throws(LarkFailure) -> String? {
    let payload = try await client.send(
      APIRequest(.whoamiUser, purpose: "tell who the user is"), context)
    return payload["open_id"]?.string
  }

  private func listRequest(_ emoji: String?, _ message: String, _ token: String?) -> APIRequest {
    var query: [(name: String, value: String)] = []
    if let emoji { query.append(("reaction_type", emoji)) }
    query += [("page_size", String(ReactToMessage.pageSize)), ("user_id_type", "open_id")]
    if let token { query.append(("page_token", token)) }
    return APIRequest(
      .listReactions, path: ["message_id": message], query: query, purpose: "list the reactions")
  }

  private func list(
    _ emoji: String?, _ message: String, _ token: String?, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let payload = try await client.send(listRequest(emoji, message, token?.nonEmpty), context)
    var byEmoji: [(emoji: String, people: [String])] = []
    let items = payload["items"]?.array ?? []
    let people = items.compactMap { $0["operator"]?["operator_id"]?.string }
    try await names.lookUp(people, client, context)
    for item in items {
      let emoji = singleLine(item["reaction_type"]?["emoji_type"]?.string ?? "", limit: 40)
      let person = names.shown(item["operator"]?["operator_id"]?.string ?? "")
      if let index = byEmoji.firstIndex(where: { $0.emoji == emoji }) {
        byEmoji[index].people.append(person)
      } else {
        byEmoji.append((emoji, [person]))
      }
    }
    var lines = byEmoji.map {
      "\($0.emoji) \($0.people.count): \($0.people.joined(separator: ", "))"
    }
    if lines.isEmpty { lines = ["No reactions to \(message)."] }
    var structured: JSONObject = [:]
    for entry in byEmoji {
      structured[entry.emoji] = .number(JSONNumber(Int64(entry.people.count)))
    }
    var result: JSONObject = ["reactions": .object(structured)]
    if payload["has_more"]?.bool == true, let next = payload["page_token"]?.nonEmptyString {
      lines.append("More: page_token \"\(singleLine(next, limit: 400))\".")
      result["page_token"] = .string(next)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(result))
  }

  static func tool(_ core: LarkCore, _ names: NameBook) -> LarkTool {
    let reactions = ReactToMessage(client: core.client, names: names)
    return LarkTool(
      "react_to_message", "Adds, removes or lists emoji reactions to a Lark message.",
      core, group: .im,
      endpoints: [.addReaction, .removeReaction, .listReactions, .whoamiUser, .getUsersBasic],
      identity: .botFirst, effect: .changes,
      input: .object(
        [
          "message": .string("Message id om_..."),
          "emoji": .string("Lark's name, e.g. THUMBSUP, OK, DONE, HEART; or 👍"),
          "action": .enumeration(["add", "remove", "list"], default: "add"),
          "page_token": .string("For list"),
        ], required: ["message"])
    ) { (arguments: ReactToMessageArguments, context) throws(LarkFailure) in
      try await reactions.run(arguments, context)
    }
  }
}
