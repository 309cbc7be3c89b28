import Crypto
import JSON

/// A key pair that tokens are signed with.
struct IssuerKey: Sendable {
  /// Its thumbprint (RFC 7638), so that no two keys have the same.
  let id: String
  /// When it was made, in seconds after 1970.
  let created: Int64
  /// From when on it signs.
  let signsFrom: Int64
  let pair: RSASigningKey

  /// A new one. Takes some hundred milliseconds.
  static func make(now: Int64, signsFrom: Int64) throws(CryptoError) -> IssuerKey {
    try IssuerKey(pair: RSASigningKey(), created: now, signsFrom: signsFrom)
  }

  init(pair: RSASigningKey, created: Int64, signsFrom: Int64) throws(CryptoError) {
    self.pair = pair
    self.created = created
    self.signsFrom = signsFrom
    id = try Self.thumbprint(modulus: pair.modulus, exponent: pair.exponent)
  }

  /// RFC 7638 section 3: the hash of these members, in this order, without blanks.
  static func thumbprint(modulus: [UInt8], exponent: [UInt8]) throws(CryptoError) -> String {
    let members: JSONObject = [
      "e": .string(Base64URL.encode(exponent)), "kty": "RSA",
      "n": .string(Base64URL.encode(modulus)),
    ]
    return Base64URL.encode(try SHA256.digest(of: JSONValue.object(members).serialized().span))
  }

  /// Its public half (RFC 7517 section 4).
  var publicJSON: JSONValue {
    [
      "kty": "RSA", "use": "sig", "alg": "RS256", "kid": .string(id),
      "n": .string(Base64URL.encode(pair.modulus)), "e": .string(Base64URL.encode(pair.exponent)),
    ]
  }
}
