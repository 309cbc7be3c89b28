private import Glibc

/// CLOCK_MONOTONIC in nanoseconds, the clock of the plugin contract's deadlines.
enum MonotonicClock {
  static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// That many milliseconds from now, within the bounds of a time-out.
  static func instant(afterMilliseconds milliseconds: Int) -> UInt64 {
    let bounded = min(max(milliseconds, 0), HTTPClientLimits.maximumTimeoutMilliseconds)
    return now() + UInt64(bounded) * 1_000_000
  }
}
