import Glibc
import JSON
import PluginABI
import Synchronization

/// A plugin in a worker process, as the host sees it: starts and restarts the worker, queues calls
/// while it is away, and carries calls and results over the socket.
final class WorkerPlugin: PluginBackend, CallCanceller, Supervised, @unchecked Sendable {
  // Sendable: `lines` is touched on the supervisor's thread only; `observer` is written once, by
  // `start`, before anything else runs; all else is `let` or behind `state`.

  /// The most bytes that wait for one worker to read them.
  static let maximumQueuedBytes = 64 << 20

  let name: String
  let settings: PluginSettings
  let state: Mutex<State>
  let log: PluginLog
  let signing: SigningService
  let supervisor: Supervisor
  private let path: String
  private let executable: String
  private var lines = LineBuffer()
  private(set) var observer = BackendObserver()

  init(
    file: PluginFile, settings: PluginSettings, executable: String,
    signer: (any RequestSigner)? = nil, supervisor: Supervisor, log: PluginLog,
    limits: WorkerLifecycle.Limits = .init()
  ) {
    self.name = file.name
    self.path = file.path
    self.settings = settings
    self.executable = executable
    self.signing = SigningService(plugin: file.name, services: settings.aws, signer: signer)
    self.supervisor = supervisor
    self.log = log
    self.state = Mutex(State(limits: limits, maximumCalls: settings.maximumCalls))
  }

  func start(_ observer: BackendObserver) {
    self.observer = observer
    supervisor.add(self)
    supervisor.perform { [self] in
      perform(state.withLock { $0.lifecycle.start(now: MonotonicClock.now) })
    }
  }

  // MARK: - Calls

  private enum Admission {
    case accepted(CallHandle)
    case refused(CallFailure)
  }

  func call(
    _ kind: RequestKind, _ request: toolrack_request, sink: any CallSink
  ) -> RunningCall? {
    let byteCount = RequestFrame.byteCount(request)
    guard byteCount <= FrameLimits.maximumPayloadBytes else {
      sink.failed(.tooLarge(name))
      return nil
    }
    let admission = state.withLock { state -> Admission in
      guard state.lifecycle.acceptsCalls else { return .refused(unavailable(state)) }
      guard state.queuedBytes < Self.maximumQueuedBytes,
        let handle = state.calls.insert(
          WorkerCall(sink: sink, kind: kind), byteCount: byteCount,
          deadline: request.deadline_nanoseconds)
      else { return .refused(.busy(name)) }
      var frame: [UInt8] = []
      RequestFrame.append(kind, request, call: handle.bits, to: &frame)
      if state.lifecycle.state == .ready {
        state.send(frame, handle)
      } else {
        state.queue(frame, handle)
      }
      return .accepted(handle)
    }
    switch admission {
    case .accepted(let handle):
      flush()
      return RunningCall(canceller: self, handle: handle)
    case .refused(let failure):
      sink.failed(failure)
      return nil
    }
  }

  func cancel(_ handle: CallHandle) {
    let mustTell = state.withLock { state in
      state.calls.answer(handle) && state.calls.entry(handle)?.isSent == true
    }
    if mustTell { sendCancel(handle) }
  }

  private func sendCancel(_ handle: CallHandle) {
    state.withLock { state in
      guard state.lifecycle.state == .ready else { return }
      state.outbox.append { $0.appendFrame(.cancel, call: handle.bits) }
    }
    flush()
  }

  func setSubscribed(_ isSubscribed: Bool, _ uri: URIKey) {
    state.withLock { $0.subscribed.set(isSubscribed, uri) }
    supervisor.wakeUp()  // The next tick tells the worker.
  }

  private func unavailable(_ state: borrowing State) -> CallFailure {
    switch state.lifecycle.state {
    case .quarantined(let until):
      let now = MonotonicClock.now
      let wait = until > now ? (until - now) / MonotonicClock.nanosecondsPerMillisecond : 0
      return .unavailable(name, "it crashed too often", retryAfterMilliseconds: wait)
    case .failed(let error):
      return .unavailable(name, error.description, retryAfterMilliseconds: nil)
    default:
      return .unavailable(name, "the host is shutting down", retryAfterMilliseconds: nil)
    }
  }

  /// Sends what waits, unless another thread does. Must be called without the lock.
  func flush() {
    while var batch = state.withLock({ $0.outbox.take() }) {
      let outcome = batch.send()
      let socket = batch.socket
      let mustWatch = state.withLock { $0.outbox.settle(batch, outcome) }
      if mustWatch { supervisor.waitToWrite(socket.number) }
      guard case .done = outcome else { return }
    }
  }

  // MARK: - On the supervisor's thread

  func writable(_ descriptor: Int32) {
    state.withLock { $0.outbox.becameWritable() }
    flush()
  }

  func readable(_ descriptor: Int32) {
    guard let process = state.withLock({ $0.process }), descriptor == process.output.number else {
      return
    }
    readOutput(process)
  }

  /// How much of a worker's output is taken at a time, so that a loud worker does not keep the
  /// supervisor from others.
  private static let outputBytesPerTurn = 64 << 10

