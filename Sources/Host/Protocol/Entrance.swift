import AWS
import Access
import Crypto
import HTTPClient
import HTTPServer
import JSON
import PluginHost
import Synchronization

/// Finds out who sends a request, and tells whoever cannot say so how to (MCP, Authorization; RFC
/// 6750; RFC 9728). Any thread.
final class Entrance: Sendable {
  /// Where the metadata of the protected resource is found.
  private static let metadataPath = "/.well-known/oauth-protected-resource"

  let gate: Gate
  /// Requests whose senders are being found out.
  private let pending = Mutex<[HTTPExchange: Admission]>([:])
  private let resource: String?
  private let paths: ServedPaths
  /// Gives tokens to clients, where it is configured.
  let issuer: TokenIssuer?

  /// An entrance by those settings. Reads the file of clients, and the issuer's keys or makes them.
  init(_ settings: AccessSettings, paths: ServedPaths, logger: Logger) throws(ConfigurationError) {
    let log: @Sendable (String) -> Void = { logger.write(.error, $0) }
    resource = settings.resource
    self.paths = paths
    let clients = try Self.clients(settings.clients, log)
    if let path = settings.clients, clients?.wasMissing == true {
      logger.write(
        .warning,
        "access.clients: \(path) \(ClientFileError.missing.text); until then it knows nobody")
    }
    issuer = try Self.issuer(settings.issuer, clients) { logger.write(.warning, $0) }
    gate = Gate(
      verifiers: try Self.verifiers(settings.tokens, issuer, log), clients: clients,
      signatures: try Self.signatures(settings.signing))
    gate.prepare()
  }

  private static func verifiers(
    _ rules: [TokenRules], _ issuer: TokenIssuer?, _ log: @escaping @Sendable (String) -> Void
  ) throws(ConfigurationError) -> [TokenVerifier] {
    guard !rules.isEmpty else { return [] }
    if let problem = CryptoLibrary.problem() { throw ConfigurationError(problem) }
    // Which host has the keys, the issuer's own document says: the list cannot know it.
    guard let egress = try? EgressList(["*"]) else { return [] }
    let client = HTTPClient(
      egress: egress, settingPath: "access.jwt", userAgent: "toolrack/\(Version.text)")
    let source = HTTPDocumentSource(client)
    return rules.map { rules in
      // The own keys need no way through the network.
      if let issuer, issuer.settings.discoveryURL == rules.discoveryURL {
        return TokenVerifier(rules: rules, source: issuer, log: log)
      }
      return TokenVerifier(rules: rules, source: source, log: log)
    }
  }

  private static func issuer(
    _ settings: IssuerSettings?, _ clients: ClientDirectory?,
    _ log: @escaping @Sendable (String) -> Void
  ) throws(ConfigurationError) -> TokenIssuer? {
    guard let settings, let clients else { return nil }
    do throws(IssuerError) {
      return try TokenIssuer(settings, clients: clients, log: log)
    } catch {
      throw ConfigurationError("access.issuer: \(error.text)")
    }
  }

  private static func clients(
    _ path: String?, _ log: @escaping @Sendable (String) -> Void
  ) throws(ConfigurationError) -> ClientDirectory? {
    guard let path else { return nil }
    do throws(ClientFileError) {
      return try ClientDirectory(path: path, log: log)
    } catch {
      throw ConfigurationError("access.clients: \(path) \(error.text)")
    }
  }

  private static func signatures(
    _ signing: AccessSettings.Signing?
  ) throws(ConfigurationError) -> SignatureGate? {
    guard let signing else { return nil }
    do throws(CryptoError) {
      let keys = signing.keys.map { key in
        let secret = Array(key.secret.utf8)
        return SigningCredentials(
          accessKeyID: key.id, secret: Key(secret.span),
          sessionToken: key.sessionToken.map { Array($0.utf8) })
      }
      var verifier = try SignatureV4Verifier(
        region: signing.region, service: signing.service, keys: keys)
      verifier.skewSeconds = signing.skewSeconds
      let clients = signing.keys.map { key in
        (key.id, SignatureGate.Client(name: key.client, scopes: key.scopes))
      }
      return SignatureGate(
        verifier: verifier, clients: Dictionary(uniqueKeysWithValues: clients),
        refusesReplays: signing.refusesReplays)
    } catch {
      throw ConfigurationError("access.sigv4: \(error)")
    }
  }

