import Glibc
import PluginABI
import Synchronization

/// A plugin in the host's own process: nothing between a call and the plugin, and nothing that
/// stops it from taking the host with it.
final class InProcessPlugin: PluginBackend, Supervised, PluginEvents, Sendable {
  private struct State {
    var instance: PluginInstance?
    var tools: [UInt8]?
    var error: PluginLoadError?
    var isReadingTools = false
    var stopDeadline: UInt64?
    var whenEnded: (@Sendable () -> Void)?
    var isStopped = false
    var isQuiesced = false
    /// Calls that are being handed to the instance.
    var entering = 0
    var changed: @Sendable () -> Void = {}
  }

  /// How often the stop looks whether the last calls have begun.
  private static let pollMicroseconds: UInt32 = 1000

  let name: String
  private let path: String
  private let settings: PluginSettings
  private let supervisor: Supervisor
  /// The plugin's [lifecycle] thread: one function after the other, and no other plugin waits.
  private let lifecycle: CallThreads
  private let log: PluginLog
  private let state = Mutex(State())

  init(file: PluginFile, settings: PluginSettings, supervisor: Supervisor, log: PluginLog) {
    self.name = file.name
    self.path = file.path
    self.settings = settings
    self.supervisor = supervisor
    self.lifecycle = CallThreads(name: "life-\(file.name)", limit: 1)
    self.log = log
  }

  func start(_ changed: @escaping @Sendable () -> Void) {
    state.withLock { $0.changed = changed }
    supervisor.add(self)
    lifecycle.run { [self] in
      do throws(PluginLoadError) {
        let http = try HTTPService(plugin: name, egress: settings.egress)
        let instance = try PluginInstance.load(
          path: path, name: name, settings: settings.settings, http: http,
          maximumCalls: settings.maximumCalls, events: self)
        let tools = try instance.tools()
        state.withLock { state in
          state.instance = instance
          state.tools = tools
        }
      } catch {
        state.withLock { $0.error = error }
      }
      changed()
    }
  }

  var tools: [UInt8]? { state.withLock { $0.tools } }

  var status: PluginStatus {
    state.withLock { state in
      var status = PluginStatus(name: name, state: .starting, isolation: .inProcess)
      if state.isStopped {
        status.state = .stopped
      } else if let error = state.error {
        status.state = .failed
        status.error = error.description
      } else if let instance = state.instance {
        status.state = .ready
        status.version = instance.version
        status.runningCalls = instance.runningCalls
      }
      return status
    }
  }

  func call(_ request: toolrack_request, sink: any CallSink) -> CallHandle? {
    guard let instance = enter() else {
      sink.failed(
        .unavailable(name, "it is not loaded or is being stopped", retryAfterMilliseconds: nil))
      return nil
    }
    defer { state.withLock { $0.entering -= 1 } }
    return instance.start(request, sink: sink)
  }

  /// The instance, for one call; it is not quiesced while `entering` is not 0.
  private func enter() -> PluginInstance? {
    state.withLock { state in
      guard !state.isStopped, let instance = state.instance else { return nil }
      state.entering += 1
      return instance
    }
  }

  func cancel(_ handle: CallHandle) {
    state.withLock { $0.instance }?.cancel(handle)
  }

  func logged(_ level: PluginLog.Level, _ message: String, fields: [UInt8]) {
    log(level, name, message, fields: fields)
  }

  func toolsChanged() {
    let isFirst = state.withLock { state in
      defer { state.isReadingTools = true }
      return !state.isReadingTools
    }
    guard isFirst else { return }
    lifecycle.run { [self] in readTools() }
  }

  private func readTools() {
    let instance = state.withLock { state in
      state.isReadingTools = false
      return state.isStopped ? nil : state.instance
    }
    guard let instance else { return }
    do throws(PluginLoadError) {
      let tools = try instance.tools()
      let changed = state.withLock { state in
        state.tools = tools
        return state.changed
      }
      changed()
    } catch {
      log(.error, name, "its tools could not be read again: \(error)")
    }
  }

  func readable(_ descriptor: Int32) {}

  func writable(_ descriptor: Int32) {}

  func tick(now: UInt64) -> UInt64? {
    guard let instance = state.withLock({ $0.instance }) else { return nil }
    let grace = settings.graceMilliseconds * MonotonicClock.nanosecondsPerMillisecond
    for _ in instance.expire(now: now, graceNanoseconds: grace) {
      log(
        .error, name,
        "a call still runs \(settings.graceMilliseconds) ms after its deadline; a plugin in the "
          + "host's process cannot be stopped, \"isolation\": \"worker\" could")
    }
    finishStop(instance, now)
    return nil
  }

  func stop(deadline: UInt64, _ ended: @escaping @Sendable () -> Void) {
    let instance = state.withLock { state in
      state.isStopped = true
      guard let instance = state.instance else { return PluginInstance?.none }
      state.stopDeadline = deadline
      state.whenEnded = ended
      return instance
    }
    guard let instance else { return ended() }
    lifecycle.run { [self] in
      while state.withLock({ $0.entering > 0 }) || instance.hasQueuedCalls {
        usleep(Self.pollMicroseconds)
      }
      instance.quiesce()
      state.withLock { $0.isQuiesced = true }
      finishStop(instance, MonotonicClock.now)
    }
  }

  /// Destroys the instance when its last call has ended, and leaves it alone where one goes on past
  /// the deadline.
  private func finishStop(_ instance: PluginInstance, _ now: UInt64) {
    let isIdle = instance.isIdle && state.withLock { $0.isQuiesced }
    let ended = state.withLock { state -> (@Sendable () -> Void)? in
      guard let deadline = state.stopDeadline, isIdle || deadline <= now else { return nil }
      state.stopDeadline = nil
      state.instance = nil
      return state.whenEnded
    }
    guard let ended else { return }
    if isIdle {
      lifecycle.run {
        instance.destroy()
        ended()
      }
    } else {
      ended()
    }
    lifecycle.stop()
  }
}