  private func readOutput(_ process: WorkerProcess) {
    withUnsafeTemporaryAllocation(byteCount: Self.outputBytesPerTurn, alignment: 1) { buffer in
      let got = read(process.output.number, buffer.baseAddress, buffer.count)
      if got > 0 {
        for line in lines.append(UnsafeRawBufferPointer(rebasing: buffer[..<got])) {
          log(.info, name, line)
        }
      } else if got == 0 || errno != EAGAIN {
        supervisor.unwatch(process.output.number)
      }
    }
  }

  /// The socket is at its end, so the worker is gone or as good as gone. All that it said has been
  /// handled.
  func ended(_ process: WorkerProcess) {
    readOutput(process)
    for line in lines.finish() { log(.info, name, line) }
    supervisor.unwatch(process.socket.number)
    supervisor.unwatch(process.output.number)
    let exit = process.reap()
    let (lost, how, actions, whenEnded) = state.withLock { state in
      let how = state.killReason ?? exit
      let lost = state.workerEnded(begun: process.begun.count)
      let actions = state.lifecycle.exited(how, now: MonotonicClock.now)
      let whenEnded = state.stopDeadline == nil ? nil : state.takeWhenEnded()
      return (lost, how, actions, whenEnded)
    }
    let failure =
      whenEnded == nil
      ? CallFailure.crashed(name, how: how)
      : .unavailable(
        name, "the host was stopped before the call ended", retryAfterMilliseconds: nil)
    for call in lost { call.sink.failed(failure) }
    perform(actions)
    if whenEnded != nil { failWaitingCalls("the host is shutting down", nil) }
    observer.changed()
    whenEnded?()
  }

  func perform(_ actions: [WorkerLifecycle.Action]) {
    for action in actions {
      switch action {
      case .spawn: spawn()
      case .kill: state.withLock { $0.process }?.killNow()
      case .log(let level, let message): log(level, name, message)
      case .failWaitingCalls(let reason, let retryAfter): failWaitingCalls(reason, retryAfter)
      }
    }
  }

  private func spawn() {
    do throws(PluginLoadError) {
      let process = try WorkerProcess.spawn(executable: executable, name: name)
      state.withLock { $0.workerStarted(process, hello: hello) }
      supervisor.watchForWriting(process.socket.number, self)
      supervisor.watch(process.output.number, self)
      startReading(process)
      flush()
    } catch {
      let now = MonotonicClock.now
      perform(state.withLock { $0.lifecycle.spawnFailed(error.description, now: now) })
      observer.changed()
    }
  }

  private var hello: [UInt8] {
    WorkerHello(
      name: name, path: path, settings: settings.settings, egress: settings.egress,
      maximumCalls: settings.maximumCalls
    ).encoded
  }

  private func failWaitingCalls(_ reason: String, _ retryAfterNanoseconds: UInt64?) {
    let waiting = state.withLock { $0.removeWaiting() }
    let retry = retryAfterNanoseconds.map { $0 / MonotonicClock.nanosecondsPerMillisecond }
    for call in waiting {
      call.sink.failed(.unavailable(name, reason, retryAfterMilliseconds: retry))
    }
  }

  func tick(now: UInt64) -> UInt64? {
    let grace = settings.graceMilliseconds * MonotonicClock.nanosecondsPerMillisecond
    let (expired, actions, mustFlush, next) = state.withLock { state in
      let expired = state.calls.expire(now: now, grace: grace)
      let actions = state.lifecycle.tick(now: now)
      return (expired, actions, state.direct(now: now), state.nextTick)
    }
    if mustFlush { flush() }
    for expiry in expired { expire(expiry) }
    perform(actions)
    killIfStopTookTooLong(now)
    return next
  }

  private func expire(_ expiry: CallTable<WorkerCall>.Expiry) {
    switch expiry {
    case .deadline(let handle, let call):
      call.sink.failed(.timedOut(name))
      if call.isSent { sendCancel(handle) }
    case .grace(_, let call):
      guard call.isSent else { return }
      log(
        .error, name,
        "a call did not end within \(settings.graceMilliseconds) ms after its deadline; the worker "
          + "is killed")
      state.withLock { state in
        state.killReason = "killed, because a call did not end after its deadline"
        state.process?.killNow()
      }
    }
  }

  private func killIfStopTookTooLong(_ now: UInt64) {
    state.withLock { state in
      guard let deadline = state.stopDeadline, deadline <= now else { return }
      state.process?.killNow()
    }
  }

  // MARK: - Status and end

  var lists: PluginLists? { state.withLock { $0.lists } }

  var status: PluginStatus { state.withLock { $0.status(name) } }

  func stop(deadline: UInt64, _ ended: @escaping @Sendable () -> Void) {
    supervisor.perform { [self] in
      let isRunning = state.withLock { state in
        let isRunning = state.lifecycle.stop()
        guard isRunning, state.process != nil else { return false }
        state.whenEnded = ended
        state.stopDeadline = deadline
        state.outbox.append { $0.appendFrame(.quiesce) }
        return true
      }
      flush()
      failWaitingCalls("the host is shutting down", nil)
      if !isRunning { ended() }
    }
  }
}
