import JSON

/// What a fault makes of a request.
enum FaultEffect: Sendable {
  /// The request is answered with this and goes no further.
  case answer(SandboxResponse)
  /// The request goes its way; its response is changed.
  case change(delayMilliseconds: Int, ending: SandboxResponse.Ending)
  /// The request goes its way; this is what the caller gets to see.
  case replace(SandboxResponse)
}

extension Fault {
  /// `scopes` are those of the endpoint, `identity` is who the token speaks for.
  func effect(
    _ envelope: Envelope, scopes: [String], identity: Identity, appID: String
  ) -> FaultEffect {
    switch self {
    case .slow(let milliseconds): .change(delayMilliseconds: milliseconds, ending: .whole)
    case .cutAfter: .change(delayMilliseconds: 0, ending: .cut)
    case .serverErrorAfter: .replace(envelope.response(refusal(identity)))
    case .badGatewayAfter: .replace(Self.page(502, "502 Bad Gateway", envelope))
    case .cut: .answer(SandboxResponse(status: 0, body: [], ending: .cut))
    case .badGateway: .answer(Self.page(502, "502 Bad Gateway", envelope))
    case .unavailable: .answer(SandboxResponse(status: 503, contentType: "text/plain", body: []))
    case .garbage: .answer(Self.page(200, "It works!", envelope))
    case .missingScope(let scope):
      .answer(
        envelope.response(
          Scopes.refusal(scopes.contains(scope) ? scopes : [scope], identity, appID: appID)))
    default: .answer(envelope.response(refusal(identity)))
    }
  }

  private func refusal(_ identity: Identity) -> APIError {
    let isUser = if case .user = identity { true } else { false }
    switch self {
    case .expiredToken: return isUser ? Tokens.expiredUser : Tokens.invalidTenant
    case .invalidToken: return isUser ? Tokens.invalidUser : Tokens.invalidTenant
    case .rateLimit(let seconds):
      return RateLimits.refusal(limit: 50, resetSeconds: seconds, isLegacy: false)
    case .legacyRateLimit(let seconds):
      return RateLimits.refusal(limit: 50, resetSeconds: seconds, isLegacy: true)
    case .targetLimit:
      return APIError(230_020, "This operation triggers the frequency limit.")
    case .quota:
      return APIError(
        99_991_403, "This month's API call quota has been exceeded.", status: 429)
    case .address: return APIError(99_991_401, "ip is denied", status: 403)
    case .error(let status, let code):
      return APIError(code, "sandbox fault", status: status)
    default: return APIError(2_200, "Internal Error", status: 500)
    }
  }

  private static func page(_ status: Int, _ text: String, _ envelope: Envelope) -> SandboxResponse {
    SandboxResponse(
      status: status, contentType: "text/html", fields: [envelope.logField],
      body: Array("<html><body><h1>\(text)</h1></body></html>".utf8))
  }
}
