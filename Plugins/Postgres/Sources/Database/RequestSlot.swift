internal import Synchronization

/// Where the cancellation of a task finds the request that it waits for.
final class RequestSlot<R: Sendable>: Sendable {
  private enum State {
    case empty
    case filled(DatabaseRequest<R>)
    case cancelled
  }

  private let state = Mutex(State.empty)

  /// Before the request begins.
  func fill(_ request: DatabaseRequest<R>) {
    let isCancelled = state.withLock { state in
      if case .cancelled = state { return true }
      state = .filled(request)
      return false
    }
    if isCancelled { request.cancel() }
  }

  func cancel() {
    let request: DatabaseRequest<R>? = state.withLock { state in
      defer { state = .cancelled }
      guard case .filled(let request) = state else { return nil }
      return request
    }
    request?.cancel()
  }
}
