internal import Synchronization

/// The connections of one login, each with a thread of its own that does one job after the other.
final class Pool: Sendable {
  private enum Message: Sendable {
    case run(Job)
    case close
  }

  private struct State {
    var plan: PoolPlan
    /// What waits for a connection.
    var jobs: [PoolPlan.CallID: Job] = [:]
    var connections: [PoolPlan.ConnectionID: Mailbox<Message>] = [:]
    var running: [PoolPlan.ConnectionID: Job] = [:]
    var isWatched = false
    var facts: ServerFacts?

    /// Takes note of what the plan says; what is left to do without the lock.
    mutating func effect(_ action: PoolPlan.Action) -> Effect? {
      switch action {
      case .run(let call, let connection):
        guard let job = jobs.removeValue(forKey: call), let mailbox = connections[connection]
        else { return nil }
        running[connection] = job
        return .deliver(.run(job), mailbox)
      case .close(let connection):
        return connections.removeValue(forKey: connection).map { .deliver(.close, $0) }
      case .open(let connection):
        connections[connection] = Mailbox()
        return .open(connection)
      case .fail(let call, let failure):
        return jobs.removeValue(forKey: call).map { .fail($0, failure) }
      }
    }
  }

  private enum Effect {
    case deliver(Message, Mailbox<Message>)
    case fail(Job, PostgresFailure)
    case open(PoolPlan.ConnectionID)
  }

  /// How often deadlines of what waits are looked at.
  private static let watchMilliseconds: Int64 = 50
  /// How long an ending pool waits for what runs.
  private static let stopMilliseconds: Int64 = 4_000

  let knowledge: LoginKnowledge
  private let opener: SessionOpener
  private let state: Mutex<State>
  private let lastCall = Atomic<UInt64>(0)

  init(_ opener: SessionOpener, limits: PoolPlan.Limits, log: @escaping LoginKnowledge.Log) {
    self.opener = opener
    knowledge = LoginKnowledge(opener, log: log)
    state = Mutex(State(plan: PoolPlan(alias: opener.settings.alias, limits: limits)))
  }

  /// A number that no other call of this pool has.
  func newCall() -> PoolPlan.CallID { lastCall.add(1, ordering: .relaxed).newValue }

  /// Does a job, as soon as there is a connection. Returns at once.
  func submit(_ job: Job) {
    act { state, now in
      state.jobs[job.id] = job
      return state.plan.request(job.id, deadline: job.deadline, now: now)
    }
    // A cancellation that came before the job was in the queue found nothing there.
    if job.cancellation.isCancelled { withdraw(job) }
  }

  /// Ends a job, wherever it is.
  func cancel(_ job: Job) {
    job.cancellation.cancel()
    withdraw(job)
  }

  /// Takes a job out of the queue; nothing where it is not there.
  private func withdraw(_ job: Job) {
    let isWaiting = state.withLock { state in
      guard state.plan.cancelled(job.id) else { return false }
      state.jobs[job.id] = nil
      return true
    }
    if isWaiting { job.end(.cancelled) }
  }

  /// Adds what is known of this pool.
  func add(to status: inout DatabaseStatus) {
    state.withLock { state in
      status.open += state.plan.openCount
      status.busy += state.plan.busyCount
      status.waiting += state.plan.waitingCount
      status.lastFailure = status.lastFailure ?? state.plan.failure
      status.facts = status.facts ?? state.facts
    }
    for finding in knowledge.findings where !status.findings.contains(finding) {
      status.findings.append(finding)
    }
  }

