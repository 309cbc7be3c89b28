/// How long a response asks to wait (RFC 9110 section 10.2.3).
enum RetryAfter {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Milliseconds, from seconds or from a date such as `Sun, 06 Nov 1994 08:49:37 GMT`, against the
  /// response's own `Date`. Nil for anything else.
  static func milliseconds(_ value: String?, date: String?) -> UInt64? {
    guard let value else { return nil }
    if let seconds = UInt64(value) {
      let (milliseconds, overflows) = seconds.multipliedReportingOverflow(by: 1000)
      return overflows ? .max : milliseconds
    }
    guard let then = seconds(value), let now = date.flatMap(seconds) else { return nil }
    return UInt64(clamping: max(0, then - now)) * 1000
  }

  /// Seconds since 1970 of an IMF-fixdate.
  private static func seconds(_ text: String) -> Int64? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int64(words[1]), (1...31) ~= day,
      let month = months.firstIndex(of: String(words[2])), let year = Int64(words[3]),
      (1970...9999) ~= year
    else { return nil }
    let clock = words[4].split(separator: ":").map { Int64($0) ?? -1 }
    guard clock.count == 3, (0...23) ~= clock[0], (0...59) ~= clock[1], (0...60) ~= clock[2] else {
      return nil
    }
    let days = days(year, Int64(month) + 1) + day - 1
    return days * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  }

  /// Days from 1970 to the first of a month: years that begin in March end with the leap day.
  private static func days(_ year: Int64, _ month: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let monthsSinceMarch = (month + 9) % 12
    let dayOfYear = (153 * monthsSinceMarch + 2) / 5
    return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }
}
