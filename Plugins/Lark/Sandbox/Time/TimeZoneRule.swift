/// The rule in the footer of a TZif file, e.g. `EST5EDT,M3.2.0,M11.1.0` (POSIX TZ, with the wider
/// hours of RFC 8536 section 3.3.1). Knows the form with months and weeks; zones with another form
/// keep their standard offset.
struct TimeZoneRule: Sendable, Equatable {
  /// The `week`th `weekday` of a month (week 5: the last one), `second` seconds after midnight.
  struct Change: Sendable, Equatable {
    let month: Int
    let week: Int
    /// Sunday is 0, as POSIX has it.
    let weekday: Int
    let second: Int
  }

  /// Seconds east of UTC.
  let standard: Int
  let daylight: Int
  let changes: (start: Change, end: Change)?

  static func == (left: TimeZoneRule, right: TimeZoneRule) -> Bool {
    left.standard == right.standard && left.daylight == right.daylight
      && left.changes?.start == right.changes?.start && left.changes?.end == right.changes?.end
  }

  init?(_ text: String) {
    var reader = Reader(text)
    guard reader.skipName(), let west = reader.time() else { return nil }
    standard = -west
    guard reader.skipName() else {
      daylight = standard
      changes = nil
      return
    }
    daylight = reader.next == UInt8(ascii: ",") ? standard + 3_600 : -(reader.time() ?? 0)
    guard let start = reader.change(), let end = reader.change() else {
      changes = nil
      return
    }
    changes = (start, end)
  }

  func offset(at instant: Int) -> Int {
    guard let changes else { return standard }
    let year = CivilTime(secondsSince1970: instant + standard).date.year
    let start = Self.instant(of: changes.start, in: year, offset: standard)
    let end = Self.instant(of: changes.end, in: year, offset: daylight)
    let isDaylight =
      start < end ? (start..<end).contains(instant) : !(end..<start).contains(instant)
    return isDaylight ? daylight : standard
  }

  private static func instant(of change: Change, in year: Int, offset: Int) -> Int {
    let first = CivilDate(year: year, month: change.month, day: 1)
    let monday = (change.weekday + 6) % 7
    var day = 1 + (monday - first.weekday + 7) % 7 + (change.week - 1) * 7
    while day > CivilDate.days(inMonth: change.month, of: year) { day -= 7 }
    let date = CivilDate(year: year, month: change.month, day: day)
    return date.daysSince1970 * CivilTime.secondsPerDay + change.second - offset
  }

  private struct Reader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var next: UInt8? { rest.first }

    /// A name is letters, or anything between `<` and `>`.
    mutating func skipName() -> Bool {
      let before = rest.count
      if rest.first == UInt8(ascii: "<") {
        rest = rest.drop { $0 != UInt8(ascii: ">") }.dropFirst()
      } else {
        rest = rest.drop { ($0 | 0x20 >= 0x61) && ($0 | 0x20 <= 0x7A) }
      }
      return rest.count < before
    }

    /// `[+-]h[h][:mm[:ss]]` in seconds.
    mutating func time() -> Int? {
      let isNegative = take(UInt8(ascii: "-"))
      if !isNegative { _ = take(UInt8(ascii: "+")) }
      guard var seconds = number().map({ $0 * 3_600 }) else { return nil }
      for unit in [60, 1] where take(UInt8(ascii: ":")) { seconds += (number() ?? 0) * unit }
      return isNegative ? -seconds : seconds
    }

    /// `,Mm.w.d[/time]`; the time is 02:00 unless it is given.
    mutating func change() -> Change? {
      guard take(UInt8(ascii: ",")), take(UInt8(ascii: "M")), let month = number(),
        (1...12).contains(month), take(UInt8(ascii: ".")), let week = number(),
        (1...5).contains(week), take(UInt8(ascii: ".")), let weekday = number(),
        (0...6).contains(weekday)
      else { return nil }
      let second = take(UInt8(ascii: "/")) ? time() : 7_200
      return second.map { Change(month: month, week: week, weekday: weekday, second: $0) }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
      guard rest.first == byte else { return false }
      rest = rest.dropFirst()
      return true
    }

    private mutating func number() -> Int? {
      let digits = rest.prefix { (0x30...0x39).contains($0) }.prefix(4)
      rest = rest.dropFirst(digits.count)
      return Int(String(Substring(digits)))
    }
  }
}
