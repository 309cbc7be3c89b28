internal import Synchronization

/// Hands out the tenant access token. Concurrent calls share one fetch. Any thread.
final class TenantTokens: Sendable {
  /// The outcome of one fetch: the token and the seconds it is valid for.
  typealias Fetched = Result<(token: String, expiresInSeconds: Int64), LarkFailure>
  typealias Fetch = @Sendable () async -> Fetched

  private struct State {
    var cache = TokenCache()
    /// The fetch under way, or the last one.
    var fetch: Task<Fetched, Never>?
  }

  private let state = Mutex(State())
  private let clock: any LarkClock
  private let fetch: Fetch

  init(clock: any LarkClock, fetch: @escaping Fetch) {
    self.clock = clock
    self.fetch = fetch
  }

  /// A token that is valid now.
  func current() async throws(LarkFailure) -> String {
    switch next() {
    case .ready(let token): return token
    case .pending(let task): return try await task.value.get().token
    }
  }

  /// Lark refused that token; see `TokenCache.rejected`.
  func rejected(_ token: String) -> Bool {
    let now = clock.monotonicMilliseconds()
    return state.withLock { $0.cache.rejected(token, at: now) }
  }

  private enum Next: Sendable {
    case ready(String)
    case pending(Task<Fetched, Never>)
  }

  private func next() -> Next {
    let now = clock.monotonicMilliseconds()
    return state.withLock { state in
      switch state.cache.need(at: now) {
      case .use(let token):
        return .ready(token)
      case .useAndFetch(let token):
        state.fetch = start()
        return .ready(token)
      case .join:
        if let task = state.fetch { return .pending(task) }
        fallthrough
      case .fetch:
        let task = start()
        state.fetch = task
        return .pending(task)
      }
    }
  }

  /// Belongs to no call, so that one cancelled call does not take the token from the others.
  private func start() -> Task<Fetched, Never> {
    Task.detached { [self] in
      let fetched = await fetch()
      let now = clock.monotonicMilliseconds()
      state.withLock { state in
        switch fetched {
        case .success(let new):
          state.cache.fetched(new.token, expiresInSeconds: new.expiresInSeconds, at: now)
        case .failure:
          state.cache.fetchFailed(at: now)
        }
      }
      return fetched
    }
  }
}
