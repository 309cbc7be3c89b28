/// What a person or an agent wrote for a point in time.
enum Timestamp: Equatable, Sendable {
  /// `2026-03-01`
  case date(CivilDate)
  /// `2026-03-01T09:00`, in a time zone that is told elsewhere.
  case local(CivilDate, secondsOfDay: Int)
  /// `2026-03-01T09:00:00+08:00` (RFC 3339), as seconds after 1970-01-01T00:00:00Z.
  case instant(Int64)

  static let secondsPerDay = 86_400

  /// Nil where the text is none of the three forms. A space or a small `t` in place of `T`, absent
  /// seconds and fractions of a second (which are dropped) are accepted.
  init?(_ text: String) {
    var scanner = DigitScanner(text)
    guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2),
      scanner.take("-"), let day = scanner.number(2),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    if scanner.isAtEnd {
      self = .date(date)
      return
    }
    guard scanner.take("T") || scanner.take("t") || scanner.take(" "),
      let seconds = Timestamp.timeOfDay(&scanner)
    else { return nil }
    if scanner.isAtEnd {
      self = .local(date, secondsOfDay: seconds)
      return
    }
    guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
    self = .instant(Timestamp.unixSeconds(date, seconds) - Int64(offset))
  }

  private static func timeOfDay(_ scanner: inout DigitScanner) -> Int? {
    guard let hour = scanner.number(2), scanner.take(":"), let minute = scanner.number(2),
      hour < 24, minute < 60
    else { return nil }
    guard scanner.take(":") else { return hour * 3600 + minute * 60 }
    guard let second = scanner.number(2), second <= 60 else { return nil }
    if scanner.take(".") { scanner.skipDigits() }
    return hour * 3600 + minute * 60 + min(second, 59)
  }

  /// Seconds after 1970-01-01T00:00:00 on the same clock as `date`.
  static func unixSeconds(_ date: CivilDate, _ secondsOfDay: Int) -> Int64 {
    Int64(date.daysSinceEpoch * secondsPerDay + secondsOfDay)
  }
}

/// Reads fixed-width decimal fields from ASCII text.
struct DigitScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
    position += 1
    return true
  }

  /// Exactly `width` digits, or nil without moving.
  mutating func number(_ width: Int) -> Int? {
    guard position + width <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + width] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    position += width
    return value
  }

  mutating func skipDigits() {
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
  }

  /// `Z`, `+08:00`, `+0800` or `+08`, in seconds east of UTC.
  mutating func offset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let sign: Int
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hours = number(2), hours <= 18 else { return nil }
    if isAtEnd { return sign * hours * 3600 }
    _ = take(":")
    guard let minutes = number(2), minutes < 60 else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
