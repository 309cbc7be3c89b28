internal import Synchronization

/// A connection that is made once for all who need it. Any thread.
final class ConnectionSlot<Connection: Sendable>: Sendable {
  typealias Outcome = Result<Connection, UpstreamFailure>

  private enum State {
    case none
    case opening(Task<Outcome, Never>)
    case open(Connection)
    case closed
  }

  private let state = Mutex(State.none)
  private let make: @Sendable () async -> Outcome
  private let discard: @Sendable (Connection) async -> Void

  /// `discard` gets what was made when nobody wanted it any more.
  init(
    _ make: @escaping @Sendable () async -> Outcome,
    discard: @escaping @Sendable (Connection) async -> Void
  ) {
    self.make = make
    self.discard = discard
  }

  /// The connection that stands, if any.
  var current: Connection? {
    state.withLock { if case .open(let connection) = $0 { connection } else { nil } }
  }

  /// The connection; made now where there is none. A caller that is cancelled does not end what
  /// others wait for.
  func connection() async throws(UpstreamFailure) -> Connection {
    switch begin() {
    case .open(let connection): return connection
    case .opening(let task):
      let outcome = await task.value
      if Task.isCancelled { throw .cancelled }
      return try outcome.get()
    case .none, .closed: throw .closed
    }
  }

  private func begin() -> State {
    state.withLock { state in
      if case .none = state { state = .opening(Task { await self.finish(self.make()) }) }
      return state
    }
  }

  private func finish(_ outcome: Outcome) async -> Outcome {
    let isWanted = state.withLock { state in
      if case .closed = state { return false }
      if case .success(let connection) = outcome {
        state = .open(connection)
      } else {
        state = .none
      }
      return true
    }
    if isWanted { return outcome }
    if case .success(let connection) = outcome { await discard(connection) }
    return .failure(.closed)
  }

  /// Lets go of a connection that is no good, unless another one has taken its place.
  func drop(where isStale: @Sendable (Connection) -> Bool) {
    state.withLock { state in
      if case .open(let current) = state, isStale(current) { state = .none }
    }
  }

  /// No connection is made any more; gives back what stood.
  func close() -> Connection? {
    state.withLock { state in
      defer { state = .closed }
      return if case .open(let connection) = state { connection } else { nil }
    }
  }
}
