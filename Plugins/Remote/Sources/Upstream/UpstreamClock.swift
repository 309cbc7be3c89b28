/// Time, which tests replace.
struct UpstreamClock: Sendable {
  /// Milliseconds of a clock that is never set.
  var now: @Sendable () -> UInt64
  /// Waits; false where the task was cancelled.
  var sleep: @Sendable (_ milliseconds: UInt64) async -> Bool

  static let system = UpstreamClock(
    now: {
      let now = ContinuousClock.now - start
      return UInt64(now.components.seconds) * 1000
        + UInt64(now.components.attoseconds / 1_000_000_000_000_000)
    },
    sleep: { milliseconds in
      (try? await Task.sleep(for: .milliseconds(Int64(clamping: milliseconds)))) != nil
    })

  private static let start = ContinuousClock.now - .seconds(1)
}
