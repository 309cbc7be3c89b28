import Access
import HTTPServer

/// The routes of the issuer of tokens: the token endpoint, the metadata, the public keys. They need
/// no login. Any thread.
struct IssuerEndpoint: Sendable {
  private let issuer: TokenIssuer
  private let routes: [ArraySlice<UInt8>: IssuerSettings.Resource]

  init(_ issuer: TokenIssuer) {
    self.issuer = issuer
    routes = Dictionary(
      uniqueKeysWithValues: issuer.settings.paths.map { (Array($0.key.utf8)[...], $0.value) })
  }

  /// What a request asks for; nil for anything that is not the issuer's.
  func resource(_ request: borrowing HTTPRequest) -> IssuerSettings.Resource? {
    routes[request.path]
  }

  /// Answers a request for that.
  func answer(
    _ resource: IssuerSettings.Resource, _ request: borrowing HTTPRequest,
    _ exchange: HTTPExchange
  ) {
    switch resource {
    case .token: token(request, exchange)
    case .metadata: document(issuer.metadata, request, exchange)
    case .keySet: document(issuer.keySet, request, exchange)
    case .authorization:
      refuse(
        exchange, 400, "tokens are given to clients here and not to users: POST client_credentials")
    }
  }

  private func document(
    _ bytes: [UInt8], _ request: borrowing HTTPRequest, _ exchange: HTTPExchange
  ) {
    guard request.method == .get || request.method == .head else {
      return refuse(exchange, 405, "this is read with GET", ["Allow": "GET, HEAD"])
    }
    let fields: HTTPFields = [
      "Content-Type": "application/json",
      "Cache-Control": "public, max-age=\(TokenIssuer.publishedSeconds)",
    ]
    exchange.respond(status: 200, fields: fields, body: bytes)
  }

  private func token(_ request: borrowing HTTPRequest, _ exchange: HTTPExchange) {
    guard request.method == .post else {
      return refuse(exchange, 405, "tokens are asked for with POST", ["Allow": "POST"])
    }
    let answer = issuer.answer(
      TokenRequest(
        body: request.body, contentType: request.field("content-type"),
        authorization: request.fields("authorization"), hasQuery: request.query != nil))
    // RFC 6749 section 5.1.
    var fields: HTTPFields = [
      "Content-Type": "application/json", "Cache-Control": "no-store", "Pragma": "no-cache",
    ]
    // RFC 9110 section 15.5.2 wants it whichever way the client took.
    if answer.status == 401 {
      fields.append("WWW-Authenticate", "Basic realm=\"toolrack\", charset=\"UTF-8\"")
    }
    if let seconds = answer.retryAfterSeconds { fields.append("Retry-After", "\(seconds)") }
    exchange.respond(status: answer.status, fields: fields, body: answer.body)
  }

  private func refuse(
    _ exchange: HTTPExchange, _ status: Int, _ text: String, _ fields: HTTPFields = [:]
  ) {
    var fields = fields
    fields.append("Content-Type", "text/plain; charset=utf-8")
    exchange.respond(status: status, fields: fields, body: Array("\(text)\n".utf8))
  }
}
