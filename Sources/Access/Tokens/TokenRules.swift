import JSON

/// What a token must say to be taken, in the words of AgentCore's `customJWTAuthorizer`.
package struct TokenRules: Sendable {
  /// A claim beyond the standard ones, and what it must be.
  package struct CustomClaim: Sendable, Equatable {
    /// What is compared with what.
    package enum Match: Sendable, Equatable {
      /// The claim is that string.
      case equals(String)
      /// The claim is a list of strings with that one in it.
      case contains(String)
      /// The claim is a list of strings with one of those in it.
      case containsAny([String])
    }

    package var name: String
    package var match: Match

    /// A claim of that name.
    package init(name: String, match: Match) {
      self.name = name
      self.match = match
    }
  }

  /// How far clocks may be apart, in seconds.
  package static let skewSeconds: Int64 = 60

  /// Ends in `/.well-known/openid-configuration`.
  package var discoveryURL: String
  /// One of them must be the token's audience; empty: not asked. Cognito's access tokens have none.
  package var allowedAudience: [String] = []
  /// Where tokens need no audience: what those that have one must name; nil: not asked.
  package var resource: String?
  /// One of them must be the token's client; empty: not asked.
  package var allowedClients: [String] = []
  /// One of them must be among the token's scopes; empty: not asked.
  package var allowedScopes: [String] = []
  /// All of them must hold.
  package var customClaims: [CustomClaim] = []

  /// Rules with that discovery document.
  package init(discoveryURL: String) { self.discoveryURL = discoveryURL }

  /// What the discovery document's address ends in (OpenID Connect Discovery 1.0 section 4).
  package static let discoverySuffix = "/.well-known/openid-configuration"

  /// The issuer that the address of the discovery document stands for; nil where it is no such
  /// address.
  package var issuer: String? {
    guard discoveryURL.hasSuffix(Self.discoverySuffix) else { return nil }
    return String(discoveryURL.dropLast(Self.discoverySuffix.count))
  }

  /// Whether the address is https, or http on this machine.
  package var hasSafeAddress: Bool { IssuerAddress.isSafe(discoveryURL) }

  /// Whether nothing is asked of a token but its issuer.
  package var admitsEverybody: Bool {
    allowedAudience.isEmpty && allowedClients.isEmpty && allowedScopes.isEmpty
      && customClaims.isEmpty
  }

  /// Whether a token that names that issuer is for these rules.
  func names(_ issuer: String) -> Bool {
    issuer == self.issuer || issuer == self.issuer.map { "\($0)/" }
  }

  /// Passes a token whose signature is genuine, `issuer` being the one whose keys it was checked
  /// with.
  func check(_ claims: TokenClaims, issuer: String, now: Int64) throws(TokenRefusal) {
    guard claims.issuer == issuer else {
      throw .invalid("the token is of another issuer than the one that is trusted here")
    }
    try checkTimes(claims, now)
    if let use = claims.tokenUse, use != "access" {
      throw .invalid("the token is no access token (token_use)")
    }
    if !allowedAudience.isEmpty, Set(allowedAudience).isDisjoint(with: claims.audience) {
      throw .invalid("the token is for somebody else (aud)")
    }
    if let resource, !claims.audience.isEmpty, !claims.audience.contains(resource) {
      throw .invalid("the token is for somebody else (aud)")
    }
    if !allowedClients.isEmpty, !(claims.clientID.map(allowedClients.contains) ?? false) {
      throw .invalid("the token's client (client_id) is not among allowedClients")
    }
    try checkCustomClaims(claims)
    if !allowedScopes.isEmpty, Set(allowedScopes).isDisjoint(with: claims.scopes) {
      throw .insufficientScope(allowedScopes)
    }
  }

  /// From when on a token is not taken any more, in seconds after 1970.
  static func end(of claims: TokenClaims) -> Int64 {
    claims.expiry.saturatingAdd(skewSeconds)
  }

  private func checkTimes(_ claims: TokenClaims, _ now: Int64) throws(TokenRefusal) {
    guard now < Self.end(of: claims) else {
      throw .invalid("the token has expired")
    }
    if let start = claims.notBefore, start.saturatingAdd(-Self.skewSeconds) > now {
      throw .invalid("the token does not hold yet (nbf)")
    }
    if let made = claims.issuedAt, made.saturatingAdd(-Self.skewSeconds) > now {
      throw .invalid("the token was made in the future (iat): the clocks differ too much")
    }
  }

  private func checkCustomClaims(_ claims: TokenClaims) throws(TokenRefusal) {
    guard !customClaims.isEmpty else { return }
    let values = try? JSONValue(parsing: claims.json)
    for claim in customClaims where !claim.holds(values?[claim.name]) {
      throw .invalid("the token's claim \(claim.name) is not what customClaims asks for")
    }
  }
}

extension TokenRules.CustomClaim {
  fileprivate func holds(_ value: JSONValue?) -> Bool {
    let list = value?.array?.compactMap(\.string) ?? []
    return switch match {
    case .equals(let text): value?.string == text
    case .contains(let text): list.contains(text)
    case .containsAny(let texts): !Set(texts).isDisjoint(with: list)
    }
  }
}

extension Int64 {
  /// The sum, or the largest or smallest number where there is none.
  fileprivate func saturatingAdd(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other > 0 ? .max : .min) : sum
  }
}
