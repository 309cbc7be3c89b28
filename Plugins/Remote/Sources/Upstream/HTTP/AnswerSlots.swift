internal import Synchronization

/// How many answers to a server's own requests are on their way to it: each is an exchange of the
/// host's, of which all targets together have so many. Any thread.
final class AnswerSlots: Sendable {
  /// Requests beyond get no answer.
  static let maximumCount = 4

  private let count = Mutex(0)

  /// False where there are as many as may be. Otherwise `leave` must follow.
  func enter() -> Bool {
    count.withLock { count in
      guard count < Self.maximumCount else { return false }
      count += 1
      return true
    }
  }

  func leave() { count.withLock { $0 -= 1 } }
}
