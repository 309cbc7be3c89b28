import JSON

/// The tasks of this process (extension io.modelcontextprotocol/tasks): calls that go on after
/// their request was answered, and what became of them.
///
/// Bounded and forgetful: a task goes when it did not change for its time to live, and finished
/// ones, oldest first, make room for new ones and for results; then those that wait for the answers
/// of a client which has not asked for them for a while. `now` is in milliseconds since 1970.
///
/// `Work` is what the host needs to cancel a task's call and to call its tool again. The table
/// holds it as long as the task is not finished, and gives it back where there is something to do.
package struct TaskTable<Work: Sendable>: Sendable {
  private let limits: TaskLimits
  private(set) var tasks: [String: TaskEntry<Work>] = [:]
  private var totalBytes = 0
  /// The ids of all finished tasks from `firstFinished` on, in the order in which they finished.
  private var finished: [String] = []
  private var firstFinished = 0

  /// No tasks.
  package init(limits: TaskLimits = TaskLimits()) { self.limits = limits }

  /// How many tasks there are, finished ones included.
  package var count: Int { tasks.count }

  /// Whether one of them works, or waits for its client.
  package var hasUnfinished: Bool { tasks.values.contains { !$0.view.status.isFinal } }

  /// Makes a task that works; it can be found from now on.
  ///
  /// - Parameters:
  ///   - id: unguessable, not used before, visible ASCII: it goes into a header.
  ///   - principal: who may ask for it: only the same again. Nil where callers are not known.
  ///   - tool: the name of the tool that was called.
  ///   - workBytes: what `work` keeps in memory, about.
  ///   - ttlMilliseconds: how long it is kept after its last change.
  /// - Throws: where too many tasks that run leave no room.
  package mutating func create(
    _ id: String, principal: String?, tool: String = "", work: Work, workBytes: Int = 0,
    now: Int64, ttlMilliseconds: Int64? = nil
  ) throws(TaskTableFull) -> TaskView {
    let view = TaskView(
      id: id, status: .working, createdAt: now, lastUpdatedAt: now,
      ttlMilliseconds: max(1, ttlMilliseconds ?? limits.ttlMilliseconds),
      pollIntervalMilliseconds: limits.pollIntervalMilliseconds)
    let entry = TaskEntry(
      view: view, principal: principal, tool: tool, work: work, workBytes: workBytes)
    if !makeRoom(for: entry.cost, count: 1) { forgetUnattended(now: now) }
    guard makeRoom(for: entry.cost, count: 1) else { throw TaskTableFull() }
    totalBytes += entry.cost
    tasks[id] = entry
    return view
  }

  /// Keeps what the tool says of a task that works, such as a progress message, where there is
  /// room for it.
  package mutating func note(_ id: String, _ message: String, now: Int64) {
    guard var entry = tasks[id], entry.view.status == .working else { return }
    let cost = entry.cost
    entry.view.message = message.prefix(utf8: limits.messageBytes)
    entry.view.lastUpdatedAt = now
    guard totalBytes - cost + entry.cost <= limits.totalBytes else { return }
    _ = store(entry)
  }

  /// Takes the reply in which a task's call ended: a result or an error, which finishes the task,
  /// or questions to the client (InputRequiredResult), for which it waits.
  ///
  /// Nothing changes where the task is finished or gone.
  ///
  /// - Returns: to resume at once where there is a state but no question.
  package mutating func settle(_ id: String, _ reply: MCPReply, now: Int64) -> TaskDemand<Work> {
    guard var entry = tasks[id], !entry.view.status.isFinal else { return .nothing }
    entry.view.lastUpdatedAt = now
    let demand = entry.settle(TaskOutcome(response: reply.body))
    return store(entry) ? demand : .nothing
  }

  /// Answers a client's request about a task.
  ///
  /// - Parameter permits: whether the caller may ask for a task of that tool; others are unknown.
  /// - Returns: the reply, and what the host does besides.
  package mutating func answer(
    _ request: TaskRequest, principal: String?, now: Int64,
    permits: (_ tool: String) -> Bool = { _ in true }
  ) -> (reply: MCPReply, demand: TaskDemand<Work>) {
    guard var entry = tasks[request.taskID], entry.principal == principal, permits(entry.tool)
    else {
      return (request.unknownTask(), .nothing)
    }
    switch request.kind {
    case .get:
      tasks[request.taskID]?.lastSeen = now
      return (request.described(entry.view), .nothing)
    case .cancel:
      guard let work = entry.cancel(now: now) else { return (request.acknowledged(), .nothing) }
      _ = store(entry)
      return (request.acknowledged(), .cancel(work))
    case .update(let inputResponses):
      guard let work = entry.work else { return (request.acknowledged(), .nothing) }
      let demand = entry.take(answers: inputResponses, now: now)
      return (request.acknowledged(), store(entry) ? demand : .cancel(work))
    }
  }

  /// Forgets the tasks that did not change for their time to live.
  ///
  /// - Returns: the calls of those that were not finished; they are cancelled.
  package mutating func expire(now: Int64) -> [Work] {
    let expired = tasks.values.filter {
      now - $0.view.lastUpdatedAt >= $0.view.ttlMilliseconds
    }
    for entry in expired { remove(entry) }
    if !expired.isEmpty {
      finished = finished[firstFinished...].filter { tasks[$0] != nil }
      firstFinished = 0
    }
    return expired.compactMap(\.work)
  }

  // MARK: - Room

  /// Puts a changed task back, which was not finished before.
  ///
  /// - Returns: false where there is no room for it: the task has failed then.
  private mutating func store(_ entry: TaskEntry<Work>) -> Bool {
    var entry = entry
    let id = entry.view.id
    totalBytes -= tasks[id]?.cost ?? 0
    let fits = makeRoom(for: entry.cost)
    if !fits { entry.finish(.failed, TaskOutcome.noRoom) }
    totalBytes += entry.cost
    tasks[id] = entry
    if entry.view.status.isFinal { finished.append(id) }
    return fits
  }

  /// Forgets the tasks that wait for a client which does not ask for them any more.
  private mutating func forgetUnattended(now: Int64) {
    for entry in tasks.values where entry.view.status == .inputRequired {
      let since = max(entry.lastSeen, entry.view.lastUpdatedAt)
      if now - since >= limits.unattendedMilliseconds { remove(entry) }
    }
  }

  /// Forgets finished tasks, oldest first, until there is room for so many bytes and tasks more.
  ///
  /// - Returns: false where those that are not finished leave no room.
  private mutating func makeRoom(for cost: Int, count: Int = 0) -> Bool {
    guard cost <= limits.totalBytes else { return false }
    while totalBytes + cost > limits.totalBytes || tasks.count + count > limits.tasks {
      guard firstFinished < finished.count else { return false }
      if let oldest = tasks[finished[firstFinished]] { remove(oldest) }
      firstFinished += 1
      if firstFinished * 2 > finished.count {
        finished.removeFirst(firstFinished)
        firstFinished = 0
      }
    }
    return true
  }

  private mutating func remove(_ entry: TaskEntry<Work>) {
    totalBytes -= entry.cost
    tasks[entry.view.id] = nil
  }
}

extension String {
  /// The longest start of that many bytes that cuts no character.
  fileprivate func prefix(utf8 count: Int) -> String {
    guard utf8.count > count else { return self }
    var end = utf8.index(utf8.startIndex, offsetBy: count)
    while end.samePosition(in: self) == nil { end = utf8.index(before: end) }
    return String(self[..<end])
  }
}
