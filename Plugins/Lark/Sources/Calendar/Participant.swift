/// A person as agents write one.
enum Participant: Hashable, Sendable {
  case openID(String)
  case unionID(String)
  case userID(String)
  case email(String)
  /// Whoever the call acts as; only a user has an id here.
  case me

  static let forms =
    "an e-mail address, an open id \"ou_...\", a union id \"on_...\", \"user_id:...\", or \"me\""

  /// Nil where the text has none of the forms.
  init?(_ text: String) {
    let text = text.trimmingSpaces
    guard text.utf8.count <= Recipient.maximumBytes else { return nil }
    if text == "me" {
      self = .me
    } else if text.hasPrefix("ou_"), LarkReference.isToken(text) {
      self = .openID(text)
    } else if text.hasPrefix("on_"), LarkReference.isToken(text) {
      self = .unionID(text)
    } else if text.hasPrefix("user_id:"), text.utf8.count > 8 {
      self = .userID(String(text.dropFirst(8)))
    } else if Recipient.isEmail(text) {
      self = .email(text)
    } else {
      return nil
    }
  }

  /// Each one once; throws what is wrong with the argument of that name.
  static func list(
    _ texts: [String], _ argument: String, atMost maximum: Int
  ) throws(LarkFailure) -> [Participant] {
    var people: [Participant] = []
    for text in texts {
      guard let text = text.nonEmpty else { continue }
      guard let person = Participant(text) else {
        throw .argument(
          "\(argument): \"\(singleLine(text, limit: 60))\" is not a person; write \(forms).")
      }
      if !people.contains(person) { people.append(person) }
    }
    guard people.count <= maximum else {
      throw .argument("\(argument): at most \(maximum) people at a time.")
    }
    return people
  }

  /// As it was written.
  var name: String {
    switch self {
    case .openID(let text), .unionID(let text), .email(let text): text
    case .userID(let text): "user_id:\(text)"
    case .me: "me"
    }
  }
}
