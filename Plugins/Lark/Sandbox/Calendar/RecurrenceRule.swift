/// A recurrence rule of RFC 5545 section 3.3.10, as far as a calendar event may carry one here.
struct RecurrenceRule: Equatable, Sendable {
  enum Frequency: String, Sendable { case daily, weekly, monthly, yearly }

  /// `2MO` is the second Monday, `-1FR` the last Friday, `MO` every Monday.
  struct Weekday: Equatable, Sendable {
    /// Zero: every one.
    var ordinal: Int
    /// Monday is 0.
    var day: Int
  }

  enum End: Equatable, Sendable {
    case never
    case count(Int)
    /// An instant (`20261231T155959Z`), or a wall-clock time in the event's zone
    /// (`20261231T235959`, `20261231`).
    case until(CivilTime, isUTC: Bool)
  }

  static let maximumCharacters = 2_000
  static let maximumInterval = 1_000

  var frequency: Frequency
  var interval = 1
  var end = End.never
  var weekdays: [Weekday] = []
  var monthDays: [Int] = []
  var positions: [Int] = []
  var weekStart = 0

  /// Nil if the text is no rule, has a part that is not known here, or has COUNT and UNTIL both.
  init?(_ text: String) {
    let rule = text.hasPrefix("RRULE:") ? text.dropFirst(6) : Substring(text)
    guard text.count <= Self.maximumCharacters else { return nil }
    var parts: [String: String] = [:]
    for part in rule.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, parts.updateValue(String(pair[1]), forKey: String(pair[0])) == nil
      else { return nil }
    }
    guard let name = parts.removeValue(forKey: "FREQ"),
      let frequency = Frequency(rawValue: name.lowercased())
    else { return nil }
    self.frequency = frequency
    for (key, value) in parts where !read(key, value) { return nil }
    if parts["COUNT"] != nil, parts["UNTIL"] != nil { return nil }
    if frequency != .monthly, weekdays.contains(where: { $0.ordinal != 0 }) { return nil }
  }

  private mutating func read(_ key: String, _ value: String) -> Bool {
    switch key {
    case "INTERVAL": set(&interval, Int(value)) { (1...Self.maximumInterval).contains($0) }
    case "COUNT": readCount(value)
    case "UNTIL": readUntil(value)
    case "BYDAY": set(&weekdays, Self.list(value, Self.weekday)) { !$0.isEmpty }
    case "BYMONTHDAY":
      set(&monthDays, Self.list(value) { Int($0) }) {
        $0.allSatisfy { (1...31).contains($0.magnitude) }
      }
    case "BYSETPOS":
      set(&positions, Self.list(value) { Int($0) }) {
        $0.allSatisfy { (1...366).contains($0.magnitude) }
      }
    case "WKST": set(&weekStart, Self.weekday(Substring(value))?.day) { _ in true }
    default: false
    }
  }

  private func set<Value>(
    _ place: inout Value, _ value: Value?, if isValid: (Value) -> Bool
  ) -> Bool {
    guard let value, isValid(value) else { return false }
    place = value
    return true
  }

  private mutating func readCount(_ value: String) -> Bool {
    guard let count = Int(value), count >= 1 else { return false }
    end = .count(count)
    return true
  }

  private mutating func readUntil(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    guard bytes.count == 8 || bytes.count == 15 || bytes.count == 16 else { return false }
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    guard let date = RFC3339.date("\(text(0..<4))-\(text(4..<6))-\(text(6..<8))") else {
      return false
    }
    guard bytes.count > 8 else {
      end = .until(CivilTime(date: date, secondOfDay: CivilTime.secondsPerDay - 1), isUTC: false)
      return true
    }
    guard bytes[8] == UInt8(ascii: "T"), let hour = Int(text(9..<11)), hour < 24,
      let minute = Int(text(11..<13)), minute < 60, let second = Int(text(13..<15)), second < 61,
      bytes.count == 15 || bytes[15] == UInt8(ascii: "Z")
    else { return false }
    let civil = CivilTime(date: date, secondOfDay: hour * 3_600 + minute * 60 + second)
    end = .until(civil, isUTC: bytes.count == 16)
    return true
  }

  private static func list<Item>(_ text: String, _ item: (Substring) -> Item?) -> [Item]? {
    var items: [Item] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let item = item(part) else { return nil }
      items.append(item)
    }
    return items
  }

  private static func weekday(_ text: Substring) -> Weekday? {
    let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    guard let day = names.firstIndex(of: String(text.suffix(2))) else { return nil }
    let number = text.dropLast(2)
    guard !number.isEmpty else { return Weekday(ordinal: 0, day: day) }
    guard let ordinal = Int(number), (1...5).contains(ordinal.magnitude) else { return nil }
    return Weekday(ordinal: ordinal, day: day)
  }
}
