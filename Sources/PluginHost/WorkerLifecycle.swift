/// The life of one worker, as a state machine without processes: events in, actions out.
/// Times are nanoseconds of one monotonic clock.
struct WorkerLifecycle: Sendable {
  /// Bounds of restarting.
  struct Limits: Sendable {
    /// A worker that is not ready by then is killed.
    var startNanoseconds: UInt64 = 15_000_000_000
    /// The wait after a first crash; it doubles with each crash in a row.
    var firstDelayNanoseconds: UInt64 = 20_000_000
    var maximumDelayNanoseconds: UInt64 = 10_000_000_000
    /// This many crashes within the window put the plugin into quarantine.
    var crashLimit = 30
    var crashWindowNanoseconds: UInt64 = 60_000_000_000
    /// So long nothing is tried; then one more start.
    var quarantineNanoseconds: UInt64 = 60_000_000_000
    /// A worker that dies so often before it was ever ready is given up until the host restarts.
    var firstStartLimit = 3
  }

  enum State: Sendable, Equatable {
    case idle
    case starting(since: UInt64)
    /// It is being killed while it starts, for that reason.
    case ending(String)
    case ready
    case waiting(until: UInt64)
    case quarantined(until: UInt64)
    case failed(PluginLoadError)
    case stopping
    case stopped
  }

  enum Action: Sendable, Equatable {
    case spawn
    case kill
    /// Calls that wait for the worker will not be served soon: answer them.
    case failWaitingCalls(String, retryAfterNanoseconds: UInt64?)
    case log(PluginLog.Level, String)
  }

  private(set) var state: State = .idle
  private let limits: Limits
  private var crashes: [UInt64] = []
  private var crashesInARow = 0
  private var hasBeenReady = false

  init(limits: Limits = Limits()) {
    self.limits = limits
  }

  mutating func start(now: UInt64) -> [Action] {
    state = .starting(since: now)
    return [.spawn]
  }

  /// The worker has loaded the plugin and sent its tools.
  mutating func becameReady() -> [Action] {
    guard case .starting = state else { return [] }
    state = .ready
    hasBeenReady = true
    return []
  }

  /// A call was completed: the plugin works, so the next crash is the first in a row.
  mutating func completedCall() {
    crashesInARow = 0
  }

  /// The worker says that the plugin cannot be loaded. Another try would end the same way.
  mutating func loadFailed(_ error: PluginLoadError) -> [Action] {
    guard state != .stopping, state != .stopped else { return [.kill] }
    guard !hasBeenReady else { return end("\(error)") }
    state = .failed(error)
    return [.kill, .failWaitingCalls(error.description, retryAfterNanoseconds: nil)]
  }

  /// Kills a worker that starts; its end counts as a crash for that reason.
  private mutating func end(_ reason: String) -> [Action] {
    guard case .starting = state else { return [] }
    state = .ending(reason)
    return [.log(.error, "the worker is killed: \(reason)"), .kill]
  }

  /// The process could not be started at all.
  mutating func spawnFailed(_ reason: String, now: UInt64) -> [Action] {
    died(reason, now: now)
  }

  /// The process has ended; `how` in words ("signal 6, SIGABRT").
  mutating func exited(_ how: String, now: UInt64) -> [Action] {
    switch state {
    case .stopping:
      state = .stopped
      return []
    case .idle, .failed, .stopped, .waiting, .quarantined: return []
    case .ending(let reason): return died(reason, now: now)
    case .starting, .ready: return died(how, now: now)
    }
  }

  private mutating func died(_ how: String, now: UInt64) -> [Action] {
    crashes.removeAll { $0 + limits.crashWindowNanoseconds <= now }
    crashes.append(now)
    crashesInARow += 1
    if !hasBeenReady && crashesInARow >= limits.firstStartLimit {
      let times = crashesInARow == 1 ? "" : "\(crashesInARow) times "
      let error = PluginLoadError(.start, "its worker ended \(times)while it started (\(how))")
      state = .failed(error)
      return [.kill, .failWaitingCalls(error.description, retryAfterNanoseconds: nil)]
    }
    if crashes.count >= limits.crashLimit { return quarantine(how, now: now) }
    let doublings = min(crashesInARow - 1, 20)
    let delay = min(
      limits.firstDelayNanoseconds << UInt64(doublings), limits.maximumDelayNanoseconds)
    state = .waiting(until: now + delay)
    return [.log(.error, "the worker ended (\(how)); it starts again in \(delay / 1_000_000) ms")]
  }

  private mutating func quarantine(_ how: String, now: UInt64) -> [Action] {
    crashes = []
    state = .quarantined(until: now + limits.quarantineNanoseconds)
    let seconds = limits.quarantineNanoseconds / 1_000_000_000
    let reason =
      "it crashed \(limits.crashLimit) times within "
      + "\(limits.crashWindowNanoseconds / 1_000_000_000) s (last: \(how)) and is in quarantine "
      + "for \(seconds) s"
    return [
      .log(.critical, reason),
      .failWaitingCalls(reason, retryAfterNanoseconds: limits.quarantineNanoseconds),
    ]
  }

  /// The clock moved on.
  mutating func tick(now: UInt64) -> [Action] {
    switch state {
    case .starting(let since) where since + limits.startNanoseconds <= now:
      return end("it was not ready within \(limits.startNanoseconds / 1_000_000) ms")
    case .waiting(let until) where until <= now, .quarantined(let until) where until <= now:
      return start(now: now)
    default: return []
    }
  }

  /// When `tick` has something to do, if time matters at all.
  var nextTick: UInt64? {
    switch state {
    case .starting(let since): since + limits.startNanoseconds
    case .waiting(let until), .quarantined(let until): until
    case .idle, .ready, .ending, .failed, .stopping, .stopped: nil
    }
  }

  /// The host ends. Returns whether a worker runs that must be told.
  mutating func stop() -> Bool {
    switch state {
    case .starting, .ending, .ready:
      state = .stopping
      return true
    default:
      state = .stopped
      return false
    }
  }

  /// Whether a call may be queued for the worker: it runs, or will run soon.
  var acceptsCalls: Bool {
    switch state {
    case .starting, .ending, .ready, .waiting: true
    case .idle, .quarantined, .failed, .stopping, .stopped: false
    }
  }
}
