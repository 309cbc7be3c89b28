import Crypto
import JSON
import Synchronization

/// Gives tokens to clients that show their secret (RFC 6749 section 4.4), and publishes the keys
/// that they are checked with. Any thread.
package final class TokenIssuer: Sendable {
  /// What is answered to a request for a token.
  package struct Answer: Sendable {
    package let status: Int
    /// A JSON object.
    package let body: [UInt8]
    /// Where there were too many failures.
    package let retryAfterSeconds: Int?
  }

  private struct State {
    var ring: IssuerKeyRing
    var version: FileVersion?
    var throttle = FailureThrottle()
    /// What is wrong with the file as it is now.
    var problem: String?
  }

  package let settings: IssuerSettings
  /// The discovery document and RFC 8414's metadata, which are the same here: a JSON object.
  package let metadata: [UInt8]
  private let file: IssuerKeyFile
  private let clients: ClientDirectory
  private let clock: any AccessClock
  private let log: @Sendable (String) -> Void
  private let state: Mutex<State>

  /// An issuer with those settings. Makes its first key where there is no file of keys yet.
  package init(
    _ settings: IssuerSettings, clients: ClientDirectory,
    clock: any AccessClock = SystemAccessClock(),
    log: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(IssuerError) {
    self.settings = settings
    self.clients = clients
    self.clock = clock
    self.log = log
    file = IssuerKeyFile(path: settings.keys)
    metadata = Self.metadata(settings)
    // Looked at before it is read: what changes in between is read again.
    let version = FileVersion(of: settings.keys)
    let ring = try file.readOrMake(now: clock.unixSeconds)
    state = Mutex(State(ring: ring, version: version))
    if file.isReadableByOthers {
      log("others than its owner can read \(settings.keys), which holds private keys; chmod 600")
    }
  }

  // MARK: - Documents

  /// How long documents may be kept, in seconds.
  package static let publishedSeconds = IssuerKeyRing.publishedSeconds

  /// The public keys (RFC 7517 section 5).
  package var keySet: [UInt8] {
    let now = clock.unixSeconds
    return state.withLock { $0.ring.keySet(now: now, tokenSeconds: settings.tokenSeconds) }
  }

  /// Reads the keys again if their file has changed. To be called now and then.
  ///
  /// - Returns: whether there are other keys now.
  package func readAgainIfChanged() -> Bool {
    let before = state.withLock { $0.version }
    guard let version = FileVersion(of: settings.keys), version != before else { return false }
    do throws(IssuerError) {
      let ring = try file.read()
      return state.withLock { state in
        let changes = state.ring.keys.map(\.id) != ring.keys.map(\.id)
        state.ring = ring
        state.version = version
        state.problem = nil
        return changes
      }
    } catch {
      // It is read again until it can be: a key that was revoked must not stay.
      let isNews = state.withLock { state in
        defer { state.problem = error.text }
        return state.problem != error.text
      }
      if isNews { log("\(error.text); the keys of before serve on") }
      return false
    }
  }

  private static func metadata(_ settings: IssuerSettings) -> [UInt8] {
    JSONValue.object([
      "issuer": .string(settings.url), "token_endpoint": .string(settings.tokenURL),
      "jwks_uri": .string(settings.keySetURL),
      "grant_types_supported": [.string(TokenRequest.grantType)],
      "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
      // Clients want these whatever they are for; nobody logs in there.
      "authorization_endpoint": .string(settings.authorizationURL),
      "response_types_supported": ["none"], "subject_types_supported": ["public"],
      "id_token_signing_alg_values_supported": ["RS256"],
    ]).serialized()
  }

  // MARK: - Tokens

  /// Answers a request for a token.
  package func answer(_ request: TokenRequest) -> Answer {
    do throws(TokenRequestError) {
      return try give(request)
    } catch {
      let body: JSONObject = [
        "error": .string(error.code), "error_description": .string(error.text),
      ]
      return Answer(
        status: error.status, body: JSONValue.object(body).serialized(),
        retryAfterSeconds: error.retryAfterSeconds)
    }
  }

  private func give(_ request: TokenRequest) throws(TokenRequestError) -> Answer {
    let wanted = try request.parameters()
    let owner = try owner(wanted.credentials)
    let scopes = wanted.scopes ?? owner.scopes
    if let missing = scopes.first(where: { !owner.scopes.contains($0) }) {
      throw .invalidScope("the client may not have the scope \(missing)")
    }
    guard wanted.resources.allSatisfy(settings.resources.contains) else {
      throw .invalidTarget("no tokens are given out here for that resource")
    }
    var body: JSONObject = [
      "access_token": .string(try token(owner.client, scopes, wanted.resources)),
      "token_type": "Bearer", "expires_in": .number(JSONNumber(settings.tokenSeconds)),
    ]
    if !scopes.isEmpty { body["scope"] = .string(scopes.joined(separator: " ")) }
    return Answer(
      status: 200, body: JSONValue.object(body).serialized(), retryAfterSeconds: nil)
  }

  /// Whose secret that is. Failures are counted, and too many of them told apart.
  private func owner(
    _ credentials: ClientCredentials
  ) throws(TokenRequestError) -> ClientDirectory.Owner {
    let secret = Array(credentials.secret.utf8)
    if let owner = clients.client(credentials.client, secret: secret[...]) { return owner }
    let now = clock.monotonicMilliseconds
    let wait = state.withLock { $0.throttle.failed(credentials.client, now: now) }
    guard let wait else {
      // Not the id: it may be a secret that somebody put into the wrong place.
      log("a token was refused: there is no such client, or the secret is not its own")
      throw .invalidClient("there is no such client, or the secret is not its own")
    }
    throw .invalidClient("too many failed logins; wait", retryAfterSeconds: wait)
  }

  private func token(
    _ client: String, _ scopes: [String], _ resources: [String]
  ) throws(TokenRequestError) -> String {
    let now = clock.unixSeconds
    guard let key = state.withLock({ $0.ring.signing(now: now) }) else { throw .broken }
    do throws(CryptoError) {
      let token = try AccessToken(
        issuer: settings.url, client: client, scopes: scopes, audience: resources, now: now,
        seconds: settings.tokenSeconds)
      return try token.signed(with: key)
    } catch {
      log("a token could not be made: \(error)")
      throw .broken
    }
  }
}

extension TokenIssuer: IssuerDocumentSource {
  /// The issuer's own documents, for a verifier in the same process.
  package func fetch(
    _ url: String, completion: @escaping @Sendable (Result<IssuerDocument, IssuerError>) -> Void
  ) {
    let bytes: [UInt8]? =
      switch url {
      case settings.discoveryURL: metadata
      case settings.keySetURL: keySet
      default: nil
      }
    guard let bytes else { return completion(.failure(IssuerError("\(url) is not served here"))) }
    completion(
      .success(IssuerDocument(bytes: bytes, maximumAgeSeconds: IssuerKeyRing.publishedSeconds)))
  }
}
