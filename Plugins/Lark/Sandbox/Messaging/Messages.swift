import JSON

/// `im/v1/messages`: send, reply, get, list.
enum Messages {
  static let sendScopes = ["im:message", "im:message:send_as_bot", "im:message:send"]
  static let readScopes = ["im:message", "im:message:readonly"]
  static let historyScopes = readScopes + ["im:message.history:readonly"]
  static let types = [
    "text", "post", "image", "file", "audio", "media", "sticker", "interactive", "share_chat",
    "share_user", "system",
  ]
  private static let uuid = FieldRule.text("uuid", length: 0...50)
  private static let path = "/open-apis/im/v1/messages"

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "POST", path: path, scopes: sendScopes,
      query: [.text("receive_id_type", required: true, options: Recipients.types)],
      body: [
        .text("receive_id", required: true), .text("msg_type", required: true),
        .text("content", required: true), uuid,
      ],
      handler: send),
    Endpoint(
      method: "POST", path: "\(path)/:message_id/reply", scopes: sendScopes,
      body: [
        .text("content", required: true), .text("msg_type", required: true),
        .flag("reply_in_thread"), uuid,
      ],
      handler: reply),
    Endpoint(
      method: "GET", path: "\(path)/:message_id", scopes: readScopes,
      query: [.userIDType, .text("card_msg_content_type")], handler: get),
    Endpoint(
      method: "GET", path: path, scopes: historyScopes,
      query: [
        .text("container_id_type", required: true, options: ["chat", "thread"]),
        .text("container_id", required: true), .integer("start_time"), .integer("end_time"),
        .text("sort_type", options: ["ByCreateTimeAsc", "ByCreateTimeDesc"]),
        .integer("page_size", range: 1...50), .pageToken, .text("card_msg_content_type"),
      ],
      handler: list),
  ]

  static func send(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try requireUserScope(state, call.identity)
    let chat = try Recipients.chat(
      call.text("receive_id") ?? "", type: call.queryText("receive_id_type") ?? "", &state,
      call.identity)
    return try post(into: chat, answering: nil, &state, call)
  }

  static func reply(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try requireUserScope(state, call.identity)
    let (message, chat) = try find(call.parameter("message_id"), state, call.identity)
    guard !message.isRecalled else { throw .code(230_011) }
    try Recipients.requireWritable(chat, state, call.identity)
    return try post(into: chat, answering: message, &state, call)
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (message, _) = try find(call.parameter("message_id"), state, call.identity)
    return .data(["items": [json(message, state, call)]])
  }

  /// Checks the content before the pace, so that a message that cannot be sent costs nothing.
  static func post(
    into chat: Chat, answering parent: Message?, _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> Answer {
    let type = call.text("msg_type") ?? ""
    let content = try MessageContent.read(
      call.text("content") ?? "", type: type, requestBytes: call.bodyBytes, chat: chat, state)
    let uuid = call.text("uuid") ?? ""
    if !uuid.isEmpty, let earlier = state.messages.message(sentWith: uuid, at: state.clock.seconds)
    {
      return .data(json(earlier, state, call).object ?? [:])
    }
    try state.limits.admitMessage(to: chat.id, at: state.clock.seconds)
    var message = Message(
      id: state.identifiers.message(), chatID: chat.id, type: type, content: content.text,
      sentCard: content.sentCard, mentions: content.mentions, sender: call.identity,
      createMilliseconds: state.clock.milliseconds)
    attach(&message, to: parent, inThread: call.body["reply_in_thread"]?.bool ?? false, &state)
    state.messages.add(message)
    if let card = content.cardID { state.cards[card]?.messageID = message.id }
    if !uuid.isEmpty { state.messages.remember(uuid, message.id, at: state.clock.seconds) }
    return .data(json(message, state, call).object ?? [:])
  }

  private static func attach(
    _ message: inout Message, to parent: Message?, inThread: Bool, _ state: inout SandboxState
  ) {
    guard let parent else { return }
    message.rootID = parent.rootID ?? parent.id
    message.parentID = parent.id
    message.threadID = parent.threadID
    guard inThread, parent.threadID == nil else { return }
    let thread = state.identifiers.thread()
    message.threadID = thread
    state.messages.setThread(thread, of: parent.id)
  }

  static func find(
    _ id: String, _ state: SandboxState, _ identity: Identity
  ) throws(APIError) -> (Message, Chat) {
    guard let message = state.messages.message(id), let chat = state.chats.chat(message.chatID)
    else { throw .unknownID(99_992_354, "message_id", id) }
    guard state.isInside(chat, identity) else { throw Recipients.outside }
    return (message, chat)
  }

  /// A user's message needs a second scope beside `im:message`.
  static func requireUserScope(
    _ state: SandboxState, _ identity: Identity
  ) throws(APIError) {
    guard case .user = identity else { return }
    try state.scopes.require(
      ["im:message.send_as_user"], identity, appID: state.tokens.appID)
  }

  static func json(_ message: Message, _ state: SandboxState, _ call: Call) -> JSONValue {
    message.json(
      appID: state.tokens.appID,
      showsSentCard: call.queryText("card_msg_content_type") == "user_card_content")
  }
}

