/// What is known of an access token: whether there is one, whether it still holds, and whether it
/// is too soon to ask for another. A plain value; times are milliseconds of one monotonic clock.
struct TokenCache: Sendable {
  /// A token is not used in the last part of its life: so long at most, and a fifth at most.
  static let marginMilliseconds: UInt64 = 60_000
  /// The life of a token that does not tell it.
  static let defaultLifeMilliseconds: UInt64 = 300_000
  /// A token that is younger is not replaced because a server refuses it: others may have been
  /// refused with the one before, and a server that refuses all would have tokens made without end.
  static let youthMilliseconds: UInt64 = 10_000
  static let firstPauseMilliseconds: UInt64 = 1_000
  static let longestPauseMilliseconds: UInt64 = 60_000

  /// What to do for a token.
  enum Step: Sendable, Equatable {
    case use(String)
    case ask
    case fail(UpstreamFailure)
  }

  private struct Token: Sendable {
    let text: String
    let since: UInt64
    let until: UInt64
  }

  private var token: Token?
  private var failures = 0
  private var failure: UpstreamFailure?
  private var notBefore: UInt64 = 0

  /// What is to be done for a token now.
  func step(now: UInt64) -> Step {
    if let token, now < token.until { return .use(token.text) }
    guard var failure, now < notBefore else { return .ask }
    failure.retryAfterMilliseconds = notBefore - now
    return .fail(failure)
  }

  /// A token came that holds for so long; nil: not told.
  mutating func obtained(_ text: String, lifeMilliseconds: UInt64?, now: UInt64) {
    let life = lifeMilliseconds ?? Self.defaultLifeMilliseconds
    let until = now + life - min(Self.marginMilliseconds, life / 5)
    token = Token(text: text, since: now, until: until)
    failures = 0
    failure = nil
  }

  /// None came: nobody asks again before a pause is over, longer after each failure in a row.
  mutating func failed(_ failure: UpstreamFailure, now: UInt64) {
    let doublings = UInt64(min(failures, 10))
    let own = min(Self.firstPauseMilliseconds << doublings, Self.longestPauseMilliseconds)
    failures += 1
    notBefore = now + max(own, failure.retryAfterMilliseconds ?? 0)
    self.failure = failure
  }

  /// A server refused the token that was used last.
  mutating func refused(now: UInt64) {
    guard let token, token.since + Self.youthMilliseconds <= now else { return }
    self.token = nil
  }
}
