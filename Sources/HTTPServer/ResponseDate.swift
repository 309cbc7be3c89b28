internal import CPlatform
internal import Glibc

/// The Date field of responses (RFC 9110 section 6.6.1), written anew once a second.
struct ResponseDate {
  private static let days: [StaticString] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The whole field line with its line end.
  private(set) var line: [UInt8] = []
  private var seconds = time_t.min

  /// Brings the line up to date.
  mutating func refresh() {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &now)
    if now.tv_sec != seconds { set(now.tv_sec) }
  }

  /// Writes the line for that many seconds since 1970 (RFC 9110 section 5.6.7).
  mutating func set(_ seconds: time_t) {
    self.seconds = seconds
    var wanted = seconds
    var date = tm()
    gmtime_r(&wanted, &date)
    line.removeAll(keepingCapacity: true)
    line.append("Date: ")
    line.append(Self.days[Int(date.tm_wday)])
    line.append(", ")
    appendTwoDigits(date.tm_mday)
    line.append(ASCII.space)
    line.append(Self.months[Int(date.tm_mon)])
    line.append(ASCII.space)
    line.append(decimal: Int(date.tm_year) + 1900)
    line.append(ASCII.space)
    appendTwoDigits(date.tm_hour)
    line.append(ASCII.colon)
    appendTwoDigits(date.tm_min)
    line.append(ASCII.colon)
    appendTwoDigits(date.tm_sec)
    line.append(" GMT\r\n")
  }

  private mutating func appendTwoDigits(_ number: Int32) {
    line.append(ASCII.zero + UInt8(truncatingIfNeeded: number / 10 % 10))
    line.append(ASCII.zero + UInt8(truncatingIfNeeded: number % 10))
  }
}
