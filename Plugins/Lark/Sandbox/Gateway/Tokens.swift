/// The app, the access tokens it holds, and the rule when it gets a new one.
struct Tokens: Sendable {
  static let lifetimeSeconds = 7_200
  /// With at least this much left the token endpoint returns the same token again.
  static let reuseSeconds = 1_800
  private static let maximumTokens = 1_000

  struct Token: Sendable, Equatable {
    var text: String
    var identity: Identity
    var expirySeconds: Int
  }

  let appID: String
  let appSecret: String
  private(set) var tenant: Token?
  private(set) var app: Token?
  private var known: [String: Token] = [:]

  init(appID: String, appSecret: String) {
    self.appID = appID
    self.appSecret = appSecret
  }

  /// The tenant access token to hand out now.
  mutating func tenantToken(at seconds: Int, _ identifiers: inout Identifiers) -> Token {
    if let tenant, tenant.expirySeconds - seconds >= Self.reuseSeconds { return tenant }
    let token = Token(
      text: identifiers.tenantToken(), identity: .bot,
      expirySeconds: seconds + Self.lifetimeSeconds)
    remember(token, at: seconds)
    tenant = token
    return token
  }

  /// The app access token to hand out now. It proves the app itself and opens no endpoint here.
  mutating func appToken(at seconds: Int, _ identifiers: inout Identifiers) -> Token {
    if let app, app.expirySeconds - seconds >= Self.reuseSeconds { return app }
    let token = Token(
      text: identifiers.appToken(), identity: .nobody,
      expirySeconds: seconds + Self.lifetimeSeconds)
    app = token
    return token
  }

  mutating func addUserToken(_ text: String, openID: String, expirySeconds: Int) {
    known[text] = Token(
      text: text, identity: .user(openID: openID), expirySeconds: expirySeconds)
  }

  /// Ends every tenant token at once, as an administrator can.
  mutating func revokeTenantTokens() {
    known = known.filter { $0.value.identity != .bot }
    tenant = nil
  }

  /// Who the value of an Authorization field speaks for.
  func identity(_ authorization: String?, at seconds: Int) throws(APIError) -> Identity {
    guard let authorization, authorization.hasPrefix("Bearer "),
      authorization.utf8.count > "Bearer ".utf8.count
    else { throw Self.missing }
    let text = String(authorization.dropFirst("Bearer ".count))
    let isUser = text.hasPrefix("u-") || text.hasPrefix("eyJ")
    guard isUser || text.hasPrefix("t-") else { throw Self.malformed }
    guard let token = known[text] else { throw isUser ? Self.invalidUser : Self.invalidTenant }
    guard token.expirySeconds > seconds else {
      throw isUser ? Self.expiredUser : Self.invalidTenant
    }
    return token.identity
  }

  private mutating func remember(_ token: Token, at seconds: Int) {
    if known.count >= Self.maximumTokens {
      known = known.filter { $0.value.expirySeconds > seconds }
    }
    known[token.text] = token
  }
}

extension Tokens {
  private static let attach = "Please make a request with token attached."

  static var missing: APIError {
    APIError(99_991_661, "Missing access token for authorization. \(attach)")
  }
  static var malformed: APIError {
    APIError(
      99_991_671,
      "Invalid access token for authorization. The token must start with 't-' or 'u-'.")
  }
  static var invalidTenant: APIError {
    APIError(99_991_663, "Invalid access token for authorization. \(attach)")
  }
  static var invalidUser: APIError {
    APIError(99_991_668, "Invalid access token for authorization. \(attach)")
  }
  static var expiredUser: APIError {
    APIError(
      99_991_677, "Authentication token expired. Please request a new one.", status: 401)
  }
  static var userNotSupported: APIError {
    APIError(99_991_668, "user access token not support")
  }
}