  /// Writes down what is worth keeping.
  func keep() { gate.keep() }

  /// Follows the clients and the issuer's keys; to be called often.
  func follow() {
    gate.follow()
    guard let issuer, issuer.readAgainIfChanged() else { return }
    gate.renew(issuer.settings.url)
  }

  /// Finds out who sent the request, as far as it says so, then goes on, on the loop of its
  /// connection; with nil where it does not prove it.
  func identify(
    _ request: borrowing HTTPRequest, _ exchange: HTTPExchange,
    _ next: @escaping @Sendable (Admittance?) -> Void
  ) {
    gate.admit(proof(of: copy request)) { result in
      exchange.onLoop { next(try? result.get()) }
    }
  }

  private func proof(of request: HTTPRequest) -> AccessProof {
    AccessProof(
      authorization: request.fields("authorization"), apiKeys: request.fields("x-api-key"),
      request: { SignableRequest(request) })
  }

  /// Finds out who sent the request, then goes on, on the loop of its connection; or answers it.
  /// Within this call where everything is known; else the request is kept until its peer leaves.
  func admit(
    _ request: HTTPRequest, _ exchange: HTTPExchange,
    _ next: @escaping @Sendable (HTTPRequest, Admittance) -> Void
  ) {
    let admission = Admission(request)
    gate.admit(proof(of: request)) { [self] result in
      exchange.onLoop { [self] in
        pending.withLock { _ = $0.removeValue(forKey: exchange) }
        guard let request = admission.take() else { return }
        switch result {
        case .success(let admittance):
          if admittance.canBeRemembered { exchange.memory = admittance }
          next(request, admittance)
        case .failure(let refusal): refuse(refusal, request, exchange)
        }
      }
    }
    if admission.isPending { pending.withLock { $0[exchange] = admission } }
  }

  /// Who sent the request, where it proves that with the same bytes as the one before on its
  /// connection; nil where that is to be found out.
  func remembered(_ request: borrowing HTTPRequest, _ exchange: HTTPExchange) -> Admittance? {
    guard let one = exchange.memory as? Admittance, let field = request.onlyAuthorization,
      gate.remembers(one, field)
    else { return nil }
    return one
  }

  /// The peer has left: nothing of what it sent is kept.
  func abandoned(_ exchange: HTTPExchange) {
    _ = pending.withLock { $0.removeValue(forKey: exchange) }?.take()
  }

  // MARK: - Refusals

  private func refuse(
    _ refusal: AccessRefusal, _ request: HTTPRequest, _ exchange: HTTPExchange
  ) {
    switch refusal {
    case .malformed(let text):
      answer(exchange, 400, text, challenge(request, error: "invalid_request", text))
    case .unauthorized(nil):
      answer(
        exchange, 401, "send a bearer token or an API key: Authorization: Bearer ...",
        challenge(request))
    case .unauthorized(let text?):
      answer(exchange, 401, text, challenge(request, error: "invalid_token", text))
    case .insufficientScope(let scopes):
      let text = "the token needs one of the scopes \(scopes.joined(separator: ", "))"
      answer(exchange, 403, text, challenge(request, error: "insufficient_scope", text))
    case .unsigned(let code, let text):
      answer(exchange, 403, "\(code): \(text)", ["X-Amzn-ErrorType": code])
    case .tooLarge(let text):
      answer(exchange, 431, text, [:])
    case .unavailable(let seconds):
      answer(
        exchange, 503, "the token issuer's keys cannot be fetched now; try again",
        ["Retry-After": "\(seconds)"])
    case .overloaded(let seconds):
      answer(
        exchange, 503, "too many signed requests to tell which were sent before; try again",
        ["Retry-After": "\(seconds)"])
    }
  }

  private func answer(
    _ exchange: HTTPExchange, _ status: Int, _ text: String, _ fields: HTTPFields
  ) {
    var fields = fields
    fields.append("Content-Type", "text/plain; charset=utf-8")
    exchange.respond(status: status, fields: fields, body: Array("\(text)\n".utf8))
  }

