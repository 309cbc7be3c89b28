import Glibc

/// The time the sandbox believes in: the machine's, or a fixed one, and in both cases moved by what
/// a test has asked for.
struct Clock: Sendable {
  /// Milliseconds since 1970; nil follows the machine's clock.
  let fixedMilliseconds: Int?
  /// Added by `advance`; may be negative.
  private(set) var skewMilliseconds = 0

  init(fixedMilliseconds: Int? = nil) { self.fixedMilliseconds = fixedMilliseconds }

  /// Milliseconds since 1970-01-01T00:00:00Z.
  var milliseconds: Int { (fixedMilliseconds ?? Self.machineMilliseconds) + skewMilliseconds }

  /// Seconds since 1970-01-01T00:00:00Z.
  var seconds: Int { milliseconds / 1_000 }

  /// Moves the clock by so many seconds, back if they are negative; false, and nothing happens, if
  /// that led out of what the API can tell.
  mutating func advance(seconds: Int) -> Bool {
    let (target, overflows) = self.seconds.addingReportingOverflow(seconds)
    guard !overflows, EventTime.range.contains(target) else { return false }
    skewMilliseconds += seconds * 1_000
    return true
  }

  private static var machineMilliseconds: Int {
    var now = timespec()
    // Safe: the address of `now` is used only until the function returns.
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return now.tv_sec * 1_000 + now.tv_nsec / 1_000_000
  }
}
