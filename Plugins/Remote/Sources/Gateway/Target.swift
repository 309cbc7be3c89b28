internal import JSON
internal import PluginKit
internal import Synchronization

/// One server that is passed on: sends requests to it, and knows how it does. Any thread.
final class Target: Sendable {
  private struct State {
    var health = TargetHealth()
    var running = 0
    var info: UpstreamInfo?
    var lists = TargetLists()
    /// Whether it was down since the watch last asked.
    var wasDown = false
  }

  let settings: TargetSettings
  let upstream: any Upstream
  let secrets: Secrets
  /// Raised when the watch has something to do.
  let signal = Signal()
  private let subscriptions = Subscriptions()
  private let log: @Sendable (LogLevel, String) -> Void
  private let state = Mutex(State())

  init(
    _ settings: TargetSettings, upstream: any Upstream, secrets: Secrets,
    log: @escaping @Sendable (LogLevel, String) -> Void
  ) {
    self.settings = settings
    self.upstream = upstream
    self.secrets = secrets
    self.log = log
  }

  var name: String { settings.name }

  /// What the target said of itself when it was last connected.
  var info: UpstreamInfo? { state.withLock(\.info) }

  /// What it lists, also while it is down.
  var lists: TargetLists { state.withLock(\.lists) }

  var health: TargetHealth { state.withLock(\.health) }

  func setLists(_ lists: TargetLists) { state.withLock { $0.lists = lists } }

  /// Writes a line to the host's log, under the target's name and without secrets.
  func report(_ level: LogLevel, _ text: String) {
    log(level, "target \(name): \(secrets.removed(from: text))")
  }

  // MARK: - Requests

  /// Sends a request of a client, again where that is right.
  func request(
    _ method: String, _ params: JSONObject, call: Call, isIdempotent: Bool
  ) async throws(UpstreamFailure) -> JSONValue {
    try enter()
    defer { state.withLock { $0.running -= 1 } }
    return try await repeating(isIdempotent: isIdempotent, call: call) {
      () async throws(UpstreamFailure) -> JSONValue in
      try await self.upstream.request(method, params, call: call)
    }
  }

  /// Sends a request of this plugin's own, whatever the breaker says: it is what finds out whether
  /// the target is back.
  func ask(
    _ method: String, _ params: JSONObject
  ) async throws(UpstreamFailure) -> JSONValue {
    try await repeating(isIdempotent: true, call: nil) {
      () async throws(UpstreamFailure) -> JSONValue in
      try await self.upstream.request(method, params, call: nil)
    }
  }

  /// Connects, where that is needed. What stands is not tried: only an answer shows that it is up.
  func open() async throws(UpstreamFailure) -> UpstreamInfo {
    do {
      let info = try await upstream.open()
      state.withLock { $0.info = info }
      return info
    } catch {
      throw failed(error, isOpening: true)
    }
  }

  /// `call`: nil of a request of this plugin's own, which does not wait for long in between.
  private func repeating(
    isIdempotent: Bool, call: Call?,
    _ attempt: () async throws(UpstreamFailure) -> JSONValue
  ) async throws(UpstreamFailure) -> JSONValue {
    let policy = RetryPolicy(retries: settings.retries)
    let clock = UpstreamClock.system
    let deadline = clock.now() + UInt64(settings.timeoutMilliseconds)
    var number = 1
    while true {
      var ticket: CircuitBreaker.Ticket?
      do {
        if call != nil { ticket = try admit() }
        let result = try await attempt()
        succeeded()
        return result
      } catch {
        let failure = failed(error, isOpening: false, ticket)
        let left = min(
          deadline.saturatingSubtraction(clock.now()),
          call.map { UInt64($0.remainingMilliseconds) } ?? settings.longestPauseMilliseconds)
        let pause = policy.pause(
          after: failure, attempt: number, isIdempotent: isIdempotent,
          remainingMilliseconds: left, chance: Double.random(in: 0...1))
        guard let pause, await clock.sleep(pause) else { throw failure }
        number += 1
      }
    }
  }