  /// Closes every connection; what runs is cancelled.
  func stop() async {
    act { state, _ in state.plan.stop() }
    for job in state.withLock({ Array($0.running.values) }) { job.cancellation.cancel() }
    let end = MonotonicClock.now() + Self.stopMilliseconds * 1_000_000
    while !state.withLock({ $0.plan.isEmpty }), MonotonicClock.now() < end {
      try? await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Lets the plan decide, and does what it says. Nobody is woken with the lock held: who wakes
  /// would wait for it.
  private func act(_ decide: (inout State, Int64) -> [PoolPlan.Action]) {
    let now = MonotonicClock.now()
    let (effects, beginsWatch) = state.withLock { state in
      let effects = decide(&state, now).compactMap { state.effect($0) }
      guard !state.isWatched, state.plan.waitingCount > 0 else { return (effects, false) }
      state.isWatched = true
      return (effects, true)
    }
    for effect in effects {
      switch effect {
      case .deliver(let message, let mailbox): mailbox.put(message)
      case .fail(let job, let failure): job.end(failure)
      case .open(let connection): start(connection)
      }
    }
    if beginsWatch { watch() }
  }

  private func start(_ connection: PoolPlan.ConnectionID) {
    let isStarted = ConnectionThread.start(name: "pg-\(opener.settings.alias)") { [self] in
      serve(connection)
    }
    if !isStarted { didNotOpen(connection, .refused("No thread can be started; memory is short.")) }
  }

  /// The life of a connection, on its thread.
  private func serve(_ connection: PoolPlan.ConnectionID) {
    guard let mailbox = state.withLock({ $0.connections[connection] }) else { return }
    let session: Session
    do throws(PostgresFailure) {
      session = try opener.open()
    } catch {
      return didNotOpen(connection, error)
    }
    defer { session.close() }
    do throws(PostgresFailure) {
      try knowledge.admit(session)
      guard session.isUsable else { throw .connectionLost("The connection ended at once.") }
    } catch {
      return didNotOpen(connection, error)
    }
    act { state, now in
      state.facts = session.facts
      return state.plan.opened(connection, age: opener.age(of: session.facts), now: now)
    }
    let idle = state.withLock { $0.plan.limits.idleNanoseconds }
    // Ends only with what the plan knows: it must not give a job to a thread that has gone.
    while true {
      switch mailbox.take(until: MonotonicClock.now() + idle) {
      case .run(let job):
        guard run(job, session, connection) else { return }
      case .close: return
      case nil:
        let isOver = state.withLock { state in
          guard state.plan.idled(connection, now: MonotonicClock.now()) else { return false }
          state.connections[connection] = nil
          return true
        }
        if isOver { return }
      }
    }
  }

  private func didNotOpen(_ connection: PoolPlan.ConnectionID, _ failure: PostgresFailure) {
    knowledge.isDoubtful()
    act { state, now in
      state.connections[connection] = nil
      return state.plan.openFailed(connection, failure, now: now)
    }
  }

  /// False where the connection is of no more use.
  private func run(
    _ job: Job, _ session: Session, _ connection: PoolPlan.ConnectionID
  ) -> Bool {
    let failure = result(of: job, session)
    let condition: PoolPlan.Condition =
      session.isFree ? .usable : failure?.isLoss == true ? .lost : .spent
    if condition == .lost { knowledge.isDoubtful() }
    act { state, now in
      state.running[connection] = nil
      if condition != .usable { state.connections[connection] = nil }
      return state.plan.released(connection, condition, now: now)
    }
    // After the connection is free: who is told may ask at once for another call.
    job.end(failure)
    OpeningPages.release()
    return condition == .usable
  }

  private func result(of job: Job, _ session: Session) -> PostgresFailure? {
    guard !job.cancellation.isCancelled else { return .cancelled }
    guard MonotonicClock.now() < job.deadline else {
      return .deadline(milliseconds: job.timeoutMilliseconds)
    }
    guard session.isUsable else { return .connectionLost("The server ended the connection.") }
    do throws(PostgresFailure) {
      let known = try knowledge.of(session, job)
      session.context = opener.context(job)
      try job.run(session, known)
      return nil
    } catch {
      return error
    }
  }

  /// While something waits, a task looks at the deadlines.
  private func watch() {
    Task { [self] in
      while state.withLock({ state in
        state.isWatched = state.plan.waitingCount > 0
        return state.isWatched
      }) {
        try? await Task.sleep(for: .milliseconds(Self.watchMilliseconds))
        act { state, now in state.plan.looked(now: now) }
      }
    }
  }
}
