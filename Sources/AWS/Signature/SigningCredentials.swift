package import Crypto

/// An access key of AWS's kind.
package struct SigningCredentials: Sendable, CustomStringConvertible {
  /// Public: it stands in every signed request.
  package let accessKeyID: String
  /// The secret access key.
  package let secret: Key
  /// Goes along with temporary credentials.
  package let sessionToken: [UInt8]?

  /// The access key's id alone.
  package var description: String { "access key \(accessKeyID)" }

  /// Credentials of those parts. `secret` is the secret access key as it was given out.
  package init(accessKeyID: String, secret: Key, sessionToken: [UInt8]? = nil) {
    self.accessKeyID = accessKeyID
    self.secret = secret
    self.sessionToken = sessionToken
  }

  /// Credentials of those texts.
  init(key: String, secret: String, token: String?) {
    var bytes = Array(secret.utf8)
    defer { bytes.clear() }
    self.init(
      accessKeyID: key, secret: Key(bytes.span), sessionToken: token.map { Array($0.utf8) })
  }
}
