import JSON

/// `im/v1/messages/:message_id`: edit, recall, forward, and who has read it.
enum MessageChanges {
  static let maximumEdits = 20
  static let cardSeconds = 14 * CivilTime.secondsPerDay
  static let recallSeconds = CivilTime.secondsPerDay
  static let readSeconds = 7 * CivilTime.secondsPerDay

  static let endpoints: [Endpoint] = [
    Endpoint("PUT /im/v1/messages/:message_id", edit),
    Endpoint("PATCH /im/v1/messages/:message_id", updateCard),
    Endpoint("DELETE /im/v1/messages/:message_id", recall),
    Endpoint("POST /im/v1/messages/:message_id/forward", forward),
    Endpoint("GET /im/v1/messages/:message_id/read_users", readers),
    Endpoint("PATCH /im/v1/messages/:message_id/urgent_app", urge),
    Endpoint("PATCH /im/v1/messages/:message_id/urgent_sms", urge),
    Endpoint("PATCH /im/v1/messages/:message_id/urgent_phone", urge),
  ]

  static func edit(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (message, chat) = try own(state, call, otherwise: 230_071)
    guard message.type == "text" || message.type == "post",
      message.type == call.text("msg_type")
    else { throw .code(230_054) }
    guard message.editCount < maximumEdits else { throw .code(230_072) }
    let content = try MessageContent.read(
      call.text("content") ?? "", type: message.type, requestBytes: call.bodyBytes, chat: chat,
      state)
    return change(message, to: content, &state, call)
  }

  static func updateCard(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (message, chat) = try own(state, call, otherwise: 230_027)
    guard message.type == "interactive" else { throw .code(230_001, "This message is NOT a card.") }
    guard state.clock.seconds - message.createMilliseconds / 1_000 <= cardSeconds else {
      throw .code(230_031)
    }
    guard state.limits.take(target: "card \(message.id)", perSecond: 5, at: state.clock.seconds)
    else { throw .code(230_020) }
    let content = try MessageContent.read(
      call.text("content") ?? "", type: "interactive", requestBytes: call.bodyBytes, chat: chat,
      state)
    _ = change(message, to: content, &state, call)
    return .empty
  }

  private static func change(
    _ message: Message, to content: MessageContent, _ state: inout SandboxState, _ call: Call
  ) -> Answer {
    let now = state.clock.milliseconds
    state.messages.change(message.id) { message in
      message.content = content.text
      message.sentCard = content.sentCard
      message.mentions = content.mentions
      message.updateMilliseconds = now
      message.editCount += 1
    }
    let changed = state.messages.message(message.id) ?? message
    return .data(Messages.json(changed, state, call).object ?? [:])
  }

  /// One's own within a day; whoever owns the group recalls any.
  static func recall(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (message, chat) = try Messages.find(call.parameter("message_id"), state, call.identity)
    guard !message.isRecalled else { throw .code(230_110) }
    if chat.owner != call.openID {
      guard message.sender == call.identity else { throw .code(230_026) }
      guard state.clock.seconds - message.createMilliseconds / 1_000 <= recallSeconds else {
        throw .code(230_009)
      }
    }
    state.messages.change(message.id) { $0.isRecalled = true }
    return .empty
  }

  static func forward(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (message, _) = try Messages.find(call.parameter("message_id"), state, call.identity)
    guard !message.isRecalled else { throw .code(230_065) }
    guard message.type != "system" else { throw .code(230_061) }
    let chat = try Recipients.chat(
      call.text("receive_id") ?? "", type: call.queryText("receive_id_type") ?? "", &state,
      call.identity)
    let uuid = call.queryText("uuid").map { "forward \($0)" }
    if let uuid, let earlier = state.messages.message(sentWith: uuid, at: state.clock.seconds) {
      return .data(Messages.json(earlier, state, call).object ?? [:])
    }
    try state.limits.admitMessage(to: chat.id, at: state.clock.seconds)
    let copy = Message(
      id: state.identifiers.message(), chatID: chat.id, type: message.type,
      content: message.content, sentCard: message.sentCard, mentions: message.mentions,
      sender: call.identity, createMilliseconds: state.clock.milliseconds)
    state.messages.add(copy)
    if let uuid { state.messages.remember(uuid, copy.id, at: state.clock.seconds) }
    return .data(Messages.json(copy, state, call).object ?? [:])
  }

  /// All members but the last have read it, a minute after it was sent.
  static func readers(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (message, chat) = try own(state, call, otherwise: 230_012)
    guard state.clock.seconds - message.createMilliseconds / 1_000 <= readSeconds else {
      throw .code(230_033)
    }
    let people = chat.members.dropLast(chat.members.count > 1 ? 1 : 0)
      .compactMap(state.people.person(openID:))
    let readers = people.map { person -> JSONValue in
      [
        "user_id_type": .string(call.userIDType.rawValue),
        "user_id": .string(person.id(call.userIDType)),
        "timestamp": .string(String(message.createMilliseconds + 60_000)),
        "tenant_key": .string(SandboxState.tenantKey),
      ]
    }
    return try state.page(readers, "readers \(message.id)", call, expired: .code(230_001))
  }

  /// In the app, by a text message or by a call: those outside the chat are told apart, and if
  /// there is nobody else it is a mistake.
  static func urge(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (_, chat) = try own(state, call, otherwise: 230_012)
    let asked = texts(call.body["user_id_list"])
    let wrong = asked.filter { id in
      guard let person = state.people.person(id, call.userIDType) else { return true }
      return !chat.members.contains(person.openID)
    }
    guard wrong.count < asked.count else { throw .code(230_001, "no valid user_id") }
    return .data(["invalid_user_id_list": .array(wrong.map(JSONValue.string))])
  }

  /// The message of the path, sent by the caller and still there.
  private static func own(
    _ state: SandboxState, _ call: Call, otherwise code: Int
  ) throws(APIError) -> (Message, Chat) {
    let (message, chat) = try Messages.find(call.parameter("message_id"), state, call.identity)
    guard !message.isRecalled else { throw .code(230_110) }
    guard message.sender == call.identity else { throw .code(code) }
    return (message, chat)
  }
}
