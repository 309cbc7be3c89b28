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
