internal import JSON
internal import PluginKit
internal import Synchronization

/// The conversation with one child, from its start to its end.
final class StdioConnection: Sendable {
  private struct Waiter {
    let continuation: CheckedContinuation<Outcome, Never>
    let voice: RequestVoice?
    var alarm: Alarm?
  }

  private struct State {
    var channel: ChildChannel?
    var waiters: [Int64: Waiter] = [:]
    /// The subscriptions that were asked for, oldest first: more than one until the newest stands.
    var listening: [Int64] = []
    var lastID: Int64 = 0
    var end: String?
    var whenEnded: [CheckedContinuation<Void, Never>] = []
    var budget = LogBudget()
  }

  typealias Outcome = Result<JSONObject, UpstreamFailure>

  private let options: UpstreamOptions
  private let clock: UpstreamClock
  private let mailbox: EventMailbox
  /// Told once, when the child is gone.
  private let didEnd: @Sendable (String) -> Void
  private let state = Mutex(State())

  init(
    _ options: UpstreamOptions, _ clock: UpstreamClock, _ mailbox: EventMailbox,
    didEnd: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.options = options
    self.clock = clock
    self.mailbox = mailbox
    self.didEnd = didEnd
  }

  private var server: String { "The MCP server \"\(options.name)\"" }

  /// Starts the child. Once.
  func start(_ target: StdioTarget) throws(UpstreamFailure) {
    do {
      let channel = try ChildChannel.start(
        target, name: options.name, limitBytes: options.messageLimitBytes
      ) { self.take($0) }
      state.withLock { state in if state.end == nil { state.channel = channel } }
    } catch {
      throw UpstreamFailure(
        .unreachable, "\(server) cannot be started: \(error.text)", wasSent: false)
    }
  }

  /// Why the child is gone; nil while it lives.
  var end: String? { state.withLock { $0.end } }

  /// An id that no other request here has.
  func nextID() -> Int64 {
    state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
  }

  /// One request with all that it says, and its result. Nil as time-out: none.
  func request(
    _ id: Int64, _ method: String, _ params: JSONObject, call: Call? = nil,
    timeoutMilliseconds: Int?, tellsCancellation: Bool = true
  ) async throws(UpstreamFailure) -> JSONObject {
    let message = OutgoingMessage.request(id, method, params)
    let outcome: Outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let voice = call.map { RequestVoice($0, options, clock) }
        begin(id, message, Waiter(continuation: continuation, voice: voice))
        guard let timeoutMilliseconds else { return }
        setAlarm(id, milliseconds: timeoutMilliseconds, tellsCancellation)
      }
    } onCancel: {
      self.giveUp(id, .cancelled, tells: tellsCancellation)
    }
    return try outcome.get()
  }

  private func begin(_ id: Int64, _ message: [UInt8], _ waiter: Waiter) {
    let failure: UpstreamFailure? = state.withLock { state in
      // Either this sees the cancellation, or the cancellation finds the waiter.
      if Task.isCancelled { return .cancelled }
      guard state.end == nil, let channel = state.channel else { return ended(state.end, false) }
      switch channel.send(message) {
      case .full:
        return UpstreamFailure(.unreachable, "\(server) does not read its input.", wasSent: false)
      case .ended: return ended(nil, false)
      case .taken: break
      }
      state.waiters[id] = waiter
      channel.expects(true)
      return nil
    }
    if let failure { finish(waiter, .failure(failure)) }
  }

  /// Set when somebody waits already: an alarm that goes off at once finds it.
  private func setAlarm(_ id: Int64, milliseconds: Int, _ tellsCancellation: Bool) {
    let alarm = clock.alarm(UInt64(max(0, milliseconds))) {
      let text = "\(self.server) did not answer in time."
      self.giveUp(id, UpstreamFailure(.timeout, text, wasSent: true), tells: tellsCancellation)
    }
    let isLate = state.withLock { state in
      state.waiters[id]?.alarm = alarm
      return state.waiters[id] == nil
    }
    if isLate { alarm.cancel() }
  }

  private func finish(_ waiter: Waiter, _ outcome: Outcome) {
    waiter.alarm?.cancel()
    waiter.continuation.resume(returning: outcome)
  }

  private func ended(_ how: String?, _ wasSent: Bool) -> UpstreamFailure {
    UpstreamFailure(.ended, "\(server) \(how ?? "has ended").", wasSent: wasSent)
  }

  /// Ends the waiting for an answer, and tells the child.
  private func giveUp(_ id: Int64, _ failure: UpstreamFailure, tells: Bool) {
    guard let waiter = state.withLock({ removeWaiter(id, &$0) }) else { return }
    if tells { cancel(id) }
    finish(waiter, .failure(failure))
  }

  private func removeWaiter(_ id: Int64, _ state: inout State) -> Waiter? {
    let waiter = state.waiters.removeValue(forKey: id)
    if waiter != nil, state.waiters.isEmpty { state.channel?.expects(false) }
    return waiter
  }

  /// `subscriptions/listen` until the child ends it, or until a later one stands.
  func listen(_ params: JSONObject) async throws(UpstreamFailure) {
    let id = nextID()
    state.withLock { $0.listening.append(id) }
    defer { state.withLock { $0.listening.removeAll { $0 == id } } }
    _ = try await request(id, "subscriptions/listen", params, timeoutMilliseconds: nil)
  }

  private func giveUpListening(before id: Int64) {
    let older = state.withLock { state in
      state.listening.contains(id) ? state.listening.filter { $0 < id } : []
    }
    for id in older { giveUp(id, .cancelled, tells: true) }
  }

  /// Tells the child that a request is of no use any more.
  private func cancel(_ id: Int64) {
    tell(
      "notifications/cancelled",
      ["requestId": .number(JSONNumber(id)), "reason": "The client gave up."])
  }

  func tell(_ method: String, _ params: JSONObject) {
    send(OutgoingMessage.notification(method, params))
  }

  private func send(_ message: [UInt8]) {
    let channel = state.withLock { $0.channel }
    channel?.send(message)
  }

  /// Ends the child and waits until it is gone.
  func close() async {
    await withCheckedContinuation { continuation in
      let channel: ChildChannel? = state.withLock { state in
        guard state.end == nil, let channel = state.channel else { return nil }
        state.whenEnded.append(continuation)
        return channel
      }
      if let channel { channel.close() } else { continuation.resume() }
    }
  }
}

