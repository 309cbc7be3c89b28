internal import Synchronization

/// What runs one call, from before it starts until it has ended. Whatever comes first, a
/// cancellation reaches it, and what has ended is let go.
struct CallTask: ~Copyable, Sendable {
  enum State {
    case starting
    case cancelledEarly
    case running(cancel: @Sendable () -> Void)
    case ended
  }

  private let state = Mutex(State.starting)

  /// Takes note of how to cancel it; it may have ended already.
  borrowing func didStart(_ cancel: @escaping @Sendable () -> Void) {
    let isCancelled = state.withLock { state in
      switch state {
      case .starting, .running: state = .running(cancel: cancel)
      case .cancelledEarly: return true
      case .ended: break
      }
      return false
    }
    if isCancelled { cancel() }
  }

  /// Cancels it: now, or when it has started.
  borrowing func cancel() {
    let cancel: (@Sendable () -> Void)? = state.withLock { state in
      switch state {
      case .running(let cancel):
        state = .cancelledEarly
        return cancel
      case .starting: state = .cancelledEarly
      case .cancelledEarly, .ended: break
      }
      return nil
    }
    cancel?()
  }

  /// Lets it go. Called by what runs.
  borrowing func didEnd() { state.withLock { $0 = .ended } }
}
