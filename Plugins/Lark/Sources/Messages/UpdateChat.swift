internal import JSON
internal import PluginKit

struct UpdateChatArguments: Decodable, Sendable {
  var chat: String
  var name: String?
  var description: String?
  var owner: String?
  var type: String?
  var ownerOnly: StringList?
  var everyone: StringList?

  enum CodingKeys: String, CodingKey {
    case chat, name, description, owner, type, everyone
    case ownerOnly = "owner_only"
  }
}

/// Changes what a chat is named, whose it is, and who may do what in it.
enum UpdateChat {
  /// What can be left to the owner and the administrators, by the names of the tool.
  static let permissions: [(name: String, member: String)] = [
    ("add_members", "add_member_permission"), ("mention_all", "at_all_permission"),
    ("edit", "edit_permission"), ("urge", "urgent_setting"),
    ("video", "video_conference_setting"), ("see_member_count", "hide_member_count_setting"),
  ]

  static func run(
    _ arguments: UpdateChatArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    var body = try fields(arguments)
    let owner = arguments.owner?.trimmingSpaces.nonEmpty
    guard !body.isEmpty || owner != nil else {
      throw .argument(
        "Say what to change: name, description, owner, type, owner_only or everyone.")
    }
    if let owner { _ = try PeopleIDs.parse([owner], "owner", maximum: 1) }
    let chat = try await ChatLookup.id(of: arguments.chat, "chat", client, context)
    var kind = "open_id"
    if let owner {
      let ids = try await PeopleIDs.resolve([owner], "owner", maximum: 1, client, context)
      kind = ids.kind
      body["owner_id"] = ids.last.map { .string($0) }
    }
    let request = APIRequest(
      .updateChat, path: ["chat_id": chat], query: [("user_id_type", kind)], body: .object(body),
      purpose: "change the chat")
    _ = try await client.send(request, context)
    let changed = body.keys.joined(separator: ", ")
    return ToolResult(
      [.text("Changed \(chat) as the \(context.actedAs): \(changed).")],
      structured: ["chat_id": .string(chat)])
  }

  private static func fields(_ arguments: UpdateChatArguments) throws(LarkFailure) -> JSONObject {
    try ChatText.check(name: arguments.name, description: arguments.description)
    var body = JSONObject()
    if let name = arguments.name?.trimmingSpaces.nonEmpty { body["name"] = .string(name) }
    if let text = arguments.description { body["description"] = .string(text) }
    if let type = arguments.type?.nonEmpty {
      guard ["private", "public"].contains(type) else {
        throw .argument("type: private or public.")
      }
      body["chat_type"] = .string(type)
    }
    try set(arguments.ownerOnly, "owner_only", "only_owner", in: &body)
    try set(arguments.everyone, "everyone", "all_members", in: &body)
    return body
  }

  /// Who may add members may also share the chat: Lark takes the two together only.
  private static func set(
    _ list: StringList?, _ argument: String, _ value: String, in body: inout JSONObject
  ) throws(LarkFailure) {
    for name in list?.values ?? [] {
      guard let permission = permissions.first(where: { $0.name == name }) else {
        let names = permissions.map(\.name).joined(separator: ", ")
        throw .argument("\(argument): \"\(singleLine(name, limit: 40))\" is none of \(names).")
      }
      guard body[permission.member] == nil else {
        throw .argument("\(name) is in owner_only and in everyone.")
      }
      body[permission.member] = .string(value)
      if permission.name == "add_members" {
        body["share_card_permission"] = value == "only_owner" ? "not_allowed" : "allowed"
      }
    }
  }

  static func tool(_ core: LarkCore) -> LarkTool {
    let names = Schema.enumeration(permissions.map(\.name))
    return LarkTool(
      "update_chat", "Changes a Lark chat: name, description, owner, and who may do what.",
      core, group: .im,
      endpoints: [.updateChat, .searchChats, .findUserByEmailOrPhone], identity: .botFirst,
      effect: .changes, offer: .inPresets,
      input: .object(
        [
          "chat": .string("Chat id oc_..., link or name"),
          "name": .string(maxLength: CreateChat.maximumNameCharacters),
          "description": .string(maxLength: CreateChat.maximumDescriptionCharacters),
          "owner": .string("Whom to hand it to: ou_..., e-mail, ..."),
          "type": .enumeration(["private", "public"]),
          "owner_only": .stringList(names, "What only the owner and administrators may do"),
          "everyone": .stringList(names, "What all members may do"),
        ], required: ["chat"])
    ) { (arguments: UpdateChatArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }
}
