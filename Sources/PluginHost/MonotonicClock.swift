import Glibc

/// CLOCK_MONOTONIC, the clock of every deadline in the plugin contract.
package enum MonotonicClock {
  package static let nanosecondsPerMillisecond: UInt64 = 1_000_000

  /// Nanoseconds since an arbitrary point that all processes of the machine share.
  package static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
