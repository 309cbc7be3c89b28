package import HTTPClient
import JSON

/// Where an issuer's documents come from.
package protocol IssuerDocumentSource: Sendable {
  /// Fetches one document. `completion` runs once, on any thread, possibly before this returns.
  func fetch(
    _ url: String, completion: @escaping @Sendable (Result<IssuerDocument, IssuerError>) -> Void)
}

/// A document as it was fetched.
package struct IssuerDocument: Sendable {
  /// Its bytes.
  package let bytes: [UInt8]
  /// How long it may be used without asking again (RFC 9111 section 5.2.2.1), in seconds.
  package let maximumAgeSeconds: Int64?

  /// A document of those bytes.
  package init(bytes: [UInt8], maximumAgeSeconds: Int64?) {
    self.bytes = bytes
    self.maximumAgeSeconds = maximumAgeSeconds
  }
}

/// Why an issuer's documents cannot be had. For the log.
package struct IssuerError: Error, Sendable, Equatable {
  /// One sentence for people.
  package let text: String

  /// With that sentence.
  package init(_ text: String) { self.text = text }
}

/// Fetches over HTTPS, or over HTTP from this machine.
package struct HTTPDocumentSource: IssuerDocumentSource {
  /// For one document.
  private static let timeoutMilliseconds = 5_000

  private let client: HTTPClient

  /// A source that uses that client, whose egress list has the issuer's hosts.
  package init(_ client: HTTPClient) { self.client = client }

  package func fetch(
    _ url: String, completion: @escaping @Sendable (Result<IssuerDocument, IssuerError>) -> Void
  ) {
    guard IssuerAddress.isSafe(url) else {
      return completion(.failure(IssuerError("\(url) is neither https nor on this machine")))
    }
    let request = HTTPClientRequest(
      url: url, fields: [(name: "Accept", value: "application/json")],
      timeoutMilliseconds: Self.timeoutMilliseconds,
      responseLimitBytes: JSONWebKeySet.maximumBytes, mayRetry: true)
    client.send(request) { result in
      completion(Self.document(result.map { $0 }, url))
    }
  }

  private static func document(
    _ result: Result<HTTPClientResponse, HTTPClientError>, _ url: String
  ) -> Result<IssuerDocument, IssuerError> {
    switch result {
    case .failure(let error):
      return .failure(IssuerError("\(url) could not be fetched: \(error)"))
    case .success(let response) where response.status != 200:
      return .failure(IssuerError("\(url) answered \(response.status)"))
    case .success(let response):
      let age = response.field("cache-control").flatMap(maximumAge)
      return .success(IssuerDocument(bytes: response.body, maximumAgeSeconds: age))
    }
  }

  /// The seconds of max-age; 0 where nothing is to be stored.
  static func maximumAge(_ cacheControl: String) -> Int64? {
    for part in cacheControl.lowercased().split(separator: ",") {
      let directive = part.split(separator: " ").joined()
      if directive == "no-store" || directive == "no-cache" { return 0 }
      if directive.hasPrefix("max-age=") {
        return Int64(directive.dropFirst("max-age=".count)).map { max(0, $0) }
      }
    }
    return nil
  }
}

/// Addresses of issuers.
enum IssuerAddress {
  /// Whether nobody between here and there can change what comes: https, or http on this machine.
  static func isSafe(_ url: String) -> Bool {
    if url.hasPrefix("https://") { return true }
    guard url.hasPrefix("http://") else { return false }
    let authority = url.dropFirst("http://".count).prefix { !"/?#".contains($0) }
    if authority.hasPrefix("[::1]") {
      return authority.count == 5 || authority.hasPrefix("[::1]:")
    }
    let host = authority.prefix { $0 != ":" }
    return host == "localhost" || host == "127.0.0.1"
  }
}

/// The discovery document, as far as it counts here (OpenID Connect Discovery 1.0 section 3).
struct DiscoveryDocument: Sendable, Equatable {
  let issuer: String
  let keySetURL: String

  /// Reads the document found under the rules' address. Its issuer must be the one that the address
  /// stands for, with or without a slash at the end.
  init(parsing bytes: [UInt8], rules: TokenRules) throws(IssuerError) {
    guard let document = try? JSONDocument(parsing: bytes),
      let issuer = document.member(document.root, "issuer").flatMap({ document.string($0) }),
      let keys = document.member(document.root, "jwks_uri").flatMap({ document.string($0) })
    else {
      throw IssuerError("\(rules.discoveryURL) is not a discovery document")
    }
    guard rules.names(issuer) else {
      throw IssuerError("\(rules.discoveryURL) names another issuer than its address: \(issuer)")
    }
    guard IssuerAddress.isSafe(keys) else {
      throw IssuerError("the key set \(keys) is neither https nor on this machine")
    }
    self.issuer = issuer
    keySetURL = keys
  }
}
