private import Synchronization

/// Outbound HTTP/1.1 and HTTP/2 over libcurl, for one owner (a plugin) with one egress list and
/// connections of its own. libcurl is opened, and a thread started, by the first `send`.
///
/// Threads: every function may be called from any thread. Completions run on the client's thread,
/// one after the other, so they must not block; no lock is held. Only where there is no such
/// thread, after `shutdown` or without libcurl, they run within `send`.
///
/// Servers are verified against `TrustStore`. Proxies are taken from the environment as libcurl
/// does it: `http_proxy` (lower case only), `https_proxy`, `all_proxy`, `no_proxy`. The egress list
/// is about the request's host, not the proxy's; a proxy resolves the names itself.
package final class HTTPClient: Sendable {
  private let gate: EgressGate
  private let userAgent: String
  private let trust: TrustStore
  private let queue = TransferQueue()
  private let lastNumber = Atomic<UInt64>(0)

  /// - Parameters:
  ///   - egress: the hosts that may be reached.
  ///   - settingPath: the setting that holds the list, named in refusals: `plugin.lark.egress`. Its
  ///     last part but one is who is refused: `lark`.
  ///   - userAgent: the `User-Agent` of requests that bring none.
  package init(
    egress: EgressList, settingPath: String, userAgent: String,
    trust: TrustStore = .fromEnvironment()
  ) {
    gate = EgressGate(list: egress, settingPath: settingPath)
    self.userAgent = userAgent
    self.trust = trust
  }

  deinit {
    shutdown()
  }

  /// A number for one exchange, for who must know it before its completion can run.
  package func makeExchange() -> UInt64 {
    lastNumber.add(1, ordering: .relaxed).newValue
  }

  /// Starts an exchange and returns at once. `completion` runs exactly once, whatever happens.
  ///
  /// - Parameter exchange: from `makeExchange`, used once; nil: a new one.
  /// - Returns: the exchange's number, for `cancel`.
  @discardableResult
  package func send(
    _ request: HTTPClientRequest, exchange: UInt64? = nil,
    completion: @escaping HTTPClientCompletion
  ) -> UInt64 {
    start(request, exchange, .max, nil, completion)
  }

  /// Starts an exchange whose response is handed on as it arrives, and returns at once. `receiver`
  /// gets the head of the final response once and then each part of its body, on the client's
  /// thread; it must not block. `completion` runs last and exactly once, whatever happens; its
  /// response has no body. The request's time-out counts until the head, its limit for the whole
  /// body. Nothing arrives of a response that is refused as too large at its head.
  ///
  /// A stream may be silent for as long as its server likes; one whose machine is gone is noticed
  /// by TCP keep-alives.
  ///
  /// - Parameters:
  ///   - exchange: from `makeExchange`, used once; nil: a new one.
  ///   - lifetimeMilliseconds: from now to the completion; nil: as long as it takes.
  /// - Returns: the exchange's number, for `cancel`, after which a few pieces may still come.
  @discardableResult
  package func stream(
    _ request: HTTPClientRequest, exchange: UInt64? = nil, lifetimeMilliseconds: Int? = nil,
    receiver: @escaping HTTPClientReceiver, completion: @escaping HTTPClientCompletion
  ) -> UInt64 {
    let end = lifetimeMilliseconds.map { MonotonicClock.instant(afterMilliseconds: $0) }
    return start(request, exchange, end ?? .max, receiver, completion)
  }

  private func start(
    _ request: HTTPClientRequest, _ exchange: UInt64?, _ end: UInt64,
    _ receiver: HTTPClientReceiver?, _ completion: @escaping HTTPClientCompletion
  ) -> UInt64 {
    let number = exchange ?? makeExchange()
    do throws(HTTPClientError) {
      let hop = try RequestCheck.hop(of: request)
      try gate.check(hop.url)
      let submission = Submission(
        number: number, hop: hop, options: Submission.Options(request, end: end),
        receiver: receiver, completion: completion)
      put(.start(submission))
    } catch {
      put(.refuse(error, completion))
    }
    return number
  }

  /// Ends an exchange early; its completion says `cancelled`. Too late is no error.
  package func cancel(_ exchange: UInt64) {
    put(.cancel(exchange))
  }

  /// Completes all exchanges with `cancelled`, closes all connections, and returns when the
  /// client's thread has ended; within a completion, returns at once. The client then refuses
  /// everything. To be called before the process exits: libcurl must not run during exit.
  package func shutdown() {
    let (thread, sleeper) = queue.close()
    sleeper?.wakeUp()
    thread?.join()
    Self.abandon(queue.end(.closed), .closed)
  }

  private func put(_ command: TransferQueue.Command) {
    switch queue.put(command) {
    case .queued(let sleeper): sleeper?.wakeUp()
    case .queuedFirst: startThread()
    case .rejected(let reason): Self.abandon([command], reason)
    }
  }

  private func startThread() {
    let (queue, gate, userAgent, trust) = (queue, gate, userAgent, trust)
    let thread = ClientThread {
      do throws(HTTPClientError) {
        try TransferLoop(queue: queue, gate: gate, userAgent: userAgent, trust: trust).run()
        Self.abandon(queue.end(.closed), .closed)
      } catch {
        Self.abandon(queue.end(error), error)
      }
    }
    guard let thread else {
      let error = HTTPClientError(.connect, "There is no thread left for an HTTP client.")
      return Self.abandon(queue.end(error), error)
    }
    if !queue.record(thread) { thread.detach() }
  }

  private static func abandon(_ commands: [TransferQueue.Command], _ reason: HTTPClientError) {
    for command in commands {
      guard let (completion, error) = command.abandoned(reason) else { continue }
      completion(.failure(error))
    }
  }
}

extension Submission.Options {
  fileprivate init(_ request: HTTPClientRequest, end: UInt64) {
    self.init(
      deadline: MonotonicClock.instant(afterMilliseconds: request.timeoutMilliseconds), end: end,
      timeoutMilliseconds: request.timeoutMilliseconds,
      responseLimitBytes: max(request.responseLimitBytes, 0),
      followsRedirects: request.followsRedirects, mayRetry: request.mayRetry,
      usesProxies: request.usesProxies)
  }
}
