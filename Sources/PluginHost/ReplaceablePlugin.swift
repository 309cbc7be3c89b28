import JSON
import PluginABI
import Synchronization

/// A plugin whose settings may change while it serves. What has the newer ones is started beside
/// what serves, and takes the calls when it is ready; the one before ends with its last call, so
/// that none is lost.
final class ReplaceablePlugin: PluginBackend, Supervised {
  /// What runs a plugin with settings that never change.
  typealias Start = @Sendable (PluginSettings) -> any PluginBackend & Supervised

  let name: String
  private let settings: PluginSettings
  private let supervisor: Supervisor
  private let log: PluginLog
  private let make: Start
  private let state: Mutex<State>

  /// One of them, with who is about to call it.
  private final class Generation: Sendable {
    let backend: any PluginBackend & Supervised
    /// What it was started with.
    let settings: JSONValue
    /// Calls that are being handed over; who comes to it counts under the lock of `state`.
    let entering = Atomic<Int>(0)

    init(_ backend: any PluginBackend & Supervised, _ settings: JSONValue) {
      self.backend = backend
      self.settings = settings
    }

    /// No call runs, and none comes, once nobody is sent here any more. In this order: a call that
    /// is no longer `entering` is among those that run.
    var isIdle: Bool {
      entering.load(ordering: .acquiring) == 0 && backend.status.runningCalls == 0
    }
  }

  /// Newer settings that could not be taken; what was in the way may pass.
  private struct Refused {
    let settings: JSONValue
    let pauseNanoseconds: UInt64
    /// When they are tried again; nil until the next tick.
    var due: UInt64?
  }

  /// How long newer settings that could not be taken wait at first, and at most.
  static let firstPauseNanoseconds: UInt64 = 5_000_000_000
  static let longestPauseNanoseconds: UInt64 = 300_000_000_000

  private struct State {
    /// It gets the calls.
    var current: Generation
    /// It gets them once it is ready.
    var next: Generation?
    var refused: Refused?
    /// They end when they are idle.
    var retired: [Generation] = []
    /// They have been told to end.
    var ending: [Generation] = []
    /// Crashes of those that have ended.
    var crashes = 0
    var subscribed: Set<URIKey> = []
    var isStarted = false
    var observer = BackendObserver()
    var whenEnded: (@Sendable () -> Void)?

    var others: [Generation] { (next.map { [$0] } ?? []) + retired + ending }

    /// The newer one takes over, or is given up where it cannot be loaded and the one before can.
    mutating func settle(_ generation: Generation) -> News? {
      let status = generation.backend.status
      switch status.state {
      case .failed where current.backend.status.state != .failed:
        next = nil
        retired.append(generation)
        let pause = refused.map { min($0.pauseNanoseconds * 2, longestPauseNanoseconds) }
        refused = Refused(
          settings: generation.settings, pauseNanoseconds: pause ?? firstPauseNanoseconds)
        return .kept(status.error ?? "")
      case .ready, .failed:
        retired.append(current)
        current = generation
        next = nil
        refused = nil
        return status.state == .ready ? .replaced : .failed(status.error ?? "")
      case .starting, .restarting, .quarantined, .stopped: return nil
      }
    }
  }

  /// `start` makes each; nothing runs before `start(_:)`.
  init(
    name: String, settings: PluginSettings, supervisor: Supervisor, log: PluginLog,
    start: @escaping Start
  ) {
    self.name = name
    self.settings = settings
    self.supervisor = supervisor
    self.log = log
    self.make = start
    state = Mutex(State(current: Generation(start(settings), settings.settings)))
  }

  func start(_ observer: BackendObserver) {
    supervisor.add(self)
    state.withLock { state in
      state.observer = observer
      state.isStarted = true
      begin(state.current, observer)
    }
  }

  /// A backend only asks its thread to start it, so that this may run under the lock: no stop comes
  /// between.
  private func begin(_ generation: Generation, _ observer: BackendObserver) {
    // Weak, because the generation keeps the closure.
    let changed: @Sendable () -> Void = { [self, weak generation] in
      if let generation { self.changed(generation) }
    }
    generation.backend.start(
      BackendObserver(changed: changed, resourceUpdated: observer.resourceUpdated))
  }

