/// Credentials of the host, and how long they hold.
package struct AWSCredentials: Sendable, CustomStringConvertible {
  /// What signs.
  package let signing: SigningCredentials
  /// When they stop to hold, in seconds after 1970; nil: never.
  package let expiration: Int64?
  /// Where they come from, for people: "the environment".
  package let source: String

  /// Credentials from that source.
  package init(_ signing: SigningCredentials, expiration: Int64? = nil, source: String) {
    self.signing = signing
    self.expiration = expiration
    self.source = source
  }

  /// Public: it stands in every signed request.
  package var accessKeyID: String { signing.accessKeyID }

  /// Without what is secret.
  package var description: String { "\(signing) of \(source)" }
}

/// Why there are no credentials. The sentence is for people, and holds no secret.
package struct CredentialError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds.
  package enum Kind: Sendable {
    /// Nothing is configured.
    case none
    /// What is configured is wrong.
    case configuration
    /// Whoever gives them out did not.
    case unavailable
  }

  package let kind: Kind
  package let description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
