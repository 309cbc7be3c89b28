internal import JSON

/// When a task is due or begins: a moment, or a whole day. Lark takes milliseconds, and for a day
/// those of its beginning in UTC.
enum TaskTime: Sendable, Equatable {
  case moment(Int64)
  case day(CivilDate)

  init(_ text: String, _ argument: String, zone: ZoneRules) throws(LarkFailure) {
    switch Timestamp(text.trimmingSpaces) {
    case .date(let date): self = .day(date)
    case .local(let date, let seconds):
      self = .moment(zone.unixSeconds(date, secondsOfDay: seconds))
    case .instant(let seconds): self = .moment(seconds)
    case nil:
      throw .argument(
        "\(argument): \"\(singleLine(text, limit: 40))\" is not a time; write "
          + "\(EventTimes.forms).")
    }
  }

  /// Lark wants both to be days or both moments, and the start not after the end. Either may be
  /// missing.
  static func checkOrder(start: JSONValue?, due: JSONValue?) throws(LarkFailure) {
    guard let first = TaskTime(start), let last = TaskTime(due) else { return }
    switch (first, last) {
    case (.day(let first), .day(let last)):
      guard first <= last else { throw .argument("start: is after due.") }
    case (.moment(let first), .moment(let last)):
      guard first <= last else { throw .argument("start: is after due.") }
    default:
      throw .argument("start: a date where due is a date, with a time of day where due has one.")
    }
  }

  /// Nil where there is none.
  init?(_ json: JSONValue?) {
    guard let milliseconds = TaskTime.milliseconds(json?["timestamp"]) else { return nil }
    if json?["is_all_day"]?.bool == true {
      self = .day(ZoneRules.utc.localTime(at: milliseconds / 1000).date)
    } else {
      self = .moment(milliseconds / 1000)
    }
  }

  /// Of a string or a number; nil for 0, which stands for none.
  static func milliseconds(_ value: JSONValue?) -> Int64? {
    let number = value?.string.flatMap { Int64($0) } ?? value?.integer
    return number.flatMap { (1...latest).contains($0) ? $0 : nil }
  }

  var json: JSONValue {
    switch self {
    case .moment(let seconds):
      ["timestamp": .string("\(seconds)000"), "is_all_day": false]
    case .day(let date):
      [
        "timestamp": .string("\(ZoneRules.utc.unixSeconds(date, secondsOfDay: 0))000"),
        "is_all_day": true,
      ]
    }
  }

  func text(in zone: ZoneRules) -> String {
    switch self {
    case .moment(let seconds): zone.localTime(at: seconds).rfc3339
    case .day(let date): date.description
    }
  }

  /// 9999-12-31T23:59:59Z.
  private static let latest: Int64 = 253_402_300_799_000
}
