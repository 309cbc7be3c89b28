import JSON

/// Search in what was said, for users: `search/v2/message`, `im/v1/messages/search`.
enum MessageSearch {
  static let endpoints: [Endpoint] = [
    Endpoint("POST /search/v2/message", ids), Endpoint("POST /im/v1/messages/search", search),
  ]

  /// Message ids and nothing else.
  static func ids(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    var found = visible(state, call)
    let (senders, chats) = (texts(call.body["from_ids"]), texts(call.body["chat_ids"]))
    let (type, kind) = (call.filledText("message_type"), call.filledText("chat_type"))
    let lower = call.text("start_time").flatMap { Int($0) } ?? 0
    let upper = call.text("end_time").flatMap { Int($0) } ?? .max
    let from = call.filledText("from_type")
    found = found.filter { message, chat in
      let isBots = message.sender == .bot
      return isFrom(senders, message) && (chats.isEmpty || chats.contains(chat.id))
        && (type == nil || message.type == type)
        && (kind == nil || (kind == "group_chat") == (chat.kind == .group))
        && (from == nil || (from == "bot") == isBots)
        && (lower...max(lower, upper)).contains(message.createMilliseconds / 1_000)
    }
    return try state.page(
      found.map { .string($0.0.id) }, "message search \(call.text("query") ?? "")", call,
      expired: .code(1_278_001))
  }

  /// The ids and what is known beside them.
  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let filter = call.object("filter")
    let (senders, chats) = (texts(filter["from_ids"]), texts(filter["chat_ids"]))
    let found = visible(state, call).filter { message, chat in
      isFrom(senders, message) && (chats.isEmpty || chats.contains(chat.id))
    }
    let items = found.map { message, chat -> JSONValue in
      let time = JSONValue.string(String(message.createMilliseconds))
      return [
        "id": .string(message.id), "display_info": .string(message.content),
        "meta_data": [
          "message_id": .string(message.id), "type": .string(message.type),
          "create_time": time, "update_time": time, "chat_id": .string(chat.id),
          "from_id": .string(senderID(message)), "is_p2p_chat": .bool(chat.kind == .p2p),
        ],
      ]
    }
    return try state.page(
      items, "message search 2 \(call.text("query") ?? "")", call, expired: .code(1_278_001))
  }

  private static func visible(_ state: SandboxState, _ call: Call) -> [(Message, Chat)] {
    let words = (call.text("query") ?? "").lowercased().split(separator: " ")
    return state.messages.all.reversed().compactMap { message in
      guard !message.isRecalled, let chat = state.chats.chat(message.chatID),
        state.isInside(chat, call.identity)
      else { return nil }
      let content = message.content.lowercased()
      return words.allSatisfy { content.contains($0) } ? (message, chat) : nil
    }
  }

  private static func isFrom(_ senders: [String], _ message: Message) -> Bool {
    senders.isEmpty || senders.contains(senderID(message))
  }

  private static func senderID(_ message: Message) -> String {
    if case .user(let openID) = message.sender { openID } else { Bot.openID }
  }
}
