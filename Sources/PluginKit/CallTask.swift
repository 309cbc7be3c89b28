internal import Synchronization

/// The task that runs one call, from before it starts until it has ended. Whatever comes first, a
/// cancellation reaches the task and an ended task is let go.
struct CallTask: ~Copyable, Sendable {
  enum State {
    case starting
    case cancelledEarly
    case running(Task<Void, Never>)
    case ended
  }

  private let state = Mutex(State.starting)

  /// Takes note of the task, which may have ended already.
  borrowing func didStart(_ task: Task<Void, Never>) {
    let isCancelled = state.withLock { state in
      switch state {
      case .starting: state = .running(task)
      case .cancelledEarly: return true
      case .running, .ended: break
      }
      return false
    }
    if isCancelled { task.cancel() }
  }

  /// Cancels the task: now, or when it has started.
  borrowing func cancel() {
    let task: Task<Void, Never>? = state.withLock { state in
      if case .running(let task) = state { return task }
      if case .starting = state { state = .cancelledEarly }
      return nil
    }
    task?.cancel()
  }

  /// Lets the task go. Called by the task itself.
  borrowing func didEnd() { state.withLock { $0 = .ended } }
}
