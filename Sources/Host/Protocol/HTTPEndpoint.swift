import HTTPServer
import MCP
import PluginHost
import Synchronization

/// The HTTP routes: `/mcp`, `/health`, `/ping`.
final class HTTPEndpoint: HTTPHandler {
  private let service: Service
  private let policy: OriginPolicy
  private let started = Timestamp.seconds
  /// Calls that did not end at once, to cancel them when their client goes away.
  private let running = Mutex<[HTTPExchange: CallRun]>([:])

  init(service: Service, policy: OriginPolicy) {
    self.service = service
    self.policy = policy
  }

  func handle(_ request: consuming HTTPRequest, _ exchange: HTTPExchange) {
    if request.isPath("/mcp") {
      message(request, exchange)
    } else if request.isPath("/health") {
      probe(request, exchange) { Health.report(service.plugins) }
    } else if request.isPath("/ping") {
      probe(request, exchange) { Health.ping(updated: started) }
    } else {
      refuse(exchange, 404, "there is nothing at \(request.pathString); MCP is served at /mcp")
    }
  }

  private func message(_ request: consuming HTTPRequest, _ exchange: HTTPExchange) {
    if case .refused(let status, let text) = verdict(request) {
      return refuse(exchange, status, text)
    }
    guard request.method == .post else {
      return refuse(
        exchange, 405, "MCP messages are sent with POST", fields: ["Allow": "POST"])
    }
    let fields = MessageFields.read(request)
    let runs = service.receive(
      request.body, fields: fields, session: nil, HTTPReplyChannel(exchange: exchange))
    // A batch is of an era in which a lost connection cancels nothing.
    if let run = runs.first, runs.count == 1 { keep(run, exchange) }
  }

  private func verdict(_ request: borrowing HTTPRequest) -> OriginPolicy.Verdict {
    let host = request.authority.map { HeaderValue.one($0) } ?? .absent
    return policy.verdict(origin: MessageFields.single(request, "origin"), host: host)
  }

  private func keep(_ run: CallRun, _ exchange: HTTPExchange) {
    running.withLock { $0[exchange] = run }
    let isRunning = run.whenDone { [weak self] in self?.forget(exchange) }
    if !isRunning { forget(exchange) }
  }

  private func forget(_ exchange: HTTPExchange) {
    _ = running.withLock { $0.removeValue(forKey: exchange) }
  }

  func abandoned(_ exchange: HTTPExchange) {
    guard let run = running.withLock({ $0[exchange] }), run.endsWithConnection else { return }
    run.cancel()
  }

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
