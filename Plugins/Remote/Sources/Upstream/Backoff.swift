/// How long to wait before the next attempt: longer after each failure in a row.
struct Backoff: Sendable {
  static let firstMilliseconds: UInt64 = 500
  static let longestMilliseconds: UInt64 = 60_000

  private(set) var failures = 0

  mutating func reset() { failures = 0 }

  /// The next wait, doubled each time; up to a quarter is left off by chance, so that many do not
  /// come back at once.
  mutating func next(
    random: (ClosedRange<UInt64>) -> UInt64 = { UInt64.random(in: $0) }
  ) -> UInt64 {
    let doublings = min(failures, 10)
    failures += 1
    let wait = min(Self.firstMilliseconds << UInt64(doublings), Self.longestMilliseconds)
    return random((wait - wait / 4)...wait)
  }
}
