internal import Synchronization

/// What a call wants done on a connection, from before it has one until somebody knows how it
/// ended.
final class Job: Sendable {
  typealias Body =
    @Sendable (Session, SessionKnowledge) throws(PostgresFailure) -> Void

  let id: PoolPlan.CallID
  let identity: Identity
  /// Of `MonotonicClock`, and the time that it was made of, for the error.
  let deadline: Int64
  let timeoutMilliseconds: Int
  let cancellation = Cancellation()
  private let body: Body
  private let ended: @Sendable (Job, PostgresFailure?) -> Void
  private let begun = Atomic(false)
  private let isOver = Atomic(false)

  /// - Parameter ended: told once, on any thread, why it failed; nil where it did not.
  init(
    id: PoolPlan.CallID, identity: Identity, deadline: Int64, timeoutMilliseconds: Int,
    body: @escaping Body, ended: @escaping @Sendable (Job, PostgresFailure?) -> Void
  ) {
    self.id = id
    self.identity = identity
    self.deadline = deadline
    self.timeoutMilliseconds = timeoutMilliseconds
    self.body = body
    self.ended = ended
  }

  /// Whether anything was sent for it.
  var hasBegun: Bool { begun.load(ordering: .acquiring) }

  /// On the thread of the session, whose context is that of this job.
  func run(_ session: Session, _ knowledge: SessionKnowledge) throws(PostgresFailure) {
    begun.store(true, ordering: .releasing)
    try body(session, knowledge)
  }

  /// Tells who waits. The first end counts.
  func end(_ failure: PostgresFailure?) {
    guard !isOver.exchange(true, ordering: .acquiringAndReleasing) else { return }
    ended(self, failure)
  }
}