  /// Starts the plugin with other settings beside the one that serves. One that is still on its way
  /// is not waited for.
  func replace(_ newer: JSONValue) {
    state.withLock { state in
      state.refused = nil
      replace(newer, &state)
    }
  }

  private func replace(_ newer: JSONValue, _ state: inout State) {
    guard state.whenEnded == nil else { return }
    var own = settings
    own.settings = newer
    let next = Generation(make(own), newer)
    guard state.isStarted else { return state.current = next }
    if let late = state.next { state.retired.append(late) }
    state.next = next
    for uri in state.subscribed { next.backend.setSubscribed(true, uri) }
    begin(next, state.observer)
  }

  private func changed(_ generation: Generation) {
    let (observer, news) = state.withLock { state -> (BackendObserver?, News?) in
      let news = state.next === generation ? state.settle(generation) : nil
      return (state.current === generation ? state.observer : nil, news)
    }
    switch news {
    case .replaced: log(.notice, name, "a new worker with the newer settings serves")
    case .kept(let reason):
      log(.error, name, "the newer settings are not taken, the earlier ones stay: \(reason)")
    case .failed(let reason): log(.error, name, "the plugin is not loaded: \(reason)")
    case nil: break
    }
    observer?.changed()
  }

  /// What became of the newer one.
  private enum News {
    case replaced
    /// The one before goes on.
    case kept(String)
    /// None can be loaded.
    case failed(String)
  }

  // MARK: - Calls

  func call(
    _ kind: RequestKind, _ request: toolrack_request, sink: any CallSink
  ) -> RunningCall? {
    let generation = state.withLock { state in
      state.current.entering.add(1, ordering: .relaxed)
      return state.current
    }
    defer { generation.entering.subtract(1, ordering: .releasing) }
    return generation.backend.call(kind, request, sink: sink)
  }

  func setSubscribed(_ isSubscribed: Bool, _ uri: URIKey) {
    state.withLock { state in
      if isSubscribed { state.subscribed.insert(uri) } else { state.subscribed.remove(uri) }
      state.current.backend.setSubscribed(isSubscribed, uri)
      state.next?.backend.setSubscribed(isSubscribed, uri)
    }
  }

  // MARK: - Status and end

  var lists: PluginLists? { state.withLock { $0.current.backend.lists } }

  var status: PluginStatus {
    state.withLock { state in
      var status = state.current.backend.status
      status.crashes += state.crashes
      for other in state.others {
        let its = other.backend.status
        status.runningCalls += its.runningCalls
        status.crashes += its.crashes
      }
      return status
    }
  }

  func readable(_ descriptor: Int32) {}

  func writable(_ descriptor: Int32) {}

  /// [supervisor] Tries again what was refused, and ends those that have nothing to do any more.
  func tick(now: UInt64) -> UInt64? {
    let idle = state.withLock { state in
      tryAgain(&state, now: now)
      let idle = state.retired.filter(\.isIdle)
      state.retired.removeAll { one in idle.contains { $0 === one } }
      state.ending += idle
      return idle
    }
    let grace = settings.graceMilliseconds * MonotonicClock.nanosecondsPerMillisecond
    for generation in idle { end(generation, deadline: now + grace) }
    return nil
  }

  private func tryAgain(_ state: inout State, now: UInt64) {
    guard let refused = state.refused, state.next == nil else { return }
    let due = refused.due ?? now + refused.pauseNanoseconds
    state.refused?.due = due
    if due <= now { replace(refused.settings, &state) }
  }

  func stop(deadline: UInt64, _ ended: @escaping @Sendable () -> Void) {
    let all = state.withLock { state in
      state.whenEnded = ended
      let all = (state.next.map { [$0] } ?? []) + state.retired + [state.current]
      state.next = nil
      state.retired = []
      state.ending += all
      return all
    }
    for generation in all { end(generation, deadline: deadline) }
  }

  private func end(_ generation: Generation, deadline: UInt64) {
    generation.backend.stop(deadline: deadline) { [self] in ended(generation) }
  }

  private func ended(_ generation: Generation) {
    supervisor.remove(generation.backend)
    let crashes = generation.backend.status.crashes
    let whenEnded = state.withLock { state -> (@Sendable () -> Void)? in
      state.ending.removeAll { $0 === generation }
      if generation !== state.current { state.crashes += crashes }
      return state.ending.isEmpty ? state.whenEnded : nil
    }
    whenEnded?()
  }
}
