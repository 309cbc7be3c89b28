/// Whether and when a failed request is sent again.
struct Retries {
  private let allowed: Bool
  private var sent = 1

  /// The first wait is up to this long; each further one up to twice as long as the one before.
  static let firstWaitNanoseconds: UInt64 = 100_000_000

  init(allowed: Bool) {
    self.allowed = allowed
  }

  /// The instant to send again, or nil: the failure is final. `jitter`, 0 to 1, spreads the waits
  /// so that many clients of a server that came back do not return at one time. The wait is never
  /// shorter than half of its longest.
  mutating func next(
    isTransient: Bool, responseBegan: Bool, now: UInt64, deadline: UInt64, jitter: Double
  ) -> UInt64? {
    guard allowed, isTransient, !responseBegan, sent < HTTPClientLimits.attempts else { return nil }
    let longest = Self.firstWaitNanoseconds << UInt64(sent - 1)
    let resume = now + longest / 2 + UInt64(Double(longest / 2) * min(max(jitter, 0), 1))
    guard resume < deadline else { return nil }
    sent += 1
    return resume
  }
}
