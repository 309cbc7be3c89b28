internal import Synchronization

/// One at a time for each key, first come first served. Any thread.
final class KeyLocks: Sendable {
  /// How a wait ended.
  private enum Outcome: Sendable {
    case held
    case late
    case cancelled
  }

  private enum Wait: Sendable {
    case begins
    case waits(CheckedContinuation<Outcome, Never>)
    case ended(Outcome)
  }

  private struct State {
    var table = LockTable()
    /// Of the tickets that did not hold their key at once, until their wait is over.
    var waits: [LockTable.Ticket: Wait] = [:]
  }

  private let state = Mutex(State())
  private let clock: any LarkClock

  init(clock: any LarkClock) { self.clock = clock }

  /// Waits for the key, at most that long. The ticket is to be given back to `leave`; nil where
  /// the time ran out.
  func enter(
    _ key: PacingKey, milliseconds: Int64
  ) async throws(LarkFailure) -> LockTable.Ticket? {
    let (ticket, isHeld) = state.withLock { state in
      let entry = state.table.enter(key)
      if !entry.isHeld { state.waits[entry.ticket] = .begins }
      return entry
    }
    guard !isHeld else { return ticket }
    switch await wait(ticket, milliseconds) {
    case .held: return ticket
    case .late:
      leave(key, ticket)
      return nil
    case .cancelled:
      leave(key, ticket)
      throw .cancelled
    }
  }

  func leave(_ key: PacingKey, _ ticket: LockTable.Ticket) {
    let next = state.withLock { $0.table.leave(key, ticket) }
    if let next { end(next, .held) }
  }

  /// How many wait now.
  var waitingCount: Int { state.withLock { $0.waits.count } }

  private func wait(_ ticket: LockTable.Ticket, _ milliseconds: Int64) async -> Outcome {
    let clock = clock
    let timer = Task { [self] in
      do { try await clock.sleep(milliseconds: milliseconds) } catch { return }
      end(ticket, .late)
    }
    defer { timer.cancel() }
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let ended = state.withLock { state -> Outcome? in
          if case .ended(let outcome)? = state.waits[ticket] { return outcome }
          state.waits[ticket] = .waits(continuation)
          return nil
        }
        if let ended { continuation.resume(returning: ended) }
      }
    } onCancel: {
      end(ticket, .cancelled)
    }
    state.withLock { $0.waits[ticket] = nil }
    return outcome
  }

  /// The first outcome counts.
  private func end(_ ticket: LockTable.Ticket, _ outcome: Outcome) {
    let continuation = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
      switch state.waits[ticket] {
      case .begins?:
        state.waits[ticket] = .ended(outcome)
        return nil
      case .waits(let continuation)?:
        state.waits[ticket] = .ended(outcome)
        return continuation
      case .ended?, nil:
        return nil
      }
    }
    continuation?.resume(returning: outcome)
  }
}
