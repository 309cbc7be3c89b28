import JSON

/// What a message says: checks `content` against its type and turns it into what reads back.
struct MessageContent {
  static let maximumTextBytes = 150 * 1_024
  static let maximumRichBytes = 30 * 1_024
  /// Keys that are always there, as if something had been uploaded.
  static let imageKey = "img_v3_sandbox-0000-4000-8000-000000000001g"
  static let fileKey = "file_v3_sandbox-0000-4000-8000-000000000001g"

  var text: String
  var sentCard: String?
  /// Of a card that was made before it is sent.
  var cardID: String?
  var mentions: [Mention] = []

  static func invalid(_ extra: String) -> APIError {
    APIError(
      230_001, "Your request contains an invalid request parameter, ext=\(extra)")
  }

  /// The limits hold for the whole request body, of which the content is the larger part.
  static func read(
    _ content: String, type: String, requestBytes: Int, chat: Chat, _ state: SandboxState
  ) throws(APIError) -> MessageContent {
    guard Messages.types.contains(type) else { throw invalid("invalid msg_type") }
    let isRich = type == "post" || type == "interactive"
    guard requestBytes <= (isRich ? maximumRichBytes : maximumTextBytes) else {
      throw APIError(230_025, "The length of the message content reaches its limit.")
    }
    guard let value = try? JSONValue(parsing: content), case .object(let members) = value else {
      throw invalid("content is not a string in json format.")
    }
    switch type {
    case "text": return try text(members, state)
    case "post": return try PostContent.read(members, state)
    case "interactive": return try CardContent.read(members, sent: content, state)
    default:
      try checkReference(members, type: type, chat: chat, state)
      return MessageContent(text: JSONValue.object(named(members, type, state)).description)
    }
  }

  /// Files and videos read back with the name that they were uploaded under.
  private static func named(
    _ members: JSONObject, _ type: String, _ state: SandboxState
  ) -> JSONObject {
    guard type == "file" || type == "media", members["file_name"] == nil,
      let file = members["file_key"]?.string.flatMap({ state.uploads.files[$0] })
    else { return members }
    var members = members
    members["file_name"] = .string(file.name)
    return members
  }

  private static func text(
    _ members: JSONObject, _ state: SandboxState
  ) throws(APIError) -> MessageContent {
    guard let text = members["text"]?.string, !text.isEmpty else {
      throw invalid("content format of the text type is incorrect")
    }
    var mentions = MentionReader(state.people)
    let shown = mentions.replace(in: text)
    return MessageContent(
      text: JSONValue.object(["text": .string(shown)]).description, mentions: mentions.found)
  }

  /// The types that only point at something.
  private static func checkReference(
    _ members: JSONObject, type: String, chat: Chat, _ state: SandboxState
  ) throws(APIError) {
    switch type {
    case "image": try require(members, "image_key", imageKey, type, state)
    case "file", "audio", "media", "sticker": try require(members, "file_key", fileKey, type, state)
    case "share_chat":
      guard let id = members["chat_id"]?.string, let shared = state.chats.chat(id) else {
        throw invalid("invalid chat_id")
      }
      guard shared.kind == .group else { throw APIError(230_015, "P2P chat can NOT be shared.") }
      guard shared.hasBot else { throw Recipients.outside }
    case "share_user":
      guard let id = members["user_id"]?.string else { throw invalid("invalid user_id") }
      _ = try state.people.require(id, .openID)
    default:
      guard chat.kind == .p2p, members["type"]?.string == "divider",
        let text = members["params"]?["divider_text"]?["text"]?.string, text.count <= 20
      else { throw invalid("content format of the system type is incorrect") }
    }
  }

  private static func require(
    _ members: JSONObject, _ name: String, _ key: String, _ type: String, _ state: SandboxState
  ) throws(APIError) {
    guard let given = members[name]?.string, !given.isEmpty else {
      throw invalid("content format of the \(type) type is incorrect")
    }
    guard given == key || state.uploads.files[given] != nil else {
      throw APIError(230_017, "Bot is NOT the owner of the resource.")
    }
  }
}
