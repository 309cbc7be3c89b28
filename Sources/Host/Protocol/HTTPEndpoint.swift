import Access
import HTTPServer
import MCP
import PluginHost
import Synchronization

/// The HTTP routes: `/mcp`, `/health`, `/ping`, and those of the issuer of tokens.
final class HTTPEndpoint: HTTPHandler {
  private let service: Service
  private let policy: OriginPolicy
  private let callerFields: CallerFields
  /// Nil where everybody may come in.
  private let entrance: Entrance?
  /// Nil where no tokens are given out.
  private let issuer: IssuerEndpoint?
  private let started = Timestamp.seconds
  private let running = RunningCalls()
  /// The sessions whose streams are open.
  private let held = Mutex<[HTTPExchange: SessionID]>([:])

  /// How often is written down who came.
  private static let keepNanoseconds: UInt64 = 60_000_000_000
  /// How often is looked for other keys.
  private static let followNanoseconds: UInt64 = 1_000_000_000

  init(
    service: Service, policy: OriginPolicy, callerFields: CallerFields, entrance: Entrance? = nil
  ) {
    self.service = service
    self.policy = policy
    self.callerFields = callerFields
    self.entrance = entrance
    issuer = entrance?.issuer.map(IssuerEndpoint.init)
    if let entrance {
      service.timer.every(Self.followNanoseconds) { _ in entrance.followKeys() }
      service.timer.every(Self.keepNanoseconds) { _ in entrance.keep() }
    }
    service.timer.every(KeepAlive.nanoseconds) { [running] now in running.keepAlive(now: now) }
  }

  func handle(_ request: consuming HTTPRequest, _ exchange: HTTPExchange) {
    if request.isPath("/mcp") {
      mcp(request, exchange)
    } else if request.isPath("/health") {
      probe(request, exchange) { Health.report(service.plugins) }
    } else if request.isPath("/ping") {
      probe(request, exchange) { Health.ping(updated: started) }
    } else if entrance?.answersMetadata(request, exchange) ?? false {
      return
    } else if let issuer, let resource = issuer.resource(request) {
      if case .refused(let status, let text) = verdict(request) {
        return refuse(exchange, status, text)
      }
      issuer.answer(resource, request, exchange)
    } else {
      refuse(exchange, 404, "there is nothing at \(request.pathString); MCP is served at /mcp")
    }
  }

  private func mcp(_ request: consuming HTTPRequest, _ exchange: HTTPExchange) {
    if case .refused(let status, let text) = verdict(request) {
      return refuse(exchange, status, text)
    }
    guard let entrance else { return route(request, exchange, nil) }
    entrance.admit(request, exchange) { [self] request, caller in
      route(request, exchange, caller)
    }
  }

  private func route(
    _ request: consuming HTTPRequest, _ exchange: HTTPExchange, _ known: AuthenticatedCaller?
  ) {
    switch request.method {
    case .post: message(request, exchange, caller(request, known), service.offer(to: known))
    case .get: stream(request, exchange, caller(request, known), service.offer(to: known))
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
    _ request: borrowing HTTPRequest, _ known: AuthenticatedCaller?
  ) -> Caller {
    guard let known else { return Caller(claims: callerFields.claims(in: request)) }
    return Caller(
      principal: known.principal, shared: known.claims,
      claims: callerFields.claims(in: request, shared: known.claims))
  }

  private func verdict(_ request: borrowing HTTPRequest) -> OriginPolicy.Verdict {
    let host = request.authority.map { HeaderValue.one($0) } ?? .absent
    return policy.verdict(origin: HeaderValue(request, "origin"), host: host)
  }

  // MARK: - POST

  private func message(
    _ request: consuming HTTPRequest, _ exchange: HTTPExchange, _ caller: Caller, _ offer: Offer
  ) {
    let peer = HTTPPeer(
      caller: caller, session: session(request), sessions: service.sessions, running: running)
    let channel = HTTPReplyChannel(exchange: exchange)
    let runs = service.receive(
      request.body, fields: HTTPMessageFields(request), offer, peer: peer, channel)
    for run in runs { running.keep(run, exchange, peer) }
  }

  private func session(_ request: borrowing HTTPRequest) -> SessionID? {
    request.field("mcp-session-id").flatMap { SessionID($0) }
  }

  // MARK: - GET: the notification stream of the legacy era

  private func stream(
    _ request: borrowing HTTPRequest, _ exchange: HTTPExchange, _ caller: Caller, _ offer: Offer
  ) {
    if let (status, text) = versionRefusal(request) {
      return refuse(exchange, status, text, fields: status == 405 ? ["Allow": "POST"] : [:])
    }
    guard AcceptField.takesEvents(request.fieldString("accept")) else {
      return refuse(
        exchange, 406, "a GET opens an event stream: Accept must list text/event-stream")
    }
    if let last = request.fieldString("last-event-id"),
      service.resumptions.resume(last, exchange, caller)
    {
      return
    }
    let session = session(request)
    do throws(SubscriptionLimit) {
      try service.announcer.follow(
        session, StreamChannel(exchange: exchange), service.hearing(offer))
      if let session {
        service.sessions.hold(session)
        held.withLock { $0[exchange] = session }
      }
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
    if let session = held.withLock({ $0.removeValue(forKey: exchange) }) {
      service.sessions.release(session)
    }
    running.abandoned(exchange)
  }

  // MARK: - Health

  private func probe(
    _ request: borrowing HTTPRequest, _ exchange: HTTPExchange, _ body: () -> [UInt8]
  ) {
    guard request.method == .get || request.method == .head else {
      return refuse(exchange, 405, "this is read with GET", fields: ["Allow": "GET, HEAD"])
    }
    exchange.respond(json: body())
  }

  private func refuse(
    _ exchange: HTTPExchange, _ status: Int, _ text: String, fields: HTTPFields = [:]
  ) {
    var fields = fields
    fields.append("Content-Type", "text/plain; charset=utf-8")
    exchange.respond(status: status, fields: fields, body: Array("\(text)\n".utf8))
  }
}