extension Messages {
  private static let badContainer = APIError(
    230_001, "Your request contains an invalid request parameter, ext=invalid container_id")
  private static let badPage = APIError(
    230_001, "Your request contains an invalid request parameter, ext=invalid page_token")

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    var messages = try contained(state, call)
    let isDescending = call.queryText("sort_type") == "ByCreateTimeDesc"
    if isDescending { messages.reverse() }
    let page = try state.page(
      messages, "messages \(call.queryText("container_id") ?? "") \(isDescending)",
      token: call.queryText("page_token"), size: call.queryNumber("page_size") ?? 20,
      expired: badPage)
    var data: JSONObject = ["has_more": .bool(page.hasMore)]
    data["page_token"] = page.token.map(JSONValue.string)
    data["items"] = .array(page.items.map { json($0, state, call) })
    return .data(data)
  }

  private static func contained(
    _ state: SandboxState, _ call: Call
  ) throws(APIError) -> [Message] {
    let id = call.queryText("container_id") ?? ""
    if call.queryText("container_id_type") == "thread" {
      let messages = state.messages.all.filter { $0.threadID == id }
      guard let chat = messages.first.flatMap({ state.chats.chat($0.chatID) }) else {
        throw badContainer
      }
      try requireReadable(chat, state, call.identity)
      return messages
    }
    guard let chat = state.chats.chat(id) else { throw badContainer }
    try requireReadable(chat, state, call.identity)
    let start = (call.queryNumber("start_time") ?? 0).multipliedReportingOverflow(by: 1_000)
    let end = (call.queryNumber("end_time") ?? .max).multipliedReportingOverflow(by: 1_000)
    let lower = start.overflow ? Int.max : start.partialValue
    let upper = end.overflow ? Int.max : end.partialValue
    return state.messages.all.filter {
      $0.chatID == id && $0.createMilliseconds >= lower && $0.createMilliseconds <= upper
    }
  }

  /// Reading all of a group needs more than the right to read messages.
  private static func requireReadable(
    _ chat: Chat, _ state: SandboxState, _ identity: Identity
  ) throws(APIError) {
    guard state.isInside(chat, identity) else { throw Recipients.outside }
    let scope: String
    switch (chat.kind, identity) {
    case (.group, .user): scope = "im:message.group_msg:get_as_user"
    case (.group, _): scope = "im:message.group_msg"
    case (.p2p, .user): scope = "im:message.p2p_msg:get_as_user"
    case (.p2p, _): return
    }
    guard state.scopes.allows([scope], identity) else {
      throw APIError(230_027, "Lack of necessary permissions, ext=need scope: \(scope)")
    }
  }
}
