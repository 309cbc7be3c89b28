internal import Glibc

/// `CLOCK_MONOTONIC`, in nanoseconds.
enum MonotonicClock {
  static let nanosecondsInMillisecond: Int64 = 1_000_000

  static func now() -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// `time` and so many milliseconds; never beyond the largest value.
  static func after(milliseconds: Int, _ time: Int64) -> Int64 {
    let (length, isLong) = Int64(clamping: milliseconds)
      .multipliedReportingOverflow(by: nanosecondsInMillisecond)
    let (sum, isLate) = time.addingReportingOverflow(length)
    return isLong || isLate ? .max : sum
  }
}
