import JSON

/// `im/v1/chats/:chat_id/members`: who is in a group.
enum ChatMembers {
  static let maximumUsers = 50
  static let maximumApps = 5
  private static let path = "/im/v1/chats/:chat_id/members"

  static let endpoints: [Endpoint] = [
    Endpoint("GET \(path)", list), Endpoint("POST \(path)", add),
    Endpoint("DELETE \(path)", remove), Endpoint("GET \(path)/is_in_chat", isInside),
  ]

  /// People only: the app is left out.
  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let chat = try chat(state, call)
    let type = idType(call)
    let items = chat.members.compactMap(state.people.person(openID:)).map { person -> JSONValue in
      [
        "member_id_type": .string(type.rawValue), "member_id": .string(person.id(type)),
        "name": .string(person.name), "tenant_key": .string(SandboxState.tenantKey),
      ]
    }
    return try state.page(
      items, "members \(chat.id)", call, beside: ["member_total": number(items.count)],
      expired: .code(232_001, "invalid page_token"))
  }

  /// `succeed_type` says whether one id that is wrong spoils the call (0 and 2) or is told (1).
  static func add(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let chat = try chat(state, call)
    let ids = try ids(call)
    if call.query["member_id_type"] == "app_id" {
      guard ids.allSatisfy({ $0 == state.tokens.appID }) else { throw .code(232_043) }
      state.chats.change(chat.id) { $0.hasBot = true }
      return added()
    }
    var (known, unknown, invalid): ([String], [String], [String]) = ([], [], [])
    for id in ids {
      guard let person = state.people.person(id, idType(call)) else {
        unknown.append(id)
        continue
      }
      let isReachable = person.isAvailable && !person.hasResigned
      if isReachable { known.append(person.openID) } else { invalid.append(id) }
    }
    if call.queryNumber("succeed_type") ?? 0 != 1 {
      if let id = unknown.first {
        throw .unknownID(idType(call).unknownCode, idType(call).rawValue, id)
      }
      if let id = invalid.first { throw .code(232_024, "ids: [\(id)]") }
    }
    let new = known.filter { !chat.members.contains($0) }
    state.chats.change(chat.id) { $0.members += new }
    return added(invalid: invalid, unknown: unknown)
  }

  static func remove(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let chat = try chat(state, call)
    let ids = try ids(call)
    if call.query["member_id_type"] == "app_id" {
      state.chats.change(chat.id) { $0.hasBot = false }
      return .data(["invalid_id_list": []])
    }
    let people = ids.compactMap { state.people.person($0, idType(call))?.openID }
    let invalid = ids.filter { state.people.person($0, idType(call)) == nil }
    let isOwner = chat.owner == call.openID
    guard isOwner || people == [call.openID] || !call.isUser else { throw .code(232_014) }
    guard !people.contains(chat.owner) else { throw .code(232_076) }
    state.chats.change(chat.id) { chat in chat.members.removeAll { people.contains($0) } }
    return .data(["invalid_id_list": .array(invalid.map(JSONValue.string))])
  }

  static func isInside(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard let chat = state.chats.chat(call.parameter("chat_id")) else { throw .code(232_006) }
    return .data(["is_in_chat": .bool(state.isInside(chat, call.identity))])
  }

  /// The group of the path, if the identity is in it.
  static func chat(_ state: SandboxState, _ call: Call) throws(APIError) -> Chat {
    guard let chat = state.chats.chat(call.parameter("chat_id")) else { throw .code(232_006) }
    guard !chat.isDissolved else { throw .code(232_009) }
    guard state.isInside(chat, call.identity) else { throw .code(232_011) }
    return chat
  }

  private static func ids(_ call: Call) throws(APIError) -> [String] {
    let ids = texts(call.body["id_list"])
    let isApp = call.query["member_id_type"] == "app_id"
    guard !ids.isEmpty else { throw .code(232_027) }
    guard ids.count <= (isApp ? maximumApps : maximumUsers) else {
      throw .code(232_001, "id_list is too long")
    }
    return ids
  }

  private static func idType(_ call: Call) -> UserIDType {
    call.queryText("member_id_type").flatMap(UserIDType.init(rawValue:)) ?? .openID
  }

  private static func added(invalid: [String] = [], unknown: [String] = []) -> Answer {
    .data([
      "invalid_id_list": .array(invalid.map(JSONValue.string)),
      "not_existed_id_list": .array(unknown.map(JSONValue.string)),
      "pending_approval_id_list": [],
    ])
  }
}
