/// A date-time of RFC 3339 section 5.6: an instant and the offset it was written with.
struct RFC3339: Equatable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  var instant: Int
  /// Seconds east of UTC.
  var offset: Int

  init(instant: Int, offset: Int) {
    self.instant = instant
    self.offset = offset
  }

  /// Reads `2026-11-22T09:00:00+08:00` (fractions of a second are dropped); nil if it is anything
  /// else.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, let date = Self.date(bytes[0..<10]),
      bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
      let hour = Self.number(bytes[11..<13], atMost: 23), bytes[13] == UInt8(ascii: ":"),
      let minute = Self.number(bytes[14..<16], atMost: 59), bytes[16] == UInt8(ascii: ":"),
      let second = Self.number(bytes[17..<19], atMost: 60)
    else { return nil }
    var rest = bytes[19...]
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
      guard !fraction.isEmpty else { return nil }
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard let offset = Self.offset(rest) else { return nil }
    let civil = CivilTime(date: date, secondOfDay: hour * 3_600 + minute * 60 + second)
    self.init(instant: civil.secondsSince1970 - offset, offset: offset)
  }

  /// Reads `2026-11-22`.
  static func date(_ text: String) -> CivilDate? { date(Array(text.utf8)[...]) }

  var text: String {
    let civil = CivilTime(secondsSince1970: instant + offset)
    return "\(civil.date.text)T\(civil.clockText)\(offsetText)"
  }

  private var offsetText: String {
    guard offset != 0 else { return "Z" }
    let minutes = Int(offset.magnitude) / 60
    let sign = offset < 0 ? "-" : "+"
    return "\(sign)\(padded(minutes / 60, to: 2)):\(padded(minutes % 60, to: 2))"
  }

  private static func date(_ bytes: ArraySlice<UInt8>) -> CivilDate? {
    let at = bytes.startIndex
    guard bytes.count == 10, bytes[at + 4] == UInt8(ascii: "-"),
      bytes[at + 7] == UInt8(ascii: "-"),
      let year = number(bytes[at..<at + 4], atMost: 9_999),
      let month = number(bytes[at + 5..<at + 7], atMost: 12), month >= 1,
      let day = number(bytes[at + 8..<at + 10], atMost: 31), day >= 1,
      day <= CivilDate.days(inMonth: month, of: year)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let sign = bytes.first else { return nil }
    if bytes.count == 1, sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") { return 0 }
    let at = bytes.startIndex
    guard bytes.count == 6, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      bytes[at + 3] == UInt8(ascii: ":"),
      let hours = number(bytes[at + 1..<at + 3], atMost: 23),
      let minutes = number(bytes[at + 4..<at + 6], atMost: 59)
    else { return nil }
    let seconds = hours * 3_600 + minutes * 60
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }

  private static func number(_ digits: ArraySlice<UInt8>, atMost limit: Int) -> Int? {
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return value <= limit ? value : nil
  }
}
