import PluginABI
import Synchronization

/// What a worker says, all on a thread that reads this worker only: what is made of its results,
/// however long that takes, keeps neither another plugin nor the supervisor waiting. No byte is
/// trusted: a malformed frame throws, which ends the worker.
extension WorkerPlugin {
  /// [supervisor] Reads until the worker's end of the socket closes, then reports that it ended.
  func startReading(_ process: WorkerProcess) {
    let status = DetachedThread.start(name: "read-\(name)", stackBytes: CallThreads.stackBytes) {
      [self] in
      readFrames(process)
      supervisor.perform { [self] in ended(process) }
    }
    guard status != 0 else { return }
    state.withLock { $0.killReason = "killed, because the host has no thread to read it" }
    supervisor.perform { [self] in ended(process) }
  }

  private func readFrames(_ process: WorkerProcess) {
    var frames = FrameBuffer()
    do throws(FrameError) {
      while case .bytes = frames.read(from: process.socket.number) {
        while let frame = try frames.next() { try handle(frame, of: process) }
      }
    } catch {
      log(.error, name, "the worker broke the frame protocol: \(error)")
      state.withLock { $0.killReason = "killed, because it broke the frame protocol" }
    }
  }

  private func handle(_ frame: Frame, of process: WorkerProcess) throws(FrameError) {
    switch frame.kind {
    case .completed: try completed(frame)
    case .refused: try refused(frame)
    case .progress: try progressed(frame)
    case .log: try logged(frame)
    case .ready: try ready(frame)
    case .lists: try listsArrived(frame)
    case .listsFailed: listsFailed(String(decoding: frame.payload, as: UTF8.self))
    case .loadFailed: loadFailed(String(decoding: frame.payload, as: UTF8.self))
    case .listsChanged: try listsChanged(frame)
    case .resourceUpdated: try resourceUpdated(frame)
    case .sign: try sign(frame, for: process)
    case .closeStream:
      state.withLock { $0.calls.running(CallHandle(bits: frame.call)) }?.sink.closesStream()
    case .hello, .call, .cancel, .readLists, .quiesce, .subscribe, .signed:
      throw FrameError(description: "a worker sent the host's frame kind \(frame.kind.rawValue)")
    }
  }

  private func completed(_ frame: Frame) throws(FrameError) {
    let taken = state.withLock { state in
      state.lifecycle.completedCall()
      return state.calls.take(CallHandle(bits: frame.call))
    }
    switch taken {
    case .running(let call):
      do {
        try ResultFrame.decode(frame.payload) { call.sink.completed($0) }
      } catch {
        call.sink.failed(.crashed(name, how: "its result was malformed"))
        throw error
      }
    case .answered: return
    case .unknown: throw FrameError(description: "it completed a call that it was not given")
    }
  }

  private func refused(_ frame: Frame) throws(FrameError) {
    var cursor = FrameCursor(frame.payload)
    let status = try cursor.integer(Int32.self)
    let taken = state.withLock { $0.calls.take(CallHandle(bits: frame.call)) }
    if case .running(let call) = taken {
      call.sink.failed(.refused(name, call.kind, status: status))
    }
  }

  private func progressed(_ frame: Frame) throws(FrameError) {
    var cursor = FrameCursor(frame.payload)
    let done = try cursor.double()
    let total = try cursor.double()
    let call = state.withLock { $0.calls.running(CallHandle(bits: frame.call)) }
    call?.sink.progressed(done: done, total: total, message: cursor.remainder())
  }

  private func logged(_ frame: Frame) throws(FrameError) {
    let line = try LogFrame.decode(frame.payload)
    log(
      line.level, name, String(decoding: line.message, as: UTF8.self),
      fields: [UInt8](line.fields))
    let call = state.withLock { $0.calls.running(CallHandle(bits: frame.call)) }
    call?.sink.logged(line.level, message: line.message, fields: line.fields)
  }

  private func ready(_ frame: Frame) throws(FrameError) {
    var cursor = FrameCursor(frame.payload)
    let completes = try cursor.integer(UInt8.self) != 0
    let version = String(decoding: cursor.remainder(), as: UTF8.self)
    state.withLock { state in
      state.completes = completes
      state.version = version
    }
  }

  private func listsArrived(_ frame: Frame) throws(FrameError) {
    let lists = try ListsFrame.decode(frame.payload)
    let actions = try state.withLock { state throws(FrameError) in
      let actions = try state.listsArrived(lists)
      _ = state.direct(now: MonotonicClock.now)
      state.sendBacklog()
      return actions
    }
    flush()
    hasChanged(actions)
  }

  /// What follows of a frame for the worker's life is the supervisor's, which also learns here when
  /// it must be back.
  private func hasChanged(_ actions: [WorkerLifecycle.Action]) {
    supervisor.perform { [self] in
      perform(actions)
      observer.changed()
    }
  }

  private func listsFailed(_ reason: String) {
    log(.error, name, "its lists could not be read again: \(reason)")
    state.withLock { $0.readings.ended() }
    supervisor.wakeUp()  // More may have changed meanwhile.
  }

  /// The next tick asks for them.
  private func listsChanged(_ frame: Frame) throws(FrameError) {
    var cursor = FrameCursor(frame.payload)
    let changes = try cursor.listChanges()
    try cursor.end()
    let isNews = state.withLock { $0.readings.changed(changes) }
    if isNews { supervisor.wakeUp() }
  }

  private func resourceUpdated(_ frame: Frame) throws(FrameError) {
    var cursor = FrameCursor(frame.payload)
    observer.resourceUpdated(try cursor.uri())
  }

  private func loadFailed(_ text: String) {
    let parts = text.split(separator: "\n", maxSplits: 1).map(String.init)
    let code = PluginLoadError.Code(rawValue: parts.first ?? "") ?? .start
    giveUp(PluginLoadError(code, parts.last ?? text))
  }

  private func giveUp(_ error: PluginLoadError) {
    hasChanged(state.withLock { $0.lifecycle.loadFailed(error) })
  }
}
