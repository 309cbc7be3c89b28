import Access
import HTTPServer
import MCP
import PluginHost
import Synchronization

/// The HTTP routes: the paths of MCP, `/health`, `/ping`, and those of the issuer of tokens.
final class HTTPEndpoint: HTTPHandler {
  private let service: Service
  private let paths: ServedPaths
  private let policy: OriginPolicy
  private let callerFields: CallerFields
  /// Nil where everybody may come in.
  private let entrance: Entrance?
  /// Nil where no tokens are given out.
  private let issuer: IssuerEndpoint?
  private let ping = Ping(now: Timestamp.seconds)
  private let running = RunningCalls()
  /// Nil where nobody is asked who they are.
  private let admitted: AdmittedStreams?
  /// The sessions whose streams are open.
  private let held: HeldSessions

  /// How often is written down who came.
  private static let keepNanoseconds: UInt64 = 60_000_000_000
  /// How often is looked for other clients and keys, and for streams that must end.
  private static let followNanoseconds: UInt64 = 1_000_000_000

  init(
    service: Service, paths: ServedPaths, policy: OriginPolicy, callerFields: CallerFields,
    entrance: Entrance? = nil
  ) {
    self.service = service
    self.paths = paths
    self.policy = policy
    self.callerFields = callerFields
    self.entrance = entrance
    issuer = entrance?.issuer.map(IssuerEndpoint.init)
    let held = HeldSessions(service.sessions)
    self.held = held
    let announcer = service.announcer
    let admitted = entrance.map { entrance in
      AdmittedStreams(entrance.gate) { exchange in
        announcer.end(.http(exchange))
        held.release(exchange)
      }
    }
    self.admitted = admitted
    if let entrance {
      service.timer.every(Self.followNanoseconds) { now in
        entrance.follow()
        admitted?.check(now: now)
      }
      service.timer.every(Self.keepNanoseconds) { _ in entrance.keep() }
    }
    service.timer.every(KeepAlive.nanoseconds) { [running] now in running.keepAlive(now: now) }
  }

  func handle(_ request: consuming HTTPRequest, _ exchange: HTTPExchange) {
    if paths.contains(request.path) {
      mcp(request, exchange)
    } else if request.isPath("/health") {
      probe(request, exchange) { health(request, exchange) }
    } else if request.isPath("/ping") {
      probe(request, exchange) {
        exchange.respond(json: ping.answer(isBusy: isBusy, now: Timestamp.seconds))
      }
    } else if let entrance, let path = entrance.describedPath(request) {
      open(request, exchange) { entrance.answerMetadata(of: path, request, exchange) }
    } else if let issuer, let resource = issuer.resource(request) {
      open(request, exchange) { issuer.answer(resource, request, exchange) }
    } else {
      refuse(
        exchange, 404,
        "there is nothing at \(request.pathString); MCP is served at \(paths.description)")
    }
  }

  private func mcp(_ request: consuming HTTPRequest, _ exchange: HTTPExchange) {
    if case .refused(let status, let text) = verdict(request) {
      return refuse(exchange, status, text)
    }
    guard let entrance else { return route(request, exchange, nil) }
    if let admittance = entrance.remembered(request, exchange) {
      return route(request, exchange, admittance)
    }
    entrance.admit(request, exchange) { [self] request, admittance in
      route(request, exchange, admittance)
    }
  }

  /// What needs no login, but is not for pages of other sites either.
  private func open(
    _ request: borrowing HTTPRequest, _ exchange: HTTPExchange, _ answer: () -> Void
  ) {
    if case .refused(let status, let text) = verdict(request) {
      return refuse(exchange, status, text)
    }
    answer()
  }

  private func route(
    _ request: consuming HTTPRequest, _ exchange: HTTPExchange, _ admittance: Admittance?
  ) {
    switch request.method {
    case .post: message(request, exchange, admittance)
    case .get: stream(request, exchange, admittance)
    case .delete:
      refuse(
        exchange, 405, "a session ends by itself when it is not used for a while",
        fields: ["Allow": "GET, POST"])
    default:
      refuse(
        exchange, 405, "MCP messages are sent with POST", fields: ["Allow": "GET, POST"])
    }
  }

  private func caller(
    _ request: borrowing HTTPRequest, of known: AuthenticatedCaller?
  ) -> Caller {
    guard let known else { return Caller(claims: callerFields.claims(in: request)) }
    return Caller(
      principal: known.principal, shared: known.claims,
      claims: callerFields.claims(in: request, shared: known.claims))
  }

  private func verdict(_ request: borrowing HTTPRequest) -> OriginPolicy.Verdict {
    policy.verdict(origin: HeaderValue(request, "origin"), host: host(request))
  }

  private func host(_ request: borrowing HTTPRequest) -> HeaderValue {
    request.authority.map { HeaderValue.one($0) } ?? .absent
  }

