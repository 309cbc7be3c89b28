import MCP
import PluginABI
import PluginHost
import Synchronization

/// One request that a plugin answers, in as many rounds as it takes: hears what the plugin says,
/// asks the client where the plugin wants that, and answers the client, once. Any thread.
final class CallRun: CallSink {
  private struct State {
    var rounds = CallRounds()
    var channel: any ReplyChannel
    var hasNotified = false
    var lastProgress = -Double.infinity
    var running: RunningCall?
    /// The ids of the questions that a legacy client has not answered.
    var questions: [String] = []
    /// What is to be done when the call ends, besides the answer.
    var whenDone: (@Sendable (CallRun) -> Void)?

    /// Sends a message ahead of the answer.
    mutating func notify(_ message: [UInt8]) {
      hasNotified = true
      channel.notify(message)
    }
  }

  let call: MCPCall
  let caller: Caller
  private let target: CallTarget
  private let isTask: Bool
  // Unmanaged, to count no reference that all threads share: a service is kept for ever by the
  // plugins that it observes (`Service.init`).
  private let unmanagedService: Unmanaged<Service>
  private var service: Service { unmanagedService.takeUnretainedValue() }
  private let state: Mutex<State>

  init(
    _ call: MCPCall, target: CallTarget, caller: Caller, channel: any ReplyChannel,
    isTask: Bool = false, service: Service
  ) {
    self.call = call
    self.target = target
    self.caller = caller
    self.isTask = isTask
    self.unmanagedService = Unmanaged.passUnretained(service)
    self.state = Mutex(State(channel: channel))
  }

  /// The request's id as raw JSON.
  var requestID: [UInt8] { Array(call.id) }

  /// Whether closing the response stream cancels the call: MCP 2026-07-28, Streamable HTTP. Before
  /// that, a lost connection is not a cancellation.
  var endsWithConnection: Bool { call.isModern }

  // MARK: - Rounds

  /// Hands the call to its plugin. Returns whether it still runs.
  func start(_ round: CallRounds.Round) -> Bool {
    run(round, number: 1)
    return state.withLock { !$0.rounds.isDone }
  }

  private func run(_ round: CallRounds.Round, number: Int) {
    let running = PluginRequest.with(call, target, caller, round) { request in
      unmanagedService._withUnsafeGuaranteedRef {
        target.start(on: $0.plugins, request, isTask: isTask, sink: self)
      }
    }
    guard let running else { return }
    let isOver = state.withLock { state in
      if state.rounds.number == number { state.running = running }
      return state.rounds.isDone
    }
    if isOver { running.cancel() }
  }

  func completed(_ result: UnsafePointer<toolrack_result>) {
    guard result.pointee.has(TOOLRACK_RESULT_INPUT_REQUIRED) else {
      let (reply, fault) = ResultEncoder.encode(result.pointee, for: call)
      if let fault { report(fault) }
      return finish(reply)
    }
    let requests = [UInt8](result.pointee.input_requests.buffer)
    let opaque = [UInt8](result.pointee.state.buffer)
    ask(requests, state: opaque)
  }

  func failed(_ failure: CallFailure) {
    finish(ResultEncoder.encode(failure, for: call))
  }

  private func report(_ fault: String) {
    service.logger.write(.error, "\(target.title) gave \(fault)", plugin: target.owner.plugin)
  }

  // MARK: - Asking the client

  private func ask(_ requests: [UInt8], state opaque: [UInt8]) {
    if call.isModern {
      finish(modernQuestion(requests, state: opaque))
    } else {
      askLegacyClient(requests, state: opaque)
    }
  }

  private func modernQuestion(_ requests: [UInt8], state opaque: [UInt8]) -> MCPReply {
    guard !opaque.isEmpty else { return call.inputRequired(requests: requests, state: nil) }
    do {
      let sealed = try service.seal(opaque, of: call, target, caller)
      return call.inputRequired(requests: requests, state: sealed)
    } catch {
      report("a state that cannot be kept: \(error)")
      return call.toolError("The tool asks in a way that this server cannot pass on: \(error)")
    }
  }

  private func askLegacyClient(_ requests: [UInt8], state opaque: [UInt8]) {
    guard !requests.isEmpty else { return send([], state: opaque) }
    switch call.questions(requests) {
    case .reply(let reply): finish(reply)
    case .questions(let questions): send(questions, state: opaque)
    }
  }

  /// Sends the questions on the call's own stream; where there are none, the next round begins.
  private func send(_ questions: [ClientQuestion], state opaque: [UInt8]) {
    let named = questions.map { (id: Token.random(), question: $0) }
    let ids = named.map(\.id)
    guard service.questions.add(ids, of: self, to: caller) else { return finish(cannotAsk) }
    let keys = Dictionary(uniqueKeysWithValues: named.map { ($0.id, $0.question.key) })
    let deadline = MonotonicClock.now + service.answerNanoseconds
    // Under the lock, so that no question follows the answer.
    let isAsked = state.withLock { state in
      guard state.rounds.mayAsk, state.rounds.ask(keys, state: opaque, deadline: deadline) else {
        return false
      }
      state.questions = ids
      for (id, question) in named { state.notify(question.message(id: id)) }
      return true
    }
    guard isAsked else {
      service.questions.remove(ids)
      return finish(cannotAsk)
    }
    if named.isEmpty { perform(state.withLock { $0.rounds.goOn() }) }
  }

