/// Who gets a message. Lark wants the kind of id told; its form tells it.
struct Recipient: Equatable, Sendable {
  /// The values of `receive_id_type`.
  enum Kind: String, Sendable, CaseIterable {
    case chat = "chat_id"
    case openID = "open_id"
    case unionID = "union_id"
    case userID = "user_id"
    case email
  }

  let kind: Kind
  let id: String

  static let maximumBytes = 256
  static let forms =
    "a chat id \"oc_...\", an open id \"ou_...\", a union id \"on_...\", an e-mail address, "
    + "or \"user_id:...\""

  /// Throws which forms there are.
  init(_ text: String) throws(LarkFailure) {
    let text = text.trimmingSpaces
    guard !text.isEmpty, text.utf8.count <= Recipient.maximumBytes,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { throw .argument("to: write \(Recipient.forms).") }
    if let explicit = Recipient.explicit(text) {
      self = explicit
      return
    }
    guard let kind = Recipient.kind(of: text) else { throw Recipient.misfit(text) }
    self.init(kind: kind, id: text)
  }

  private init(kind: Kind, id: String) { (self.kind, self.id) = (kind, id) }

  /// `open_id:ou_...` and so on, for ids that look like nothing.
  private static func explicit(_ text: String) -> Recipient? {
    guard let colon = text.firstIndex(of: ":"), let kind = Kind(rawValue: String(text[..<colon]))
    else { return nil }
    let id = String(text[text.index(after: colon)...])
    return id.isEmpty ? nil : Recipient(kind: kind, id: id)
  }

  private static func kind(of text: String) -> Kind? {
    if text.hasPrefix("oc_") { return .chat }
    if text.hasPrefix("ou_") { return .openID }
    if text.hasPrefix("on_") { return .unionID }
    return isEmail(text) ? .email : nil
  }

  /// What messages to it take turns for.
  var pacingKey: PacingKey { kind == .chat ? .chat(id) : .person(id) }

  /// One `@` between two parts that are not empty; Lark checks the rest.
  static func isEmail(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: 0x40, omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  private static func misfit(_ text: String) -> LarkFailure {
    let shown = singleLine(text, limit: 60)
    if text.hasPrefix("om_") {
      return .argument("to: \"\(shown)\" is a message id; to answer that message, use reply_to.")
    }
    return .argument("to: \"\(shown)\" is not a recipient; write \(forms).")
  }
}

extension String {
  /// Without spaces and line ends around it.
  var trimmingSpaces: String {
    let start = self[...].drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
