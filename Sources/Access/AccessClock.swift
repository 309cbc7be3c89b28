internal import Glibc

/// The clocks of access control.
package protocol AccessClock: Sendable {
  /// Seconds after 1970-01-01T00:00:00Z.
  var unixSeconds: Int64 { get }
  /// Milliseconds of a clock that never goes back.
  var monotonicMilliseconds: Int64 { get }
}

/// The clocks of this machine.
package struct SystemAccessClock: AccessClock {
  /// The same for all.
  package init() {}

  package var unixSeconds: Int64 { Int64(time(nil)) }

  package var monotonicMilliseconds: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
  }
}
