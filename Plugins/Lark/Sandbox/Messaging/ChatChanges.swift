import JSON

/// `im/v1/chats`: make a group, change one.
enum ChatChanges {
  static let maximumChats = 2_000
  private static let kept = [
    "i18n_names", "avatar", "add_member_permission", "share_card_permission", "at_all_permission",
    "edit_permission", "group_message_type", "join_message_visibility",
    "leave_message_visibility", "membership_approval", "urgent_setting",
    "video_conference_setting", "hide_member_count_setting",
  ]

  static let endpoints: [Endpoint] = [
    Endpoint("POST /im/v1/chats", create), Endpoint("PUT /im/v1/chats/:chat_id", update),
  ]

  /// One group for one `uuid`.
  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let key = call.queryText("uuid").map { "chat \($0)" }
    if let key, let id = state.made[key], let chat = state.chats.chat(id) { return answer(chat) }
    guard state.chats.all.count < maximumChats else { throw .code(232_019) }
    let isPublic = call.text("chat_type") == "public"
    let name = call.text("name") ?? ""
    guard !isPublic || name.count >= 2 else { throw .code(232_020) }
    var chat = Chat(
      id: state.identifiers.chat(), kind: .group, name: name.isEmpty ? "(无主题)" : name,
      about: call.text("description") ?? "", members: [])
    chat.isPublic = isPublic
    chat.ownerID = try owner(state, call) ?? Bot.openID
    for id in [call.filledText("owner_id")].compactMap(\.self) + texts(call.body["user_id_list"]) {
      let person = try member(id, state, call)
      if !chat.members.contains(person.openID) { chat.members.append(person.openID) }
    }
    keep(call, &chat)
    state.chats.add(chat)
    if let key { state.made[key] = chat.id }
    return answer(chat)
  }

  /// Who owns the group changes it; other members only where it lets them.
  static func update(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let chat = try ChatMembers.chat(state, call)
    if let owner = try owner(state, call) {
      guard chat.members.contains(owner) else { throw .code(232_012) }
      guard isOwner(chat, call) else { throw .code(232_016) }
    }
    let isLocked = chat.settings["edit_permission"] == "only_owner"
    guard !isLocked || isOwner(chat, call) else { throw .code(232_002) }
    let owner = try owner(state, call)
    state.chats.change(chat.id) { chat in
      if let name = call.text("name") { chat.name = name }
      if let about = call.text("description") { chat.about = about }
      if let owner { chat.ownerID = owner }
      if let type = call.filledText("chat_type") { chat.isPublic = type == "public" }
      keep(call, &chat)
    }
    return .empty
  }

  private static func isOwner(_ chat: Chat, _ call: Call) -> Bool { chat.owner == call.openID }

  private static func keep(_ call: Call, _ chat: inout Chat) {
    for name in kept { if let value = call.body[name] { chat.settings[name] = value } }
  }

  private static func owner(_ state: SandboxState, _ call: Call) throws(APIError) -> String? {
    guard let id = call.filledText("owner_id") else { return nil }
    guard let person = state.people.person(id, call.userIDType) else { throw .code(232_030) }
    return person.openID
  }

  private static func member(
    _ id: String, _ state: SandboxState, _ call: Call
  ) throws(APIError) -> Person {
    guard let person = state.people.person(id, call.userIDType) else { throw .code(232_030) }
    guard !person.hasResigned else { throw .code(232_022) }
    guard person.isAvailable else { throw .code(232_043, "ids: [\(id)]") }
    return person
  }

  private static func answer(_ chat: Chat) -> Answer {
    var data = chat.json.object ?? [:]
    data["chat_status"] = nil
    data["chat_mode"] = "group"
    data["chat_type"] = chat.isPublic ? "public" : "private"
    for member in chat.settings.members { data[member.key] = member.value }
    return .data(data)
  }
}
