package import Crypto

/// An access key of AWS's kind.
package struct SigningCredentials: Sendable {
  /// Public: it stands in every signed request.
  package let accessKeyID: String
  /// The secret access key.
  package let secret: Key
  /// Goes along with temporary credentials.
  package let sessionToken: [UInt8]?

  /// Credentials of those parts. `secret` is the secret access key as it was given out.
  package init(accessKeyID: String, secret: Key, sessionToken: [UInt8]? = nil) {
    self.accessKeyID = accessKeyID
    self.secret = secret
    self.sessionToken = sessionToken
  }
}

/// What a signature is good for: one day, one region, one service.
struct CredentialScope: Sendable, Hashable {
  static let terminator = "aws4_request"

  let day: String
  let region: String
  let service: String

  /// `20150830/us-east-1/service/aws4_request`.
  var text: String { "\(day)/\(region)/\(service)/\(Self.terminator)" }

  /// The key that signs within the scope.
  func signingKey(_ secret: Key) throws(CryptoError) -> Key {
    var key = secret.prefixed("AWS4")
    for part in [day, region, service, Self.terminator] {
      var code = try HMACSHA256.code(of: Array(part.utf8)[...], key: key)
      key = Key(code.span)
      code.clear()
    }
    return key
  }

  /// What is signed of a canonical request.
  func stringToSign(_ request: CanonicalRequest, at time: SigningTime) throws(CryptoError)
    -> [UInt8]
  {
    let digest = Hexadecimal.encode(try SHA256.digest(of: request.bytes.span))
    return Array("\(SignatureV4.algorithm)\n\(time.text)\n\(text)\n".utf8) + digest
  }
}

/// Names of Signature Version 4.
enum SignatureV4 {
  static let algorithm = "AWS4-HMAC-SHA256"
  /// Hexadecimal digits of a signature.
  static let signatureDigits = 64
}

/// Hexadecimal with small letters.
enum Hexadecimal {
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { [digit($0 >> 4), digit($0 & 15)] }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
