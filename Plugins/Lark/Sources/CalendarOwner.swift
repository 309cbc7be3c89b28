/// Whose calendar: told by its form.
enum CalendarOwner: Hashable, Sendable {
  /// Of whoever reads.
  case own
  case email(String)
  case openID(String)
  case unionID(String)
  case calendar(String)

  static let maximumCount = 10
  static let forms =
    "an e-mail address, an open id \"ou_...\", a union id \"on_...\", "
    + "or a calendar id \"...@group.calendar.feishu.cn\""

  init(_ text: String) throws(LarkFailure) {
    let text = text.trimmingSpaces
    if text.hasPrefix("ou_") {
      self = .openID(text)
    } else if text.hasPrefix("on_") {
      self = .unionID(text)
    } else if Recipient.isEmail(text), text.utf8.count <= Recipient.maximumBytes {
      self =
        firstRange(of: "@group.calendar.", in: text[...]) == nil ? .email(text) : .calendar(text)
    } else {
      let shown = singleLine(text, limit: 60)
      throw .argument("calendars: \"\(shown)\" is not a calendar; write \(CalendarOwner.forms).")
    }
  }

  /// The own calendar where nothing is asked for; each one once.
  static func list(_ texts: [String]) throws(LarkFailure) -> [CalendarOwner] {
    var owners: [CalendarOwner] = []
    for text in texts where !text.isEmpty {
      let owner = try CalendarOwner(text)
      if !owners.contains(owner) { owners.append(owner) }
    }
    guard owners.count <= maximumCount else {
      throw .argument("calendars: at most \(maximumCount) at a time.")
    }
    return owners.isEmpty ? [.own] : owners
  }

  /// As it was asked for.
  func name(readBy reader: Identity) -> String {
    switch self {
    case .own: "the \(reader.rawValue)"
    case .email(let text), .openID(let text), .unionID(let text), .calendar(let text): text
    }
  }
}
