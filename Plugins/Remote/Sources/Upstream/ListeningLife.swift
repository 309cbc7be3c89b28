/// The life of a stream of events that is opened again whenever it ends: what is told about that,
/// and how long to wait.
struct ListeningLife: Sendable {
  /// A stream that lasted this long was no failure, whatever ended it.
  static let healthyMilliseconds: UInt64 = 10_000

  private var backoff = Backoff()
  private var hasBeenUp = false
  private var isToldDown = false
  private var upSince: UInt64?

  /// The stream stands. True where something may have been missed.
  mutating func didStart(at now: UInt64, resumed: Bool) -> Bool {
    defer {
      hasBeenUp = true
      isToldDown = false
      upSince = now
    }
    return isToldDown || hasBeenUp && !resumed
  }

  /// The stream has ended, or could not be opened. How long to wait, and whether to tell that the
  /// server cannot be heard. `retry`: what the server asked for.
  mutating func didEnd(
    at now: UInt64, hadEvents: Bool, retry: UInt64?,
    random: (ClosedRange<UInt64>) -> UInt64 = { UInt64.random(in: $0) }
  ) -> (waitMilliseconds: UInt64, isNewlyDown: Bool) {
    let wasUp = upSince != nil
    if hadEvents || upSince.map({ now - $0 >= Self.healthyMilliseconds }) == true {
      backoff.reset()
    }
    upSince = nil
    let isNewlyDown = !wasUp && !isToldDown
    if !wasUp { isToldDown = true }
    let wait = backoff.next(random: random)
    return (max(wait, min(retry ?? 0, Backoff.longestMilliseconds)), isNewlyDown)
  }
}
