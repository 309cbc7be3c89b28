import JSON

/// An emoji that someone has put on a message.
struct Reaction: Sendable {
  let id: String
  let messageID: String
  let emoji: String
  let operatorID: String
  let isApp: Bool
  let milliseconds: Int

  var json: JSONObject {
    [
      "reaction_id": .string(id),
      "operator": [
        "operator_id": .string(operatorID), "operator_type": isApp ? "app" : "user",
      ],
      "action_time": .string(String(milliseconds)),
      "reaction_type": ["emoji_type": .string(emoji)],
    ]
  }
}

/// `im/v1/messages/:message_id/reactions`.
enum Reactions {
  static let maximumReactions = 10_000
  private static let path = "/im/v1/messages/:message_id/reactions"

  static let endpoints: [Endpoint] = [
    Endpoint("POST \(path)", add), Endpoint("GET \(path)", list),
    Endpoint("DELETE \(path)/:reaction_id", remove),
  ]

  /// The same emoji of the same person stays one reaction.
  static func add(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let message = try message(state, call)
    let emoji = call.body["reaction_type"]?["emoji_type"]?.string ?? ""
    guard emoji.utf8.allSatisfy({ $0 < 0x80 && $0 > 0x20 }) else { throw .code(231_001) }
    let own = call.isUser ? call.openID : state.tokens.appID
    if let earlier = state.reactions.first(where: {
      $0.messageID == message.id && $0.emoji == emoji && $0.operatorID == own
    }) {
      return .data(earlier.json)
    }
    guard state.reactions.count < maximumReactions else { throw .code(231_015) }
    let reaction = Reaction(
      id: state.identifiers.pageToken(), messageID: message.id, emoji: emoji, operatorID: own,
      isApp: !call.isUser, milliseconds: state.clock.milliseconds)
    state.reactions.append(reaction)
    return .data(reaction.json)
  }

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let message = try message(state, call)
    let wanted = call.queryText("reaction_type")
    let found = state.reactions.filter {
      $0.messageID == message.id && (wanted == nil || $0.emoji == wanted)
    }
    return try state.page(
      found.map { .object($0.json) }, "reactions \(message.id) \(wanted ?? "")", call,
      expired: .code(231_012))
  }

  static func remove(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let message = try message(state, call)
    guard
      let index = state.reactions.firstIndex(where: { $0.id == call.parameter("reaction_id") })
    else { throw .code(231_011) }
    let reaction = state.reactions[index]
    guard reaction.messageID == message.id else { throw .code(231_010) }
    guard reaction.operatorID == (call.isUser ? call.openID : state.tokens.appID) else {
      throw .code(231_007)
    }
    state.reactions.remove(at: index)
    return .data(reaction.json)
  }

  private static func message(
    _ state: SandboxState, _ call: Call
  ) throws(APIError) -> Message {
    guard let message = state.messages.message(call.parameter("message_id")),
      let chat = state.chats.chat(message.chatID)
    else { throw .code(231_003) }
    guard state.isInside(chat, call.identity) else { throw .code(231_002) }
    guard !message.isRecalled else { throw .code(230_110) }
    return message
  }
}
