package import Crypto

/// What a signature is good for: one day, one region, one service.
package struct CredentialScope: Sendable, Hashable {
  /// What every scope ends with.
  package static let terminator = "aws4_request"

  /// As in `20150830`.
  package let day: String
  package let region: String
  package let service: String

  /// The scope of those parts.
  package init(day: String, region: String, service: String) {
    self.day = day
    self.region = region
    self.service = service
  }

  /// `20150830/us-east-1/service/aws4_request`.
  package var text: String { "\(day)/\(region)/\(service)/\(Self.terminator)" }

  /// The key that signs within the scope.
  package func signingKey(_ secret: Key) throws(CryptoError) -> Key {
    var key = secret.prefixed("AWS4")
    for part in [day, region, service, Self.terminator] {
      var code = try HMACSHA256.code(of: Array(part.utf8)[...], key: key)
      key = Key(code.span)
      code.clear()
    }
    return key
  }

  /// What is signed of a canonical request.
  package func stringToSign(_ request: CanonicalRequest, at time: SigningTime) throws(CryptoError)
    -> [UInt8]
  {
    let digest = Hexadecimal.encode(try SHA256.digest(of: request.bytes.span))
    return Array("\(SignatureV4.algorithm)\n\(time.text)\n\(text)\n".utf8) + digest
  }
}

/// Names of Signature Version 4.
package enum SignatureV4 {
  /// As it stands in requests.
  package static let algorithm = "AWS4-HMAC-SHA256"
  /// Hexadecimal digits of a signature.
  package static let signatureDigits = 64
}
