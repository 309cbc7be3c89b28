import Glibc

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
