import JSON

/// A conversation: a group, or the app and one person.
struct Chat: Sendable {
  enum Kind: String, Sendable { case group, p2p }

  let id: String
  let kind: Kind
  var name: String
  var about = ""
  /// By open_id.
  var members: [String]
  var hasBot = true
  /// Groups can leave speaking to their owners.
  var letsBotSpeak = true
  var isDissolved = false
  /// By open_id; nil: the first member. The app owns what it makes unless it says otherwise.
  var ownerID: String?
  var isPublic = false
  /// What else was asked for when it was made or changed, as it was written.
  var settings: JSONObject = [:]

  var owner: String { ownerID ?? members.first ?? "" }

  var json: JSONValue {
    [
      "chat_id": .string(id), "avatar": "", "name": .string(name), "description": .string(about),
      "owner_id": .string(owner), "owner_id_type": "open_id", "external": false,
      "tenant_key": .string(SandboxState.tenantKey), "chat_status": "normal",
    ]
  }
}

/// The conversations of the tenant, as far as the app can learn of them.
struct ChatStore: Sendable {
  private(set) var all: [Chat]

  init(_ chats: [Chat]) { all = chats }

  func chat(_ id: String) -> Chat? { all.first { $0.id == id } }

  mutating func add(_ chat: Chat) { all.append(chat) }

  mutating func change(_ id: String, _ edit: (inout Chat) -> Void) {
    guard let index = all.firstIndex(where: { $0.id == id }) else { return }
    edit(&all[index])
  }

  /// The conversation of the app (or of a user) with one person; begins with the first message.
  mutating func conversation(with person: Person, of identity: Identity) -> Chat {
    let other = if case .user(let openID) = identity { openID } else { "bot" }
    let id = SeedIdentifier.chat("p2p/\(other)/\(person.openID)")
    if let chat = chat(id) { return chat }
    var chat = Chat(id: id, kind: .p2p, name: person.name, members: [person.openID])
    if case .user(let openID) = identity {
      chat.members.append(openID)
      chat.hasBot = false
    }
    all.append(chat)
    return chat
  }
}

/// `im/v1/chats`: the groups the identity is in.
enum Chats {
  static let scopes = [
    "im:chat", "im:chat:readonly", "im:chat:read", "im:chat.group_info:readonly",
  ]
  private static let paging: [FieldRule] = [
    .integer("page_size", range: 1...100), .pageToken, .userIDType,
  ]

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "GET", path: "/open-apis/im/v1/chats", scopes: scopes,
      query: paging + [.text("sort_type", options: ["ByCreateTimeAsc", "ByActiveTimeDesc"])],
      handler: list),
    Endpoint(
      method: "GET", path: "/open-apis/im/v1/chats/search", scopes: scopes,
      query: paging + [.text("query", length: 0...64)], handler: search),
    Endpoint(
      method: "GET", path: "/open-apis/im/v1/chats/:chat_id", scopes: Array(scopes.prefix(3)),
      query: [.userIDType], handler: get),
  ]

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try page(visible(state, call.identity), "chats \(call.identity)", &state, call)
  }

  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let wanted = (call.queryText("query") ?? "").lowercased()
    let found = visible(state, call.identity).filter {
      !wanted.isEmpty && $0.name.lowercased().contains(wanted)
    }
    return try page(found, "chats \(call.identity) \(wanted)", &state, call)
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard let chat = state.chats.chat(call.parameter("chat_id")) else {
      throw APIError(232_006, "Your request specifies a chat_id which is invalid.")
    }
    guard !chat.isDissolved else {
      throw APIError(
        232_009, "Your request specifies a chat which has already been dissolved.")
    }
    let isInside = state.isInside(chat, call.identity)
    var data: JSONObject = [
      "name": .string(chat.name), "avatar": "", "chat_status": "normal",
      "user_count": .string(String(chat.members.count)), "bot_count": chat.hasBot ? "1" : "0",
      "chat_mode": .string(chat.kind.rawValue), "chat_type": "private",
      "tenant_key": .string(SandboxState.tenantKey),
    ]
    if isInside {
      data["description"] = .string(chat.about)
      data["owner_id"] = .string(
        state.people.person(openID: chat.owner)?.id(call.userIDType) ?? chat.owner)
      data["owner_id_type"] = .string(call.userIDType.rawValue)
      data["external"] = false
      for member in usualSettings.members + chat.settings.members {
        data[member.key] = member.value
      }
    }
    if chat.isPublic { data["chat_type"] = "public" }
    return .data(data)
  }

  /// Of a group of which nothing else was said.
  private static let usualSettings: JSONObject = [
    "add_member_permission": "all_members", "share_card_permission": "allowed",
    "at_all_permission": "all_members", "edit_permission": "all_members",
    "group_message_type": "chat", "join_message_visibility": "all_members",
    "leave_message_visibility": "all_members", "membership_approval": "no_approval_required",
    "moderation_permission": "all_members", "urgent_setting": "all_members",
    "video_conference_setting": "all_members", "hide_member_count_setting": "all_members",
  ]

  private static func visible(_ state: SandboxState, _ identity: Identity) -> [Chat] {
    state.chats.all.filter {
      $0.kind == .group && !$0.isDissolved && state.isInside($0, identity)
    }
  }

  private static func page(
    _ chats: [Chat], _ list: String, _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> Answer {
    let page = try state.page(
      chats, list, token: call.queryText("page_token"), size: call.queryNumber("page_size") ?? 20,
      expired: APIError(
        232_001, "Your request contains an invalid request parameter, ext=invalid page_token"))
    return .data([
      "items": .array(page.items.map(\.json)), "page_token": .string(page.token ?? ""),
      "has_more": .bool(page.hasMore),
    ])
  }
}

extension SandboxState {
  func isInside(_ chat: Chat, _ identity: Identity) -> Bool {
    if case .user(let openID) = identity { return chat.members.contains(openID) }
    return chat.hasBot
  }
}
