import Glibc

/// The current time, UTC.
enum Timestamp {
  /// RFC 3339 with milliseconds: 2026-11-22T10:55:28.123Z.
  static var now: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let milliseconds = String(time.tv_nsec / 1_000_000 + 1000).dropFirst()
    return "\(dateAndTime(time.tv_sec)).\(milliseconds)Z"
  }

  /// RFC 3339 with seconds: 2026-11-22T10:55:28Z.
  static func text(unixSeconds: Int64) -> String { "\(dateAndTime(Int(unixSeconds)))Z" }

  private static func dateAndTime(_ unixSeconds: Int) -> String {
    var seconds = unixSeconds
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
  }

  /// Seconds since 1970.
  static var seconds: Int64 { Int64(time(nil)) }

  /// Milliseconds since 1970.
  static var milliseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  private static func two(_ number: Int32) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
