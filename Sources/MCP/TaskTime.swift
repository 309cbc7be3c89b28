import Glibc

/// Moments as tasks show them.
enum TaskTime {
  /// ISO 8601 in UTC with milliseconds: 2026-11-22T10:55:28.123Z.
  ///
  /// - Parameter milliseconds: since 1970, not before.
  static func text(_ milliseconds: Int64) -> String {
    var seconds = time_t(max(0, milliseconds) / 1000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    let clock = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    let fraction = String(max(0, milliseconds) % 1000 + 1000).dropFirst()
    return "\(date)T\(clock).\(fraction)Z"
  }

  private static func two(_ number: Int32) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
