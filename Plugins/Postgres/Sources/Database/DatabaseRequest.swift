internal import Synchronization

/// One thing asked of a database, from the first attempt to its end. Any thread.
final class DatabaseRequest<R: Sendable>: Sendable {
  typealias Body = @Sendable (Session, SessionKnowledge) throws(PostgresFailure) -> R

  private struct State {
    var job: Job?
    var attempts = 0
    var isCancelled = false
    var result: R?
  }

  private static var maximumAttempts: Int { 2 }

  private let route: Database.Route
  private let body: Body
  private let completion: @Sendable (Result<R, PostgresFailure>) -> Void
  private let state = Mutex(State())

  init(
    _ route: Database.Route, _ body: @escaping Body,
    completion: @escaping @Sendable (Result<R, PostgresFailure>) -> Void
  ) {
    self.route = route
    self.body = body
    self.completion = completion
  }

  /// Does it. Returns at once; the completion may come before that.
  func begin() {
    let job = Job(
      id: route.pool.newCall(), identity: route.identity, deadline: route.deadline,
      timeoutMilliseconds: route.timeoutMilliseconds
    ) { [self] (session, knowledge) throws(PostgresFailure) in
      let result = try body(session, knowledge)
      state.withLock { $0.result = result }
    } ended: { [self] job, failure in
      ended(job, failure)
    }
    let isCancelled = state.withLock { state in
      state.job = job
      state.attempts += 1
      return state.isCancelled
    }
    if isCancelled { job.cancellation.cancel() }
    route.pool.submit(job)
  }

  /// Nobody waits any more.
  func cancel() {
    let job = state.withLock { state in
      state.isCancelled = true
      return state.job
    }
    if let job { route.pool.cancel(job) }
  }

  private func ended(_ job: Job, _ failure: PostgresFailure?) {
    let (result, isFirst) = state.withLock { state in
      let result = state.result
      state.result = nil
      state.job = nil
      return (result, state.attempts < Self.maximumAttempts)
    }
    guard let failure else {
      return completion(result.map(Result.success) ?? .failure(.cancelled))
    }
    // An idle connection may be gone; then nothing was sent.
    let isRepeated =
      job.hasBegun ? route.access == .read && failure.isWorthRepeating : failure.isLoss
    guard isRepeated, isFirst else { return completion(.failure(failure)) }
    begin()
  }
}
