/// Where a message goes: what `receive_id_type` and `receive_id` mean.
enum Recipients {
  static let types = ["open_id", "user_id", "union_id", "email", "chat_id"]

  private static let invalid = APIError(
    230_001, "Your request contains an invalid request parameter, ext=invalid receive_id")
  private static let unknown = APIError(230_034, "The receive_id is invalid.")
  static let outside = APIError(230_002, "Bot/User can NOT be out of the chat.")

  /// The conversation, if the identity may write there.
  static func chat(
    _ id: String, type: String, _ state: inout SandboxState, _ identity: Identity
  ) throws(APIError) -> Chat {
    if type == "chat_id" { return try group(id, state, identity) }
    let person = try person(id, type: type, state)
    guard person.isAvailable, !person.hasResigned else {
      throw APIError(230_013, "Bot has NO availability to this user.")
    }
    return state.chats.conversation(with: person, of: identity)
  }

  /// Throws unless the identity may write into a conversation that exists.
  static func requireWritable(
    _ chat: Chat, _ state: SandboxState, _ identity: Identity
  ) throws(APIError) {
    guard !chat.isDissolved else {
      throw APIError(
        232_009, "Your request specifies a chat which has already been dissolved.")
    }
    guard state.isInside(chat, identity) else { throw outside }
    guard chat.letsBotSpeak || identity != .bot else {
      throw APIError(
        230_018, "These operations are NOT allowed at current group settings.")
    }
  }

  private static func group(
    _ id: String, _ state: SandboxState, _ identity: Identity
  ) throws(APIError) -> Chat {
    guard id.hasPrefix("oc_") else { throw invalid }
    guard let chat = state.chats.chat(id) else { throw unknown }
    try requireWritable(chat, state, identity)
    return chat
  }

  private static func person(
    _ id: String, type: String, _ state: SandboxState
  ) throws(APIError) -> Person {
    if type == "email" {
      guard id.contains("@") else { throw invalid }
      guard let person = state.people.person(email: id) else { throw unknown }
      return person
    }
    guard let type = UserIDType(rawValue: type) else { throw invalid }
    let prefix = [UserIDType.openID: "ou_", .unionID: "on_", .userID: ""][type] ?? ""
    let isOther = type == .userID && (id.hasPrefix("ou_") || id.hasPrefix("on_"))
    guard id.hasPrefix(prefix), !isOther else { throw invalid }
    return try state.people.require(id, type)
  }
}
