/// The signatures of late, so that a request that somebody listened to is not taken again. A plain
/// value; its owner locks it.
package struct ReplayWindow: Sendable {
  /// The most signatures that are remembered. With more, the ones that expire first are forgotten.
  package static let maximumCount = 100_000

  private var expiries: [[UInt8]: Int64] = [:]
  /// In the order of arrival, which is nearly that of expiry.
  private var order: [[UInt8]] = []
  private var first = 0

  /// Nothing was seen yet.
  package init() {}

  /// Whether the signature is new; it is remembered until `expiry`, seconds after 1970.
  package mutating func admits(_ signature: [UInt8], until expiry: Int64, now: Int64) -> Bool {
    forget(now)
    guard expiries[signature] == nil else { return false }
    expiries[signature] = expiry
    order.append(signature)
    return true
  }

  /// How many are remembered.
  package var count: Int { expiries.count }

  private mutating func forget(_ now: Int64) {
    while first < order.count,
      expiries.count >= Self.maximumCount || expiries[order[first]].map({ $0 < now }) ?? true
    {
      expiries.removeValue(forKey: order[first])
      first += 1
    }
    // Half of the list is of the past: copying the rest costs less than was put in.
    if first > 1_024, first * 2 > order.count {
      order.removeFirst(first)
      first = 0
    }
  }
}
