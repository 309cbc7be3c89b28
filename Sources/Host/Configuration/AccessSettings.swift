import Access

/// Who may call, as the configuration says it.
struct AccessSettings: Sendable {
  /// An access key, for clients that sign their requests.
  struct AccessKey: Sendable {
    var id: String
    /// Secret.
    var secret: String
    /// Goes along with temporary credentials. Secret.
    var sessionToken: String?
    /// What its client is called here.
    var client: String
    var scopes: [String] = []
  }

  /// How requests are signed.
  struct Signing: Sendable {
    static let defaultService = "bedrock-agentcore"

    var region: String
    var service = defaultService
    var skewSeconds = SignatureV4Verifier.defaultSkewSeconds
    var refusesReplays = true
    var keys: [AccessKey]
  }

  /// Whose tokens are taken.
  var tokens: [TokenRules] = []
  /// The file of clients with API keys and secrets.
  var clients: String?
  /// Gives tokens to those clients; nil: nobody is given any here.
  var issuer: IssuerSettings?
  var signing: Signing?
  /// Who may use what; nil: whoever is let in may use everything.
  var policy: AccessPolicy?
  /// The URL of `/mcp` as clients know it; nil: what the request's Host says.
  var resource: String?
}
