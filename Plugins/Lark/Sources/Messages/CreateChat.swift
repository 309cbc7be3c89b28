internal import JSON
internal import PluginKit

struct CreateChatArguments: Decodable, Sendable {
  var name: String
  var description: String?
  var people: StringList?
  var owner: String?
  var isThreads: Bool?
  var isPublic: Bool?

  enum CodingKeys: String, CodingKey {
    case name, description, people, owner
    case isThreads = "threads"
    case isPublic = "public"
  }
}

/// Creates a group chat.
enum CreateChat {
  static let maximumNameCharacters = 60
  static let maximumDescriptionCharacters = 100

  static func run(
    _ arguments: CreateChatArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let name = arguments.name.trimmingSpaces
    guard !name.isEmpty else { throw .argument("name: give the chat a name.") }
    try ChatText.check(name: name, description: arguments.description)
    let texts = arguments.people?.values ?? []
    let bots = texts.map(\.trimmingSpaces).filter { $0.hasPrefix("cli_") }
    let people = texts.filter { !$0.trimmingSpaces.hasPrefix("cli_") }
    guard bots.count <= ChatMembers.maximumBots else {
      throw .argument("people: at most \(ChatMembers.maximumBots) bots.")
    }
    let owner = arguments.owner?.trimmingSpaces.nonEmpty
    var all = people
    if let owner { all.append(owner) }
    var body: JSONObject = ["name": .string(name)]
    if let text = arguments.description?.nonEmpty { body["description"] = .string(text) }
    var kind = "open_id"
    if !all.isEmpty {
      let ids = try await PeopleIDs.resolve(
        all, owner == nil ? "people" : "people and owner", maximum: ChatMembers.maximumPeople,
        client, context)
      kind = ids.kind
      if owner != nil { body["owner_id"] = ids.last.map { .string($0) } }
      body["user_id_list"] = .array(ids.ids.map { .string($0) })
    }
    if !bots.isEmpty { body["bot_id_list"] = .array(bots.map { .string($0) }) }
    if arguments.isThreads == true { body["group_message_type"] = "thread" }
    if arguments.isPublic == true { body["chat_type"] = "public" }
    let request = APIRequest(
      .createChat, query: [("user_id_type", kind), ("set_bot_manager", "true")],
      body: .object(body), purpose: "create the chat")
    let chat = try await client.send(request, context)
    let id = chat["chat_id"]?.string ?? ""
    return ToolResult(
      [.text("Created \(singleLine(name, limit: 60)) (\(id)) as the \(context.actedAs).")],
      structured: ["chat_id": .string(id), "name": .string(name)])
  }

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "create_chat", "Creates a Lark group chat with people and bots in it.",
      core, group: .im,
      endpoints: [.createChat, .findUserByEmailOrPhone], identity: .botFirst, effect: .adds,
      input: .object(
        [
          "name": .string(maxLength: maximumNameCharacters),
          "description": .string(maxLength: maximumDescriptionCharacters),
          "people": .stringList(
            .string(), "ou_..., on_..., e-mail or telephone; cli_... for a bot", maxItems: 50),
          "owner": .string("A person; the bot where left out"),
          "threads": .boolean("Every message opens a thread", default: false),
          "public": .boolean("Everybody in the company can find and join it", default: false),
        ], required: ["name"])
    ) { (arguments: CreateChatArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }
}

/// What a chat's name and description may be.
enum ChatText {
  static func check(name: String?, description: String?) throws(LarkFailure) {
    if let name, name.count > CreateChat.maximumNameCharacters {
      throw .argument("name: at most \(CreateChat.maximumNameCharacters) characters.")
    }
    if let description, description.count > CreateChat.maximumDescriptionCharacters {
      throw .argument(
        "description: at most \(CreateChat.maximumDescriptionCharacters) characters.")
    }
  }
}
