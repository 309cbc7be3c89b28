internal import JSON

extension SendMessage.Outcome {
  var identifiers: [String] { sent.map(\.messageID) }

  /// For people.
  var text: String {
    let place = sent.compactMap(\.chatID).first.map { " in chat \($0)" } ?? ""
    let list = identifiers.joined(separator: ", ")
    let noun = sent.count == 1 ? "message" : "messages"
    let what = "\(sent.count) \(kindName) \(noun) (\(list))"
    switch target {
    case .reply(let messageID): return "Replied to \(messageID) as the bot: \(what)\(place)."
    case .recipient(let recipient):
      return "Sent to \(singleLine(recipient.id, limit: 80)) as the bot: \(what)\(place)."
    }
  }

  /// For programs.
  var structured: JSONValue {
    var result: JSONObject = [
      "message_ids": .array(identifiers.map { .string($0) }),
      "kind": .string(kindName),
    ]
    if let chat = sent.compactMap(\.chatID).first { result["chat_id"] = .string(chat) }
    return .object(result)
  }

  private var kindName: String { kind == .card ? "card" : kind.rawValue }

  /// For an error after some of the messages arrived: what an agent must not send again.
  var partialNote: String {
    "\(sent.count) of \(count) messages did arrive (\(identifiers.joined(separator: ", "))); "
      + "send only what comes after them."
  }
}
