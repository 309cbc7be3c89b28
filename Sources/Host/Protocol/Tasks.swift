import MCP
import PluginHost
import Synchronization

/// Calls that outlive their request (extension io.modelcontextprotocol/tasks): kept in memory,
/// found by an id that nobody can guess, by the caller that made them. Any thread.
final class Tasks: Sendable {
  /// How long a task is kept when the time of its call is over.
  static let keptMilliseconds: Int64 = 300_000

  private let table = Mutex(TaskTable<TaskWork>())

  /// Makes a task of a call, answers with it, and begins the work. False where there is no room for
  /// another task and the client may as well wait for the result.
  func start(
    _ call: MCPCall, _ target: CallTarget, _ round: CallRounds.Round, _ caller: Caller,
    _ channel: some ReplyChannel, _ service: Service
  ) -> Bool {
    let work = TaskWork(
      call: call, target: target, caller: caller,
      channel: TaskChannel(id: Token.random(), tasks: self), service: service)
    let view = table.withLock { table in
      try? table.create(
        work.channel.id, principal: caller.principal, tool: target.name, work: work,
        workBytes: call.bytes.count, now: Timestamp.milliseconds,
        ttlMilliseconds: target.owner.taskTimeoutMilliseconds + Self.keptMilliseconds)
    }
    guard let view else {
      if case .allowed = call.taskMode { return false }
      channel.reply(
        call.toolError("Too many tasks are running, so this one was not begun. Try again later."))
      return true
    }
    channel.reply(call.taskCreated(view))
    work.begin(round)
    return true
  }

  /// Answers a client's question about a task; one of a tool that is not permitted is unknown.
  func handle(
    _ request: TaskRequest, _ caller: Caller, _ channel: some ReplyChannel,
    permits: (_ tool: String) -> Bool
  ) {
    let (reply, demand) = table.withLock { table in
      table.answer(
        request, principal: caller.principal, now: Timestamp.milliseconds, permits: permits)
    }
    channel.reply(reply)
    perform(demand)
  }

  /// Whether a task works, or waits for its client.
  var areRunning: Bool { table.withLock { $0.hasUnfinished } }

  /// Forgets tasks whose time is over; what still runs of them is cancelled.
  func expire() {
    for work in table.withLock({ $0.expire(now: Timestamp.milliseconds) }) { work.cancel() }
  }

  /// Gives up all tasks: nobody can ask for them any more.
  func end() {
    for work in table.withLock({ $0.expire(now: .max) }) { work.cancel() }
  }

  fileprivate func note(_ id: String, _ message: String) {
    table.withLock { $0.note(id, message, now: Timestamp.milliseconds) }
  }

  fileprivate func settle(_ id: String, _ reply: MCPReply) {
    perform(table.withLock { $0.settle(id, reply, now: Timestamp.milliseconds) })
  }

  private func perform(_ demand: TaskDemand<TaskWork>) {
    switch demand {
    case .nothing: return
    case .cancel(let work): work.cancel()
    case .resume(let work, let answers): work.resume(answers)
    }
  }
}

/// The call of a task, through all its rounds.
final class TaskWork: Sendable {
  fileprivate let channel: TaskChannel
  private let call: MCPCall
  private let target: CallTarget
  private let caller: Caller
  private let service: Service
  private struct State {
    var run: CallRun?
    var rounds = 0
    var isCancelled = false
  }

  private let state = Mutex(State())

  fileprivate init(
    call: MCPCall, target: CallTarget, caller: Caller, channel: TaskChannel, service: Service
  ) {
    self.call = call
    self.target = target
    self.caller = caller
    self.channel = channel
    self.service = service
  }

  fileprivate func begin(_ round: CallRounds.Round) {
    let next = CallRun(
      call, target: target, caller: caller, channel: channel, isTask: true, service: service)
    let (isCancelled, rounds) = state.withLock { state in
      state.run = next
      state.rounds += 1
      return (state.isCancelled, state.rounds)
    }
    guard !isCancelled else { return }
    guard rounds <= CallRounds.maximumRounds else {
      return channel.reply(call.tooManyRounds)
    }
    _ = next.start(round)
  }

  /// The client has answered all questions; the state, which never left the host, is as it was.
  fileprivate func resume(_ answers: TaskAnswers) {
    var round = CallRounds.Round(responses: answers.inputResponses)
    if let sealed = answers.requestState {
      guard let state = service.open(sealed, of: call, target, caller) else {
        return channel.reply(call.stateRefused())
      }
      round.state = state
    }
    begin(round)
  }

  /// A run that is only about to start is ended before it does: it then cancels what it started.
  fileprivate func cancel() {
    let run = state.withLock { state in
      state.isCancelled = true
      return state.run
    }
    run?.cancel()
  }
}

/// Where a task's call answers: into the table of tasks.
private struct TaskChannel: ReplyChannel {
  let id: String
  let tasks: Tasks

  func reply(_ reply: MCPReply) { tasks.settle(id, reply) }

  func accepted() {}

  func notify(_ message: [UInt8]) {}

  func note(_ message: String) { tasks.note(id, message) }

  func replyAfterNotifications(_ reply: MCPReply) { self.reply(reply) }

  func cancelled() {}
}
