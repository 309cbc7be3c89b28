/// The life of the tenant access token as a state machine: it does no I/O and reads no clock.
/// Times are milliseconds of a clock that never goes back.
///
/// Lark hands out the same token as long as 30 minutes or more of it are left; below that it issues
/// a new one, and both are valid. So the token is renewed when less is left, while calls go on with
/// the old one.
struct TokenCache: Sendable {
  static let renewBelowMilliseconds: Int64 = 30 * 60 * 1000
  /// A token this near to its end is not used: it could expire on the way.
  static let unusableBelowMilliseconds: Int64 = 10 * 1000
  /// After a renewal has failed, the next one waits that long; the old token serves meanwhile.
  static let renewalPauseMilliseconds: Int64 = 30 * 1000

  /// What a call does next.
  enum Need: Equatable {
    case use(String)
    /// Use it, and start a fetch that nobody waits for.
    case useAndFetch(String)
    /// Start a fetch and wait for it.
    case fetch
    /// Wait for the fetch that is under way.
    case join
  }

  private var token: String?
  private var endMilliseconds: Int64 = 0
  private var isFetching = false
  private var nextRenewalMilliseconds: Int64 = .min
  /// What the next fetch is to replace.
  private var refused: String?
  private var renewals = TokenRenewals()

  /// A call wants a token.
  mutating func need(at now: Int64) -> Need {
    let left = endMilliseconds - now
    if let token, left > TokenCache.unusableBelowMilliseconds {
      let renews = left < TokenCache.renewBelowMilliseconds && now >= nextRenewalMilliseconds
      guard renews, !isFetching else { return .use(token) }
      isFetching = true
      return .useAndFetch(token)
    }
    guard !isFetching else { return .join }
    isFetching = true
    return .fetch
  }

  /// The fetch brought a token that is valid for `seconds` from now.
  mutating func fetched(_ newToken: String, expiresInSeconds seconds: Int64, at now: Int64) {
    if let refused { renewals.ended(withSameToken: newToken == refused) }
    refused = nil
    token = newToken
    endMilliseconds = now + max(0, seconds) * 1000
    isFetching = false
  }

  /// The fetch brought none.
  mutating func fetchFailed(at now: Int64) {
    isFetching = false
    nextRenewalMilliseconds = now + TokenCache.renewalPauseMilliseconds
  }

  /// Lark refused `rejected` as a token. True where a call may try again with what `need` says
  /// next; false where that would most likely bring the same token again.
  mutating func rejected(_ rejected: String, at now: Int64) -> Bool {
    guard token == rejected else { return true }
    guard renewals.begin(at: now) else { return false }
    refused = rejected
    token = nil
    return true
  }
}
