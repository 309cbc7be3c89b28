import JSON

/// `auth/v3`: an app's id and secret for an access token.
enum Auth {
  private static let path = "/open-apis/auth/v3"
  private static let malformed = APIError(10_003, "invalid param")

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "POST", path: "\(path)/tenant_access_token/internal", token: .none,
      rate: .unlimited, isTokenEndpoint: true, handler: tenantToken),
    Endpoint(
      method: "POST", path: "\(path)/app_access_token/internal", token: .none,
      rate: .unlimited, isTokenEndpoint: true, handler: appToken),
  ]

  static func tenantToken(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try checkSecret(state, call)
    let token = state.tokens.tenantToken(at: state.clock.seconds, &state.identifiers)
    return .top([
      "tenant_access_token": .string(token.text),
      "expire": number(token.expirySeconds - state.clock.seconds),
    ])
  }

  static func appToken(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try checkSecret(state, call)
    let app = state.tokens.appToken(at: state.clock.seconds, &state.identifiers)
    let tenant = state.tokens.tenantToken(at: state.clock.seconds, &state.identifiers)
    return .top([
      "app_access_token": .string(app.text), "tenant_access_token": .string(tenant.text),
      "expire": number(app.expirySeconds - state.clock.seconds),
    ])
  }

  /// An app that does not exist is a bad parameter; a wrong secret has a code of its own.
  private static func checkSecret(
    _ state: SandboxState, _ call: Call
  ) throws(APIError) {
    guard let id = call.text("app_id"), let secret = call.text("app_secret"),
      !id.isEmpty, !secret.isEmpty, id == state.tokens.appID
    else { throw malformed }
    guard secret == state.tokens.appSecret else {
      throw APIError(10_014, "app secret invalid")
    }
  }
}
