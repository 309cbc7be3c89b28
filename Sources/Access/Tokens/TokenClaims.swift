import JSON

/// What a genuine token says of its bearer (RFC 7519 section 4; RFC 9068; Cognito's access tokens).
package struct TokenClaims: Sendable, Equatable {
  /// Who gave it out.
  package let issuer: String
  /// Whom it is about; nil where it does not say.
  package let subject: String?
  /// The client that it was given to: `client_id`, else `azp`, else `appid`.
  package let clientID: String?
  /// Whom it is for; empty where it does not say.
  package let audience: [String]
  /// What its bearer may do.
  package let scopes: [String]
  /// Cognito's kind: `access` or `id`.
  package let tokenUse: String?
  /// Seconds after 1970 from which on it is void.
  package let expiry: Int64
  /// From which on it holds, if it says so.
  package let notBefore: Int64?
  /// When it was made, if it says so.
  package let issuedAt: Int64?
  /// All of them as they came, a JSON object.
  package let json: [UInt8]
  /// Its bearer, as the policy and the plugins are told.
  let caller: AuthenticatedCaller

  /// Reads the claims of a payload, which is an object; those of a wrong kind are faults.
  init(_ payload: JSONDocument) throws(TokenRefusal) {
    let reader = ClaimReader(document: payload)
    guard let issuer = try reader.text("iss") else { throw .invalid("the token names no issuer") }
    self.issuer = issuer
    subject = try reader.text("sub")
    clientID = try reader.firstText(["client_id", "azp", "appid"])
    audience = try reader.texts("aud")
    scopes = try reader.scopes()
    tokenUse = try reader.text("token_use")
    guard let expiry = try reader.time("exp") else {
      throw .invalid("the token says no time of its end (exp)")
    }
    self.expiry = expiry
    notBefore = try reader.time("nbf")
    issuedAt = try reader.time("iat")
    json = payload.bytes
    let client = clientID ?? subject ?? ""
    caller = AuthenticatedCaller(
      principal: Self.principal(issuer, client, subject), client: client, scopes: scopes,
      claims: json)
  }

  /// Two applications of one person are two callers. Blanks are encoded, so that no two read alike.
  private static func principal(_ issuer: String, _ client: String, _ subject: String?) -> String {
    let parts = [issuer, client] + (subject.map { [$0] } ?? [])
    let encoded = parts.map { part in
      part.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "%20")
    }
    return "token:" + encoded.joined(separator: " ")
  }
}

/// Reads members of a payload by kind.
private struct ClaimReader {
  let document: JSONDocument

  func text(_ name: StaticString) throws(TokenRefusal) -> String? {
    guard let node = document.member(document.root, name) else { return nil }
    guard let text = document.string(node) else {
      throw .invalid("the claim \(name) of the token is no string")
    }
    return text
  }

  /// The first of them that is there.
  func firstText(_ names: [StaticString]) throws(TokenRefusal) -> String? {
    for name in names { if let text = try text(name) { return text } }
    return nil
  }

  /// One string, or an array of them.
  func texts(_ name: StaticString) throws(TokenRefusal) -> [String] {
    guard let node = document.member(document.root, name) else { return [] }
    if let text = document.string(node) { return [text] }
    let texts = document.elements(node).map { document.string($0) }
    guard document.kind(node) == .array, !texts.contains(nil) else {
      throw .invalid("the claim \(name) of the token is neither a string nor strings")
    }
    return texts.compactMap(\.self)
  }

  /// `scope`, with single spaces (RFC 8693 section 4.2), or `scp`, as some issuers name it.
  func scopes() throws(TokenRefusal) -> [String] {
    if let scope = try text("scope") {
      return scope.split(separator: " ").map(String.init)
    }
    return try texts("scp").flatMap { $0.split(separator: " ").map(String.init) }
  }

  /// A NumericDate (RFC 7519 section 2), parts of a second dropped.
  func time(_ name: StaticString) throws(TokenRefusal) -> Int64? {
    guard let node = document.member(document.root, name) else { return nil }
    if let seconds = document.integer(node) { return seconds }
    guard document.kind(node) == .number, let seconds = document.double(node),
      abs(seconds) < 1e15
    else { throw .invalid("the claim \(name) of the token is no time") }
    return Int64(seconds.rounded(.down))
  }
}