  private var cannotAsk: MCPReply {
    call.toolError(
      "This has to ask you something first, which cannot be done now: not more than "
        + "\(CallRounds.maximumRounds) times, and not while too many others are being asked.")
  }

  /// A legacy client answered one of its questions.
  func answered(_ id: String, _ outcome: ClientAnswer.Outcome) {
    let action = state.withLock { state in
      state.questions.removeAll { $0 == id }
      return switch outcome {
      case .result(let json): state.rounds.answer(id, with: json)
      case .error(let message): state.rounds.refuse(id, message)
      }
    }
    perform(action)
  }

  private func perform(_ action: CallRounds.Action) {
    switch action {
    case .wait: return
    case .run(let round): run(round, number: state.withLock { $0.rounds.number })
    case .fail(let message): finish(call.toolError(message))
    }
  }

  /// The connection on which the client was asked is gone: it may still answer, but not for long.
  func clientLeft() {
    let latest = MonotonicClock.now + CallRounds.goneNanoseconds
    state.withLock { $0.rounds.shorten(to: latest) }
  }

  /// Gives up waiting for a client that does not answer its questions.
  func expire(now: UInt64) {
    guard state.withLock({ $0.rounds.isOverdue(now: now) }) else { return }
    finish(call.toolError("The question was not answered in time, so nothing was done."))
  }

  // MARK: - The end

  /// Registers what is to be done with it when the call ends. False where it has ended.
  func whenDone(_ action: @escaping @Sendable (CallRun) -> Void) -> Bool {
    state.withLock { state in
      guard !state.rounds.isDone else { return false }
      state.whenDone = action
      return true
    }
  }

  /// Nobody waits any more: no answer is sent, the plugin is told.
  func cancel() {
    guard let ended = end() else { return }
    ended.running?.cancel()
    ended.channel.cancelled()
    ended.whenDone?(self)
  }

  private func finish(_ reply: MCPReply) {
    guard let ended = end() else { return }
    if ended.hasNotified {
      ended.channel.replyAfterNotifications(reply)
    } else {
      ended.channel.reply(reply)
    }
    ended.whenDone?(self)
  }

  /// What the end of a request needs.
  private struct Ended {
    let channel: any ReplyChannel
    let hasNotified: Bool
    let running: RunningCall?
    let questions: [String]
    let whenDone: (@Sendable (CallRun) -> Void)?
  }

  /// Ends the request, once.
  private func end() -> Ended? {
    let ended = state.withLock { state -> Ended? in
      guard state.rounds.end() else { return nil }
      return Ended(
        channel: state.channel, hasNotified: state.hasNotified, running: state.running,
        questions: state.questions, whenDone: state.whenDone)
    }
    if let ended, !ended.questions.isEmpty { service.questions.remove(ended.questions) }
    return ended
  }

  // MARK: - What the plugin says meanwhile

  func progressed(done: Double, total: Double, message: UnsafeRawBufferPointer) {
    if isTask { note(message) }
    guard call.progressToken != nil else { return }
    let notification = call.progressNotification(
      done, of: total == 0 ? nil : total, message: message)
    guard let notification else { return }
    // Under the lock, so that no notification follows the answer.
    state.withLock { state in
      guard !state.rounds.isDone, done > state.lastProgress else { return }
      state.lastProgress = done
      state.notify(notification)
    }
  }

  private func note(_ message: UnsafeRawBufferPointer) {
    guard !message.isEmpty else { return }
    state.withLock { $0.channel }.note(String(decoding: message, as: UTF8.self))
  }

  func logged(
    _ level: PluginLog.Level, message: UnsafeRawBufferPointer, fields: UnsafeRawBufferPointer
  ) {
    guard let level = LogLevel(rawValue: UInt8(level.rawValue)) else { return }
    let notification = call.logNotification(
      level, logger: target.owner.plugin, message: message, fields: fields)
    guard let notification else { return }
    state.withLock { state in
      guard !state.rounds.isDone else { return }
      state.notify(notification)
    }
  }

  func closesStream() {
    guard call.revision == .november2025 else { return }
    state.withLock { state in
      guard !state.rounds.isDone, let resumed = state.channel.suspended(service.resumptions, caller)
      else {
        return
      }
      state.channel = resumed
      state.hasNotified = true
    }
  }

  /// Keeps what is between here and the client from taking the stream for dead.
  func keepAlive() {
    state.withLock { state in
      guard !state.rounds.isDone else { return }
      state.hasNotified = state.channel.keepAlive() || state.hasNotified
    }
  }
}

extension MCPCall {
  /// The answer to a plugin that asks again and again.
  var tooManyRounds: MCPReply {
    toolError(
      "It asked \(CallRounds.maximumRounds) times and still wants to know more; it was stopped.")
  }
}
