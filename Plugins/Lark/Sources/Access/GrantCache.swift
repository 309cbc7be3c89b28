/// The life of a user's tokens as a state machine: it does no I/O and reads no clock. Times are
/// seconds after 1970-01-01T00:00:00Z.
///
/// The access token is renewed once half of its life is over, while calls go on with it. A refresh
/// token is good for one use: whoever gets a new one stores it before using what came with it.
struct GrantCache: Sendable {
  /// An access token this near to its end is not used: it could expire on the way.
  static let unusableBelowSeconds: Int64 = 10
  /// After a renewal has failed, the next one waits that long; the old token serves meanwhile.
  static let renewalPauseSeconds: Int64 = 30
  /// After Lark has refused an access token and the next one was asked for, refusals count as being
  /// about the kind of token for so long: an endpoint that takes none of users must not use up one
  /// refresh token after the other.
  static let refusalPauseSeconds: Int64 = 60

  /// What a call does next.
  enum Need: Equatable {
    case use(String)
    /// Use it, and start a renewal that nobody waits for.
    case useAndRenew(String)
    /// Start a renewal and wait for it.
    case renew
    /// Wait for the renewal that is under way.
    case join
    /// Nobody has logged in, or the login is over.
    case logIn
  }

  private(set) var grant: UserGrant?
  private var isRenewing = false
  private var nextRenewal: Int64 = .min
  private var nextRefusal: Int64 = .min

  mutating func need(at now: Int64) -> Need {
    guard let grant else { return .logIn }
    let canRenew = grant.refreshToken != nil && (grant.refreshExpires.map { $0 > now } ?? true)
    if grant.expires - now > GrantCache.unusableBelowSeconds {
      let half = grant.issued + (grant.expires - grant.issued) / 2
      guard canRenew, now >= half, now >= nextRenewal, !isRenewing else {
        return .use(grant.accessToken)
      }
      isRenewing = true
      return .useAndRenew(grant.accessToken)
    }
    guard canRenew else { return .logIn }
    guard !isRenewing else { return .join }
    isRenewing = true
    return .renew
  }

  /// A login, or a renewal that brought new tokens.
  mutating func received(_ new: UserGrant) {
    grant = new
    isRenewing = false
    nextRenewal = .min
  }

  /// A renewal that brought none. Where Lark refused the refresh token for good, only the access
  /// token is left.
  mutating func renewalFailed(isFinal: Bool, at now: Int64) {
    isRenewing = false
    nextRenewal = now + GrantCache.renewalPauseSeconds
    if isFinal { grant?.refreshToken = nil }
  }

  /// Lark refused that access token. True where a call may try again with what `need` says next.
  mutating func rejected(_ token: String, at now: Int64) -> Bool {
    guard let current = grant, current.accessToken == token else { return grant != nil }
    guard now >= nextRefusal else { return false }
    nextRefusal = now + GrantCache.refusalPauseSeconds
    grant?.expires = 0
    return current.refreshToken != nil
  }
}