  /// How to prove it (RFC 6750 section 3, RFC 9728 section 5.1). Nothing where no token would do.
  private func challenge(
    _ request: borrowing HTTPRequest, error: String? = nil, _ text: String = ""
  ) -> HTTPFields {
    guard gate.takesBearers else { return [:] }
    var parameters: [String] = []
    if let error {
      parameters += ["error=\"\(error)\"", "error_description=\"\(Self.quotable(text))\""]
    }
    if !gate.scopes.isEmpty {
      parameters.append("scope=\"\(Self.quotable(gate.scopes.joined(separator: " ")))\"")
    }
    if !gate.issuers.isEmpty {
      parameters.append("resource_metadata=\"\(Self.quotable(metadataURL(request)))\"")
    }
    let list = parameters.joined(separator: ", ")
    return ["WWW-Authenticate": list.isEmpty ? "Bearer" : "Bearer \(list)"]
  }

  /// What may stand between quotes there: printable ASCII without quotes and backslashes.
  private static func quotable(_ text: String) -> String {
    String(
      decoding: text.utf8.map { byte in
        (0x20...0x7E).contains(byte) && byte != 0x22 && byte != 0x5C ? byte : 0x27
      }, as: UTF8.self)
  }

  // MARK: - RFC 9728

  /// The path of the resource whose metadata a request asks for; nil where it asks for something
  /// else, or where there are none because no issuer is trusted.
  func describedPath(_ request: borrowing HTTPRequest) -> ArraySlice<UInt8>? {
    guard !gate.issuers.isEmpty, request.path.starts(with: Self.metadataPath.utf8) else {
      return nil
    }
    let path = request.path.dropFirst(Self.metadataPath.utf8.count)
    if path.isEmpty { return Array(paths.main.utf8)[...] }
    let isOwn = resource.flatMap(Self.path(of:))?.utf8.elementsEqual(path) ?? false
    return isOwn || paths.contains(path) ? path : nil
  }

  /// Answers a request for the metadata of the resource at that path.
  func answerMetadata(
    of path: ArraySlice<UInt8>, _ request: borrowing HTTPRequest, _ exchange: HTTPExchange
  ) {
    guard request.method == .get || request.method == .head else {
      return answer(exchange, 405, "this is read with GET", ["Allow": "GET, HEAD"])
    }
    var metadata: JSONObject = [
      "resource": .string(resourceURL(request, path)), "resource_name": "Toolrack",
      "authorization_servers": .array(gate.issuers.map(JSONValue.string)),
      "bearer_methods_supported": ["header"],
    ]
    if !gate.scopes.isEmpty {
      metadata["scopes_supported"] = .array(gate.scopes.map(JSONValue.string))
    }
    exchange.respond(json: JSONValue.object(metadata).serialized())
  }

  /// The well-known part stands between the host and the path (RFC 9728 section 3.1).
  private func metadataURL(_ request: borrowing HTTPRequest) -> String {
    let url = resourceURL(request, request.path)
    guard let path = Self.path(of: url) else { return url + Self.metadataPath }
    return url.dropLast(path.count) + Self.metadataPath + path
  }

  private static func path(of url: String) -> Substring? {
    url.firstRange(of: "://").flatMap { scheme in
      url[scheme.upperBound...].firstIndex(of: "/").map { url[$0...] }
    }
  }

  /// What the configuration says, else the URL at which the request came.
  private func resourceURL(
    _ request: borrowing HTTPRequest, _ path: ArraySlice<UInt8>
  ) -> String {
    if let resource { return resource }
    let host = request.authority.map { String(decoding: $0, as: UTF8.self) } ?? "localhost"
    return "http://\(host)\(String(decoding: path, as: UTF8.self))"
  }
}

extension String {
  fileprivate func firstRange(of text: String) -> Range<String.Index>? {
    indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
  }
}

extension HTTPRequest {
  /// Its Authorization, where nothing else in it says who sent it.
  fileprivate var onlyAuthorization: ArraySlice<UInt8>? {
    var found: Int?
    for index in 0..<fieldCount {
      switch fieldNameCount(index) {
      case 9 where isField(index, "x-api-key"): return nil
      case 13 where isField(index, "authorization"):
        guard found == nil else { return nil }
        found = index
      default: continue
      }
    }
    return found.map { fieldValue($0) }
  }
}

extension SignableRequest {
  /// The request as it came.
  fileprivate init(_ request: HTTPRequest) {
    self.init(
      method: Array(request.methodBytes), path: Array(request.path),
      query: request.query.map { Array($0) },
      fields: (0..<request.fieldCount).map { index in
        Field(name: Array(request.fieldName(index)), value: Array(request.fieldValue(index)))
      }, body: request.body)
  }
}
