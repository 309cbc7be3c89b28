internal import Glibc

/// A moment as Signature Version 4 writes it: `20150830T123600Z`.
package struct SigningTime: Sendable, Equatable {
  /// Seconds after 1970-01-01T00:00:00Z.
  package let unixSeconds: Int64
  /// The day, `20150830`.
  package let day: String
  /// Day and time, `20150830T123600Z`.
  package let text: String

  /// The moment so many seconds after 1970; nil past the year 9999 and before the year 0.
  package init?(unixSeconds: Int64) {
    var seconds = time_t(unixSeconds)
    var parts = tm()
    guard gmtime_r(&seconds, &parts) != nil, (-1900...8099).contains(Int(parts.tm_year)) else {
      return nil
    }
    self.unixSeconds = unixSeconds
    day =
      Self.digits(Int(parts.tm_year) + 1900, 4) + Self.digits(Int(parts.tm_mon) + 1, 2)
      + Self.digits(Int(parts.tm_mday), 2)
    text =
      "\(day)T" + Self.digits(Int(parts.tm_hour), 2) + Self.digits(Int(parts.tm_min), 2)
      + Self.digits(Int(parts.tm_sec), 2) + "Z"
  }

  /// Reads exactly what `text` gives; nil for everything else, such as the 31st of April.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[4..<6]),
      let day = Self.number(bytes[6..<8]), let hour = Self.number(bytes[9..<11]),
      let minute = Self.number(bytes[11..<13]), let second = Self.number(bytes[13..<15])
    else { return nil }
    var parts = tm()
    parts.tm_year = year - 1900
    parts.tm_mon = month - 1
    parts.tm_mday = day
    parts.tm_hour = hour
    parts.tm_min = minute
    parts.tm_sec = second
    self.init(unixSeconds: Int64(timegm(&parts)))
    // A day that the calendar has not becomes another one, whose text is another.
    guard self.text == text else { return nil }
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = "\(number)"
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int32? {
    var number: Int32 = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      number = number * 10 + Int32(digit - 0x30)
    }
    return number
  }
}
