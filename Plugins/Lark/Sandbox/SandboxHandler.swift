import HTTPServer

/// Brings HTTP requests to a sandbox and its responses back.
final class SandboxHandler: HTTPHandler {
  /// The largest upload of the Open API is 30 MB; a form adds a little.
  private static let maximumUploadBytes = 32 * 1_024 * 1_024

  let sandbox: Sandbox

  init(sandbox: Sandbox) {
    self.sandbox = sandbox
  }

  func handle(_ request: consuming HTTPRequest, _ exchange: HTTPExchange) {
    let response = sandbox.handle(Self.request(request))
    let isPlain = response.delayMilliseconds == 0 && response.ending == .whole
    if isPlain { return Self.send(response, exchange) }
    Task {
      try? await Task.sleep(for: .milliseconds(response.delayMilliseconds))
      Self.send(response, exchange)
    }
  }

  func abandoned(_ exchange: HTTPExchange) {}

  /// The limits a sandbox's server must have: with less than no room for unsent events, an
  /// event from a thread other than the connection's ends the connection: so responses are cut.
  static var limits: HTTPLimits {
    var limits = HTTPLimits()
    limits.streamOutputBytes = -1
    limits.bodyBytes = maximumUploadBytes
    return limits
  }

  private static func request(_ request: borrowing HTTPRequest) -> SandboxRequest {
    var target = request.pathString
    if let query = request.query { target += "?" + String(decoding: query, as: UTF8.self) }
    return SandboxRequest(
      String(decoding: request.methodBytes, as: UTF8.self), target,
      authorization: request.fieldString("authorization"),
      fault: request.fieldString("x-sandbox-fault"), host: request.fieldString("host"),
      contentType: request.fieldString("content-type"), body: request.body)
  }

  private static func send(_ response: SandboxResponse, _ exchange: HTTPExchange) {
    guard response.ending == .whole else { return exchange.sendEvent(data: []) }
    var fields: HTTPFields = ["Content-Type": response.contentType]
    for field in response.fields { fields.append(field.name, field.value) }
    exchange.respond(status: response.status, fields: fields, body: response.body)
  }
}