  // MARK: - Subscriptions

  /// Asks the target to tell of changes of a resource, or no longer; one after the other.
  func subscribe(to uri: String, _ isSubscribed: Bool) {
    subscriptions.put((uri, isSubscribed))
  }

  /// Passes subscriptions on, until the task is cancelled.
  func passSubscriptions() async {
    for await (uri, isSubscribed) in subscriptions.stream {
      do {
        try await upstream.subscribe(to: uri, isSubscribed)
      } catch {
        let shown = SingleLine.of(secrets.removed(from: uri), 200)
        report(.warning, "does not tell of changes of \(shown): \(error.message)")
      }
    }
  }

  // MARK: - Health

  private func enter() throws(UpstreamFailure) {
    let isLetIn = state.withLock { state in
      guard state.running < settings.maximumCalls else { return false }
      state.running += 1
      return true
    }
    guard isLetIn else {
      throw UpstreamFailure(
        .status(429), "\(settings.maximumCalls) calls of it are running already.", wasSent: false,
        retryAfterMilliseconds: Self.busyMilliseconds)
    }
  }

  /// After how long a client may try again that found too many calls running.
  private static let busyMilliseconds: UInt64 = 1_000

  private func admit() throws(UpstreamFailure) -> CircuitBreaker.Ticket {
    let (admission, error) = state.withLock { state in
      (state.health.admit(now: UpstreamClock.system.now()), state.health.lastError)
    }
    switch admission {
    case .admitted(let ticket): return ticket
    case .refused(let milliseconds):
      throw UpstreamFailure(
        .leftAlone, error ?? "It did not answer several times in a row.", wasSent: false,
        retryAfterMilliseconds: milliseconds)
    }
  }

  /// Whether it was down since this was last asked.
  func takeOutage() -> Bool {
    state.withLock { state in
      defer { state.wasDown = false }
      return state.wasDown
    }
  }

  /// The target answered.
  func succeeded() {
    tell(state.withLock { $0.health.succeeded() })
  }

  /// Takes note of a failure; gives it without secrets.
  private func failed(
    _ failure: UpstreamFailure, isOpening: Bool, _ ticket: CircuitBreaker.Ticket? = nil
  ) -> UpstreamFailure {
    var failure = failure
    failure.message = secrets.removed(from: failure.message)
    guard failure.kind != .leftAlone else { return failure }
    let now = UpstreamClock.system.now()
    tell(state.withLock { $0.health.failed(failure, isOpening: isOpening, ticket, now: now) })
    return failure
  }

  private func tell(_ change: TargetHealth.Change?) {
    switch change {
    case .cameUp:
      report(.info, "is up")
      signal.raise()
    case .wentDown(let why):
      report(.warning, "is down: \(why)")
      state.withLock { $0.wasDown = true }
      signal.raise()
    case nil: break
    }
  }
}

/// What clients subscribed to, on its way to the target.
private struct Subscriptions: Sendable {
  /// The most that wait for a target that does not answer; older ones are given up.
  private static let maximumCount = 1_000

  let stream: AsyncStream<(String, Bool)>
  private let continuation: AsyncStream<(String, Bool)>.Continuation

  init() {
    (stream, continuation) = AsyncStream.makeStream(
      bufferingPolicy: .bufferingNewest(Self.maximumCount))
  }

  func put(_ subscription: (String, Bool)) { continuation.yield(subscription) }
}

extension UpstreamFailure.Kind {
  /// The circuit breaker is open: nothing was sent. Not a status that a server can give.
  static let leftAlone = UpstreamFailure.Kind.status(0)
}

extension UInt64 {
  fileprivate func saturatingSubtraction(_ other: UInt64) -> UInt64 {
    self > other ? self - other : 0
  }
}
