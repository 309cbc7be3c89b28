import Glibc
import PluginABI
import Synchronization

/// A plugin in the host's own process: nothing between a call and the plugin, and nothing that
/// stops it from taking the host with it.
final class InProcessPlugin: PluginBackend, CallCanceller, Supervised, PluginEvents, Sendable {
  private struct State {
    var instance: PluginInstance?
    var lists: PluginLists?
    var error: PluginLoadError?
    var readings = ListReadings()
    var subscribed = SubscribedURIs()
    /// The [lifecycle] thread is telling the plugin of `subscribed`, or will.
    var isTelling = false
    var stopDeadline: UInt64?
    var whenEnded: (@Sendable () -> Void)?
    var isStopped = false
    var isQuiesced = false
    var observer = BackendObserver()
  }

  /// How often the stop looks whether the last calls have begun.
  private static let pollMicroseconds: UInt32 = 1000

  let name: String
  private let path: String
  private let settings: PluginSettings
  private let signing: SigningService
  private let supervisor: Supervisor
  /// The plugin's [lifecycle] thread: one function after the other, and no other plugin waits.
  private let lifecycle: CallThreads
  private let log: PluginLog
  private let state = Mutex(State())
  /// The instance, once it is loaded: every call looks here, without a lock and without counting a
  /// reference, which all threads would share. It is kept for ever (`PluginInstance.load`).
  private let loaded = Atomic<Unmanaged<PluginInstance>?>(nil)

  init(
    file: PluginFile, settings: PluginSettings, signer: (any RequestSigner)?,
    supervisor: Supervisor, log: PluginLog
  ) {
    self.name = file.name
    self.path = file.path
    self.settings = settings
    self.signing = SigningService(plugin: file.name, services: settings.aws, signer: signer)
    self.supervisor = supervisor
    self.lifecycle = CallThreads(name: "life-\(file.name)", limit: 1)
    self.log = log
  }

  func start(_ observer: BackendObserver) {
    state.withLock { $0.observer = observer }
    supervisor.add(self)
    lifecycle.run { [self] in
      do throws(PluginLoadError) {
        let http = try HTTPService(plugin: name, egress: settings.egress)
        let instance = try PluginInstance.load(
          path: path, name: name, settings: settings.settings, http: http, signer: signing,
          maximumCalls: settings.maximumCalls, events: self)
        let lists = try Self.firstLists(instance)
        loaded.store(Unmanaged.passUnretained(instance), ordering: .releasing)
        state.withLock { state in
          state.instance = instance
          state.lists = lists
          if state.isStopped { instance.close() }
        }
      } catch {
        state.withLock { $0.error = error }
      }
      observer.changed()
    }
  }

  /// A plugin whose lists cannot be read is not left half alive.
  private static func firstLists(
    _ instance: PluginInstance
  ) throws(PluginLoadError) -> PluginLists {
    do {
      return try instance.lists(.all)
    } catch {
      instance.abandon()
      throw error
    }
  }

  var lists: PluginLists? { state.withLock { $0.lists } }

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

  func call(
    _ kind: RequestKind, _ request: toolrack_request, sink: any CallSink
  ) -> RunningCall? {
    guard let instance = loaded.load(ordering: .acquiring) else {
      sink.failed(.unavailable(name, "it is not loaded", retryAfterMilliseconds: nil))
      return nil
    }
    let handle = instance._withUnsafeGuaranteedRef { $0.start(kind, request, sink: sink) }
    return handle.map { RunningCall(canceller: self, handle: $0) }
  }

  func cancel(_ handle: CallHandle) {
    loaded.load(ordering: .acquiring)?._withUnsafeGuaranteedRef { $0.cancel(handle) }
  }

  func logged(
    _ level: PluginLog.Level, _ message: UnsafeRawBufferPointer, fields: UnsafeRawBufferPointer,
    call: (any CallSink)?
  ) {
    log(level, name, String(decoding: message, as: UTF8.self), fields: [UInt8](fields))
    call?.logged(level, message: message, fields: fields)
  }

  func listsChanged(_ lists: ListChanges) {
    let isNews = state.withLock { $0.readings.changed(lists) }
    // The next tick reads them.
    if isNews { supervisor.wakeUp() }
  }

  func resourceUpdated(_ uri: URIKey) {
    state.withLock { $0.observer }.resourceUpdated(uri)
  }

  func setSubscribed(_ isSubscribed: Bool, _ uri: URIKey) {
    state.withLock { $0.subscribed.set(isSubscribed, uri) }
    supervisor.wakeUp()
  }

  /// Has the [lifecycle] thread do what the plugin's lists and subscriptions ask for. Returns when
  /// it must be called again.
  private func serve(_ instance: PluginInstance, _ now: UInt64) -> UInt64? {
    let (changes, mustTell, next) = state.withLock { state -> (ListChanges?, Bool, UInt64?) in
      guard !state.isStopped else { return (nil, false, nil) }
      let mustTell = state.subscribed.hasNews && !state.isTelling
      if mustTell { state.isTelling = true }
      return (state.readings.take(now: now), mustTell, state.readings.next)
    }
    if let changes { lifecycle.run { [self] in read(changes, instance) } }
    if mustTell { lifecycle.run { [self] in tellSubscribed(instance) } }
    return next
  }

  /// [lifecycle]
  private func read(_ changes: ListChanges, _ instance: PluginInstance) {
    guard state.withLock({ !$0.isStopped }) else { return }
    defer {
      state.withLock { $0.readings.ended() }
      supervisor.wakeUp()  // More may have changed meanwhile.
    }
    do throws(PluginLoadError) {
      let lists = try instance.lists(changes)
      let observer = state.withLock { state in
        state.lists?.merge(lists)
        return state.observer
      }
      observer.changed()
    } catch {
      log(.error, name, "its lists could not be read again: \(error)")
    }
  }

  /// [lifecycle]
  private func tellSubscribed(_ instance: PluginInstance) {
    while let news = nextSubscribed() {
      for (uri, isSubscribed) in news { instance.setSubscribed(isSubscribed, uri) }
    }
  }

  private func nextSubscribed() -> [(uri: URIKey, isSubscribed: Bool)]? {
    state.withLock { state in
      state.isTelling = state.subscribed.hasNews && !state.isStopped
      return state.isTelling ? state.subscribed.take(.max) : nil
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
    return serve(instance, now)
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
    instance.close()
    lifecycle.run { [self] in
      while instance.isStarting { usleep(Self.pollMicroseconds) }
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
