internal import Synchronization

/// A streamed body between the host's thread, which appends to it, and the task that reads it. Any
/// thread.
final class BodyChannel: Sendable {
  typealias Waiter = CheckedContinuation<BodyBuffer.Reading, Never>

  private struct State {
    var buffer = BodyBuffer()
    var waiter: Waiter?
    var isClaimed = false

    /// The reader that waits and what it gets, where there are both.
    mutating func settle() -> (Waiter, BodyBuffer.Reading)? {
      guard let waiter, let reading = buffer.next() else { return nil }
      self.waiter = nil
      return (waiter, reading)
    }
  }

  private let state = Mutex(State())

  /// True once: for the one who reads.
  func claim() -> Bool {
    state.withLock { state in
      defer { state.isClaimed = true }
      return !state.isClaimed
    }
  }

  /// Copies a part. False where nothing is taken any more.
  func append(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let (isTaken, settled) = state.withLock { state in
      let isTaken = state.buffer.append(bytes)
      return (isTaken, state.settle())
    }
    resume(settled)
    return isTaken
  }

  /// No part comes any more.
  func end(_ failure: HTTPFailure?) {
    resume(
      state.withLock { state in
        state.buffer.end(failure)
        return state.settle()
      })
  }

  /// Nobody wants the rest.
  func abandon() {
    resume(
      state.withLock { state in
        state.buffer.abandon()
        return state.settle()
      })
  }

  /// What comes next; waits for it.
  func next(isolation: isolated (any Actor)? = #isolation) async -> BodyBuffer.Reading {
    if let reading = state.withLock({ $0.buffer.next() }) { return reading }
    return await withCheckedContinuation { wait($0) }
  }

  private func wait(_ waiter: Waiter) {
    let reading: BodyBuffer.Reading? = state.withLock { state in
      if let reading = state.buffer.next() { return reading }
      guard state.waiter == nil else { return .failure(.readTwice) }
      state.waiter = waiter
      return nil
    }
    if let reading { waiter.resume(returning: reading) }
  }

  private func resume(_ settled: (waiter: Waiter, reading: BodyBuffer.Reading)?) {
    if let settled { settled.waiter.resume(returning: settled.reading) }
  }
}

extension HTTPFailure {
  /// Two readers would each get some of it.
  static let readTwice = HTTPFailure(
    .refused, "The body of a streamed response can be read once, by one task at a time.")
}
