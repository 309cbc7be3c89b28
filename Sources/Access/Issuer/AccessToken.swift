import Crypto
import JSON

/// An access token to be made: the claims of Cognito's, and the header of RFC 9068.
struct AccessToken: Sendable {
  private static let idBytes = 16

  let issuer: String
  let client: String
  let scopes: [String]
  /// Whom it is for; empty: it does not say.
  let audience: [String]
  /// Seconds after 1970.
  let issuedAt: Int64
  let expiry: Int64
  /// Tells it from all others (RFC 7519 section 4.1.7).
  let id: String

  init(
    issuer: String, client: String, scopes: [String], audience: [String], now: Int64,
    seconds: Int64
  ) throws(CryptoError) {
    self.issuer = issuer
    self.client = client
    self.scopes = scopes
    self.audience = audience
    issuedAt = now
    expiry = now + seconds
    id = Base64URL.encode(try RandomBytes.make(Self.idBytes))
  }

  /// The payload.
  var claims: JSONObject {
    var claims: JSONObject = [
      "iss": .string(issuer), "sub": .string(client), "client_id": .string(client),
      "token_use": "access", "version": 2, "jti": .string(id),
      "iat": .number(JSONNumber(issuedAt)), "exp": .number(JSONNumber(expiry)),
    ]
    if !scopes.isEmpty { claims["scope"] = .string(scopes.joined(separator: " ")) }
    switch audience.count {
    case 0: break
    case 1: claims["aud"] = .string(audience[0])
    default: claims["aud"] = .array(audience.map(JSONValue.string))
    }
    return claims
  }

  /// The token, signed with RS256 (RFC 7515 section 7.1).
  func signed(with key: IssuerKey) throws(CryptoError) -> String {
    let header: JSONObject = ["alg": "RS256", "typ": "at+jwt", "kid": .string(key.id)]
    let signed = [header, claims].map { Base64URL.encode(JSONValue.object($0).serialized()) }
      .joined(separator: ".")
    let signature = try key.pair.signature(of: Array(signed.utf8)[...])
    return "\(signed).\(Base64URL.encode(signature))"
  }
}
