/// Time, which tests replace.
struct UpstreamClock: Sendable {
  /// Milliseconds of a clock that is never set.
  var now: @Sendable () -> UInt64
  /// Waits before another attempt; false where the task was cancelled.
  var sleep: @Sendable (_ milliseconds: UInt64) async -> Bool
  /// Calls back when the time of what may take only so long is over.
  var alarm: @Sendable (_ milliseconds: UInt64, _ ring: @escaping @Sendable () -> Void) -> Alarm

  static let system = UpstreamClock(
    now: {
      let now = start.duration(to: .now).components
      return UInt64(now.seconds) * 1000 + UInt64(now.attoseconds / 1_000_000_000_000_000)
    }, sleep: wait, alarm: { AlarmTable.shared.set($0, $1) })

  /// A while ago, so that no time is 0.
  private static let start = ContinuousClock.now - .seconds(1)

  @Sendable private static func wait(_ milliseconds: UInt64) async -> Bool {
    (try? await Task.sleep(for: .milliseconds(Int64(clamping: milliseconds)))) != nil
  }
}
