/// A person as agents write one: an id, an e-mail address, a telephone number, or a name.
enum PersonReference: Equatable, Hashable, Sendable {
  case openID(String)
  case unionID(String)
  case userID(String)
  case email(String)
  case mobile(String)
  case name(String)

  static let maximumCharacters = 100
  static let ids =
    "open ids \"ou_...\", union ids \"on_...\", e-mail addresses, telephone numbers, or "
    + "\"user_id:...\""

  /// Nil where the text is empty, too long, or the id of something else.
  init?(_ text: String) {
    let text = text.trimmingSpaces
    guard !text.isEmpty, text.count <= PersonReference.maximumCharacters,
      !text.contains(where: \.isNewline)
    else { return nil }
    if let known = PersonReference.id(text) {
      self = known
    } else if let number = PersonReference.number(text) {
      self = .mobile(number)
    } else if ["oc_", "om_", "omt_", "od-", "cli_"].contains(where: text.hasPrefix) {
      return nil
    } else {
      self = .name(text)
    }
  }

  private static func id(_ text: String) -> PersonReference? {
    if text.hasPrefix("ou_") { return .openID(text) }
    if text.hasPrefix("on_") { return .unionID(text) }
    if Recipient.isEmail(text) { return .email(text) }
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let value = String(text[text.index(after: colon)...]).trimmingSpaces
    guard !value.isEmpty else { return nil }
    switch text[..<colon] {
    case "open_id": return .openID(value)
    case "union_id": return .unionID(value)
    case "user_id": return .userID(value)
    case "email": return .email(value)
    default: return nil
    }
  }

  /// 6 to 15 digits (ITU-T E.164), perhaps with a plus sign, spaces, hyphens and brackets.
  private static func number(_ text: String) -> String? {
    var digits = ""
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case 0x30...0x39: digits.append(Character(Unicode.Scalar(byte)))
      case 0x2B where index == 0: digits.append("+")
      case 0x20, 0x28, 0x29, 0x2D: continue
      default: return nil
      }
    }
    let count = digits.hasPrefix("+") ? digits.count - 1 : digits.count
    return (6...15).contains(count) ? digits : nil
  }
}
