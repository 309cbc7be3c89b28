/// The host's number of one exchange, and whether the exchange is to end early: either may come
/// first. A plain value; its owner locks it. What two functions answer is to be cancelled at the
/// host, which is asked once at most, and not where the exchange is over.
struct ExchangeNumber: Sendable {
  private var number: UInt64?
  private(set) var isCancelled = false
  private var hasEnded = false

  /// The exchange is to end early.
  mutating func cancel() -> UInt64? {
    guard !isCancelled else { return nil }
    isCancelled = true
    return hasEnded ? nil : number
  }

  /// The host has taken the request.
  mutating func didSend(_ number: UInt64) -> UInt64? {
    self.number = number
    return isCancelled && !hasEnded ? number : nil
  }

  /// The host has completed the exchange, maybe before it told its number.
  mutating func didEnd() { hasEnded = true }
}
