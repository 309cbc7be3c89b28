internal import Glibc

/// Time as the client sees it; tests have their own. Any thread.
protocol LarkClock: Sendable {
  /// Never goes back.
  func monotonicMilliseconds() -> Int64
  /// Seconds after 1970-01-01T00:00:00Z.
  func unixSeconds() -> Int64
  /// Throws where the task was cancelled.
  func sleep(milliseconds: Int64) async throws
  /// From 0 up to 1, different each time: spreads retries.
  func jitter() -> Double
}

/// The machine's clocks.
struct SystemClock: LarkClock {
  func monotonicMilliseconds() -> Int64 {
    let now = SystemClock.read(CLOCK_MONOTONIC)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }

  func unixSeconds() -> Int64 { Int64(SystemClock.read(CLOCK_REALTIME).tv_sec) }

  func sleep(milliseconds: Int64) async throws {
    try await Task.sleep(for: .milliseconds(milliseconds))
  }

  func jitter() -> Double { Double.random(in: 0..<1) }

  private static func read(_ clock: clockid_t) -> timespec {
    var now = timespec()
    // Safe: the address of `now` is used only until the function returns.
    unsafe clock_gettime(clock, &now)
    return now
  }
}