  // MARK: - POST

  private func message(
    _ request: consuming HTTPRequest, _ exchange: HTTPExchange, _ admittance: Admittance?
  ) {
    let known = admittance?.caller
    let peer = HTTPPeer(
      caller: caller(request, of: known), session: session(request), sessions: service.sessions,
      running: running)
    let channel = HTTPReplyChannel(exchange: exchange, fields: PlatformSession.fields(of: request))
    let fields = HTTPMessageFields(request)
    let mayListen = fields.mayListen
    let runs = service.receive(
      request.body, fields: fields, service.offer(to: known), peer: peer, channel)
    for run in runs { running.keep(run, exchange, peer) }
    if mayListen, let admittance, service.announcer.isOpen(.http(exchange)) {
      admitted?.opened(exchange, by: admittance)
    }
  }

  private func session(_ request: borrowing HTTPRequest) -> SessionID? {
    request.field("mcp-session-id").flatMap { SessionID($0) } ?? PlatformSession.id(of: request)
  }

  // MARK: - GET: the notification stream of the legacy era

  private func stream(
    _ request: borrowing HTTPRequest, _ exchange: HTTPExchange, _ admittance: Admittance?
  ) {
    let known = admittance?.caller
    if let (status, text) = versionRefusal(request) {
      return refuse(exchange, status, text, fields: status == 405 ? ["Allow": "POST"] : [:])
    }
    guard AcceptField.takesEvents(request.fieldString("accept")) else {
      return refuse(
        exchange, 406, "a GET opens an event stream: Accept must list text/event-stream")
    }
    if let last = request.fieldString("last-event-id"),
      service.resumptions.resume(last, exchange, caller(request, of: known))
    {
      return
    }
    let session = session(request)
    do throws(SubscriptionLimit) {
      try service.announcer.follow(
        session, StreamChannel(exchange: exchange, fields: PlatformSession.fields(of: request)),
        service.hearing(service.offer(to: known)))
      if let session { held.hold(session, exchange) }
      if let admittance { admitted?.opened(exchange, by: admittance) }
    } catch {
      refuse(exchange, 503, "\(error)", fields: ["Retry-After": "10"])
    }
  }

  private func versionRefusal(_ request: borrowing HTTPRequest) -> (status: Int, text: String)? {
    switch HeaderValue(request, "mcp-protocol-version") {
    case .absent: return nil
    case .repeated: return (400, "MCP-Protocol-Version may stand once only")
    case .one(let version):
      guard let revision = Revision(version) else {
        return (400, "MCP-Protocol-Version names no version that is served here")
      }
      guard revision.isModern else { return nil }
      return (405, "this protocol version has no such stream; use subscriptions/listen")
    }
  }

  func abandoned(_ exchange: HTTPExchange) {
    entrance?.abandoned(exchange)
    service.announcer.left(.http(exchange))
    admitted?.closed(exchange)
    held.release(exchange)
    running.abandoned(exchange)
  }

  // MARK: - Health

  /// Whether a call or a task has not ended.
  private var isBusy: Bool {
    !running.isEmpty || service.tasks.areRunning || service.plugins.runningCalls > 0
  }

  /// Says more to those who are let in than to others, and refuses nobody.
  private func health(_ request: borrowing HTTPRequest, _ exchange: HTTPExchange) {
    let plugins = service.plugins
    guard let entrance else {
      let offer = policy.isLoopback ? service.current : nil
      return exchange.respond(json: Health.report(plugins, to: offer))
    }
    entrance.identify(request, exchange) { [service] admittance in
      let offer = admittance.map { service.offer(to: $0.caller) }
      exchange.respond(json: Health.report(plugins, to: offer))
    }
  }

  private func probe(
    _ request: borrowing HTTPRequest, _ exchange: HTTPExchange, _ answer: () -> Void
  ) {
    let verdict = policy.probeVerdict(
      origin: HeaderValue(request, "origin"), host: host(request))
    if case .refused(let status, let text) = verdict { return refuse(exchange, status, text) }
    guard request.method == .get || request.method == .head else {
      return refuse(exchange, 405, "this is read with GET", fields: ["Allow": "GET, HEAD"])
    }
    answer()
  }

  private func refuse(
    _ exchange: HTTPExchange, _ status: Int, _ text: String, fields: HTTPFields = [:]
  ) {
    var fields = fields
    fields.append("Content-Type", "text/plain; charset=utf-8")
    exchange.respond(status: status, fields: fields, body: Array("\(text)\n".utf8))
  }
}

extension HTTPMessageFields {
  /// Whether the message may open a stream of notifications: a modern request names its method
  /// here, and is refused where its message says another.
  fileprivate var mayListen: Bool {
    guard case .one(let method) = method else { return false }
    return method.elementsEqual("subscriptions/listen".utf8)
  }
}
