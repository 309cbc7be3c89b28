import PluginABI
import Synchronization

/// What a worker says, all on the supervisor's thread. No byte of it is trusted: a malformed frame
/// throws, which ends the worker.
extension WorkerPlugin {
  func handle(_ frame: Frame) throws(FrameError) {
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
    case .closeStream:
      state.withLock { $0.calls.running(CallHandle(bits: frame.call)) }?.sink.closesStream()
    case .hello, .call, .cancel, .readLists, .quiesce, .subscribe:
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
    perform(actions)
    observer.changed()
  }

  private func listsFailed(_ reason: String) {
    log(.error, name, "its lists could not be read again: \(reason)")
    state.withLock { $0.readings.ended() }
  }

  /// The tick that follows asks for them.
  private func listsChanged(_ frame: Frame) throws(FrameError) {
    var cursor = FrameCursor(frame.payload)
    let changes = try cursor.listChanges()
    try cursor.end()
    state.withLock { _ = $0.readings.changed(changes) }
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
    perform(state.withLock { $0.lifecycle.loadFailed(error) })
    observer.changed()
  }
}
