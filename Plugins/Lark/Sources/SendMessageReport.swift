internal import JSON

extension SendMessage.Outcome {
  var identifiers: [String] { sent.map(\.messageID) }

  /// For people.
  func text(actedAs identity: String) -> String {
    let place = sent.compactMap(\.chatID).first.map { " in chat \($0)" } ?? ""
    let list = identifiers.joined(separator: ", ")
    let noun = sent.count == 1 ? "message" : "messages"
    let what = "\(sent.count) \(kinds) \(noun) (\(list))"
    switch target {
    case .reply(let messageID, let inThread):
      let thread = inThread ? " in its thread" : ""
      return "Replied to \(messageID)\(thread) as the \(identity): \(what)\(place)."
    case .recipient(let recipient):
      let to = singleLine(recipient.id, limit: 80)
      return "Sent to \(to) as the \(identity): \(what)\(place)."
    }
  }

  /// For programs.
  var structured: JSONValue {
    var result: JSONObject = [
      "message_ids": .array(identifiers.map { .string($0) }), "kind": .string(kinds),
    ]
    if let chat = sent.compactMap(\.chatID).first { result["chat_id"] = .string(chat) }
    return .object(result)
  }

  /// `text`, `card`, or `post, image`: those that arrived, each once.
  private var kinds: String {
    var kinds: [String] = []
    for type in types.prefix(sent.count) {
      let kind = type == MessagePlan.Kind.card.rawValue ? "card" : type
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    return kinds.joined(separator: ", ")
  }

  /// For an error after some of the messages arrived: what an agent must not send again.
  var partialNote: String {
    "\(sent.count) of \(types.count) messages did arrive (\(identifiers.joined(separator: ", "))); "
      + "send only what comes after them."
  }
}