/// What the child says. On the channel's thread.
extension StdioConnection {
  private func take(_ event: ChildChannel.Event) {
    switch event {
    case .line(let line): take(line: line)
    case .diagnostic(let text): log(text)
    case .ended(let how): end(how)
    }
  }

  private func take(line: [UInt8]) {
    do {
      let messages = try IncomingMessage.all(in: line, limitBytes: options.messageLimitBytes)
      for message in messages { take(message) }
    } catch {
      log("wrote a line to its output that \(error.text)")
    }
  }

  private func take(_ message: IncomingMessage) {
    switch message {
    case .result(let id, let result): answer(id, .success(result))
    case .error(let id?, let error):
      answer(id, .failure(StatusFailure(server: server).rpc(error)))
    case .error(nil, let error): log("answered \(error.code): \(error.message)")
    case .request(let id, let method): send(OutgoingMessage.answer(to: id, method: method))
    case .notification(let method, let params):
      if let notice = Notice(method, params) { take(notice, params) }
    }
  }

  private func answer(_ id: Int64, _ outcome: Outcome) {
    let waiter = state.withLock { removeWaiter(id, &$0) }
    if let waiter { finish(waiter, outcome) }
  }

  private func take(_ notice: Notice, _ params: JSONObject) {
    switch notice {
    case .progress(let token, _, _, _):
      let voice = token?.integer.flatMap { token in state.withLock { $0.waiters[token]?.voice } }
      notice.pass(to: voice, mailbox)
    case .log:
      // Nothing says whose it is, unless only one request runs.
      let voices = state.withLock { $0.waiters.values.compactMap(\.voice) }
      notice.pass(to: voices.count == 1 ? voices[0] : nil, mailbox)
    case .acknowledged:
      let id = params["_meta"]?["io.modelcontextprotocol/subscriptionId"]?.integer
      if let id { giveUpListening(before: id) }
    case .event(let event): mailbox.put(event)
    }
  }

  private func log(_ text: String) {
    let now = clock.now()
    let lines = state.withLock { $0.budget.lines(for: text, at: now) }
    for line in lines { options.log(.notice, "\(options.name): \(line)") }
  }

  private func end(_ how: String) {
    let (waiters, whenEnded) = state.withLock { state in
      state.end = how
      state.channel = nil
      defer {
        state.waiters = [:]
        state.whenEnded = []
      }
      return (Array(state.waiters.values), state.whenEnded)
    }
    for waiter in waiters { finish(waiter, .failure(ended(how, true))) }
    didEnd("\(server) \(how).")
    for waiting in whenEnded { waiting.resume() }
  }
}
