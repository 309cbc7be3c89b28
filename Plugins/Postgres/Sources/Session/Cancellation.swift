internal import Synchronization

/// Ends one job, wherever it is: before it has a session, or while a session works for it. Every
/// function may be called from any thread.
final class Cancellation: Sendable {
  private struct State {
    var isCancelled = false
    var wake: WakeDescriptor?
  }

  private let state = Mutex(State())

  var isCancelled: Bool {
    state.withLock { $0.isCancelled }
  }

  /// For good: the session's current call and all that follow in the job end with `.cancelled`.
  func cancel() {
    let wake = state.withLock { state in
      state.isCancelled = true
      return state.wake
    }
    wake?.signal()
  }

  /// By the session that works for the job now.
  func attach(_ wake: WakeDescriptor) {
    state.withLock { $0.wake = wake }
  }

  func detach() {
    state.withLock { $0.wake = nil }
  }
}
