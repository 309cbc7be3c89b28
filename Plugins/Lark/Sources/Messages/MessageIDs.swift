/// Ids of messages, chats and topics as agents write them: bare, or within a link. The name of the
/// argument is for the refusal.
enum MessageIDs {
  static func message(_ text: String, _ name: String) throws(LarkFailure) -> String {
    if let reference = LarkReference(parsing: text), reference.kind == .message {
      return reference.token
    }
    throw .argument("\(name): write a message id, \"om_...\".")
  }

  /// One or several, without repeats.
  static func messages(
    _ list: StringList, _ name: String, maximum: Int
  ) throws(LarkFailure) -> [String] {
    var ids: [String] = []
    for text in list.values {
      let id = try message(text, name)
      if !ids.contains(id) { ids.append(id) }
    }
    guard (1...maximum).contains(ids.count) else {
      throw .argument("\(name): from 1 to \(maximum) message ids.")
    }
    return ids
  }
}
