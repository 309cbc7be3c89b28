internal import Synchronization

/// Wakes one task that waits for something to do. A signal that comes while nobody waits is kept.
final class Signal: Sendable {
  private struct State {
    var isRaised = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// Wakes the waiter, or lets the next wait end at once.
  func raise() {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      defer { state.waiter = nil }
      if state.waiter == nil { state.isRaised = true }
      return state.waiter
    }
    waiter?.resume()
  }

  /// Waits until it is raised, the time is over (nil: never), or the task is cancelled. One task at
  /// a time.
  func wait(milliseconds: UInt64?) async {
    let alarm = milliseconds.map { milliseconds in
      Task {
        if await UpstreamClock.system.sleep(milliseconds) { self.raise() }
      }
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let isRaised = state.withLock { state in
          guard !state.isRaised, !Task.isCancelled else {
            state.isRaised = false
            return true
          }
          state.waiter = waiter
          return false
        }
        if isRaised { waiter.resume() }
      }
    } onCancel: {
      self.raise()
    }
    alarm?.cancel()
  }
}
