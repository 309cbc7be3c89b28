import JSON

/// A message that is pinned in its chat.
struct Pin: Sendable {
  let messageID: String
  let chatID: String
  let operatorID: String
  let milliseconds: Int

  var json: JSONValue {
    [
      "message_id": .string(messageID), "chat_id": .string(chatID),
      "operator_id": .string(operatorID),
      "operator_id_type": operatorID.hasPrefix("cli_") ? "app_id" : "open_id",
      "create_time": .string(String(milliseconds)),
    ]
  }
}

/// `im/v1/pins`.
enum Pins {
  static let endpoints: [Endpoint] = [
    Endpoint("POST /im/v1/pins", add), Endpoint("GET /im/v1/pins", list),
    Endpoint("DELETE /im/v1/pins/:message_id", remove),
  ]

  static func add(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (message, chat) = try Messages.find(
      call.text("message_id") ?? "", state, call.identity)
    guard !message.isRecalled else { throw .code(230_011) }
    if let earlier = state.pins.first(where: { $0.messageID == message.id }) {
      return .data(["pin": earlier.json])
    }
    let pin = Pin(
      messageID: message.id, chatID: chat.id,
      operatorID: call.isUser ? call.openID : state.tokens.appID,
      milliseconds: state.clock.milliseconds)
    state.pins.append(pin)
    return .data(["pin": pin.json])
  }

  /// Also where nothing was pinned, or what was pinned is recalled.
  static func remove(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (message, _) = try Messages.find(call.parameter("message_id"), state, call.identity)
    state.pins.removeAll { $0.messageID == message.id }
    return .empty
  }

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard let chat = state.chats.chat(call.queryText("chat_id") ?? "") else {
      throw .code(230_001, "invalid chat_id")
    }
    guard state.isInside(chat, call.identity) else { throw Recipients.outside }
    let lower = call.queryNumber("start_time") ?? 0
    let upper = call.queryNumber("end_time") ?? .max
    let found = state.pins.filter {
      $0.chatID == chat.id && $0.milliseconds >= lower && $0.milliseconds <= upper
    }
    return try state.page(
      found.reversed().map(\.json), "pins \(chat.id)", call, expired: .code(230_001))
  }
}
