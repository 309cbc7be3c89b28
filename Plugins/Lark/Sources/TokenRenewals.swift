/// How often another token is asked for after Lark has refused one: a state machine without clock.
/// Times are milliseconds of a clock that never goes back.
///
/// Lark answers a kind of token that an endpoint does not take like one that is not valid any more.
/// Where it hands out the same token again, the refusal was about the kind.
struct TokenRenewals: Sendable {
  static let windowMilliseconds: Int64 = 60 * 1000
  /// Of all renewals within the window.
  static let maximum = 10
  /// Of those that brought the same token again.
  static let maximumFutile = 2

  private struct Renewal {
    var milliseconds: Int64
    var isFutile = false
  }

  /// Of the window, the newest last.
  private var renewals: [Renewal] = []

  /// Whether another one may be asked for; counts it where it may.
  mutating func begin(at now: Int64) -> Bool {
    renewals.removeAll { now - $0.milliseconds >= TokenRenewals.windowMilliseconds }
    let futile = renewals.count(where: \.isFutile)
    guard renewals.count < TokenRenewals.maximum, futile < TokenRenewals.maximumFutile else {
      return false
    }
    renewals.append(Renewal(milliseconds: now))
    return true
  }

  /// The newest one brought the same token again, or another one: the refusal was right then, and
  /// so were those before.
  mutating func ended(withSameToken isFutile: Bool) {
    guard !renewals.isEmpty else { return }
    if isFutile {
      renewals[renewals.count - 1].isFutile = true
    } else {
      for index in renewals.indices { renewals[index].isFutile = false }
    }
  }
}
