private import Synchronization

/// What other threads ask of the client's thread, in their order, and whether that thread is there.
final class TransferQueue: Sendable {
  enum Command: Sendable {
    case start(Submission)
    /// Completes an exchange that never starts, on the thread where completions run.
    case refuse(HTTPClientError, HTTPClientCompletion)
    case cancel(UInt64)

    /// The exchange's completion and how it ends if the command is never carried out.
    func abandoned(_ reason: HTTPClientError) -> (HTTPClientCompletion, HTTPClientError)? {
      switch self {
      case .start(let submission): (submission.completion, reason)
      case .refuse(let error, let completion): (completion, error)
      case .cancel: nil
      }
    }
  }

  /// What became of a command.
  enum Placement {
    /// It is in the queue, or there is nothing to do. Where there is a handle, it must be woken.
    case queued(wake: MultiHandle?)
    /// It is in the queue, and the thread is the caller's to start.
    case queuedFirst
    /// The thread has ended or cannot be had.
    case rejected(HTTPClientError)
  }

  private enum Phase {
    case idle, running
    case ended(HTTPClientError)
  }

  private struct State {
    var phase = Phase.idle
    var commands: [Command] = []
    /// Set while the thread waits and nobody has woken it yet.
    var sleeper: MultiHandle?
    var thread: ClientThread?
  }

  private let state = Mutex(State())

  /// [any]
  func put(_ command: Command) -> Placement {
    state.withLock { state in
      switch state.phase {
      case .ended(let reason): return .rejected(reason)
      case .idle:
        // There is nothing to cancel yet, and so no reason to start.
        if case .cancel = command { return .queued(wake: nil) }
        state.phase = .running
        state.commands.append(command)
        return .queuedFirst
      case .running:
        state.commands.append(command)
        return .queued(wake: state.sleeper.take())
      }
    }
  }

  /// [starter] Records the thread for `close`. Answers false where `close` was faster: then nobody
  /// waits for the thread.
  func record(_ thread: ClientThread) -> Bool {
    state.withLock { state in
      if case .ended(.closed) = state.phase { return false }
      state.thread = thread
      return true
    }
  }

  /// [loop] All commands since the last call; nil: the client has been shut down.
  func take() -> [Command]? {
    state.withLock { state in
      if case .ended = state.phase { return nil }
      let commands = state.commands
      state.commands.removeAll()
      return commands
    }
  }

  /// [loop] Answers whether to wait: `put` and `close` will wake that handle.
  func prepareToWait(_ multi: MultiHandle) -> Bool {
    state.withLock { state in
      guard case .running = state.phase, state.commands.isEmpty else { return false }
      state.sleeper = multi
      return true
    }
  }

  /// [loop] The wait is over.
  func wokeUp() {
    state.withLock { $0.sleeper = nil }
  }

  /// [any] Rejects all further commands with `reason` and answers those that are still here. A
  /// reason that is already set stays.
  func end(_ reason: HTTPClientError) -> [Command] {
    state.withLock { state in
      if case .ended = state.phase {} else { state.phase = .ended(reason) }
      let commands = state.commands
      state.commands.removeAll()
      return commands
    }
  }

  /// [any] Tells the thread to complete everything and end. Answers the thread, to whoever is
  /// first, and the handle to wake.
  func close() -> (thread: ClientThread?, wake: MultiHandle?) {
    state.withLock { state in
      state.phase = .ended(.closed)
      return (state.thread.take(), state.sleeper.take())
    }
  }
}

extension HTTPClientError {
  /// The reason that `shutdown` sets.
  static let closed = HTTPClientError(
    .cancelled, "The HTTP client has been shut down, and the exchange with it.")
}
