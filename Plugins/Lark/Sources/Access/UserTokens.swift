internal import PluginKit
internal import Synchronization

/// Hands out the access token of the user who logged in, and renews it. Concurrent calls share one
/// renewal. Any thread.
final class UserTokens: Sendable {
  typealias Renewed = Result<UserGrant, LarkFailure>
  /// Exchanges a refresh token for new tokens.
  typealias Renew = @Sendable (_ refreshToken: String) async -> Renewed

  private struct State {
    var cache = GrantCache()
    var hasRead = false
    var renewal: Task<Renewed, Never>?
  }

  private let state = Mutex(State())
  private let file: GrantFile
  private let clock: any LarkClock
  private let log: LarkClient.Log
  private let renew: Renew

  init(
    file: GrantFile, clock: any LarkClock, log: @escaping LarkClient.Log, renew: @escaping Renew
  ) {
    (self.file, self.clock, self.log, self.renew) = (file, clock, log, renew)
  }

  /// Whether somebody has logged in and the login is not over.
  var isPresent: Bool {
    let now = clock.unixSeconds()
    return state.withLock { state in
      readOnce(&state)
      guard let grant = state.cache.grant else { return false }
      return grant.refreshToken != nil
        || grant.expires - now > GrantCache.unusableBelowSeconds
    }
  }

  /// A token that is valid now; nil where nobody has logged in.
  func current() async throws(LarkFailure) -> String? {
    switch next() {
    case .ready(let token): return token
    case .pending(let task): return try await task.value.get().accessToken
    case .absent: return nil
    }
  }

  /// Lark refused that token; see `GrantCache.rejected`.
  func rejected(_ token: String) -> Bool {
    let now = clock.unixSeconds()
    return state.withLock { $0.cache.rejected(token, at: now) }
  }

  /// Somebody logged in. False where the tokens could not be stored; they are used all the same
  /// until the process ends.
  func loggedIn(_ grant: UserGrant) -> Bool {
    let isStored = file.write(grant)
    state.withLock { state in
      state.hasRead = true
      state.cache.received(grant)
    }
    return isStored
  }

  private enum Next: Sendable {
    case ready(String)
    case pending(Task<Renewed, Never>)
    case absent
  }

  private func next() -> Next {
    let now = clock.unixSeconds()
    return state.withLock { state in
      readOnce(&state)
      switch state.cache.need(at: now) {
      case .use(let token): return .ready(token)
      case .logIn: return .absent
      case .useAndRenew(let token):
        state.renewal = start()
        return .ready(token)
      case .join:
        if let renewal = state.renewal { return .pending(renewal) }
        fallthrough
      case .renew:
        let renewal = start()
        state.renewal = renewal
        return .pending(renewal)
      }
    }
  }

  /// Again and again while there is nothing, since somebody may log in with another process.
  private func readOnce(_ state: inout State) {
    guard !state.hasRead, let grant = file.read() else { return }
    state.hasRead = true
    state.cache.received(grant)
  }

  /// Belongs to no call, so that one cancelled call does not take the token from the others.
  private func start() -> Task<Renewed, Never> { Task.detached { [self] in await renewal() } }

  private func renewal() async -> Renewed {
    let held = state.withLock { $0.cache.grant }
    // Another process may have used the refresh token already, and stored what it got.
    if let stored = file.read(), stored.refreshToken != held?.refreshToken,
      stored.expires > clock.unixSeconds() + GrantCache.unusableBelowSeconds
    {
      state.withLock { $0.cache.received(stored) }
      return .success(stored)
    }
    var renewed = await renew(held?.refreshToken ?? "")
    if case .failure(let failure) = renewed, UserTokenRequest.isFinal(failure),
      let stored = file.read(), stored.refreshToken != held?.refreshToken
    {
      renewed = .success(stored)
    }
    switch renewed {
    case .success(let grant): store(grant)
    case .failure(let failure):
      log(.warning, failure.toolError.summary)
      let now = clock.unixSeconds()
      state.withLock { state in
        state.cache.renewalFailed(isFinal: UserTokenRequest.isFinal(failure), at: now)
      }
    }
    return renewed
  }

  /// Stored first, then used.
  private func store(_ grant: UserGrant) {
    if !file.write(grant) {
      log(
        .error,
        "The user's new tokens cannot be written to \(file.path); they are lost when this "
          + "process ends, and then somebody has to log in again.")
    }
    state.withLock { $0.cache.received(grant) }
  }
}
