/// What the issuer of tokens that is built in is told.
package struct IssuerSettings: Sendable, Equatable {
  /// How long a token holds, where nothing is said: as long as Cognito's.
  package static let defaultTokenSeconds: Int64 = 3_600
  /// The shortest and the longest time that may be said.
  package static let tokenSeconds: ClosedRange<Int> = 60...86_400
  /// The file of keys, where nothing is said.
  package static let defaultKeys = "issuer-keys.json"
  /// Below the issuer's URL: where tokens are given out.
  static let tokenPath = "/oauth2/token"
  /// Below the issuer's URL: where users would log in, which is not offered.
  static let authorizationPath = "/oauth2/authorize"
  /// Below the issuer's URL: the public keys.
  static let keySetPath = "/.well-known/jwks.json"
  /// RFC 8414 section 3.
  static let metadataPath = "/.well-known/oauth-authorization-server"

  /// The issuer's name, which every token bears, and where clients and verifiers find it.
  package let url: String
  /// The file of signing keys.
  package var keys = defaultKeys
  /// How long a token holds.
  package var tokenSeconds = defaultTokenSeconds
  /// What tokens may be asked for by `resource` (RFC 8707).
  package var resources: [String] = []

  /// An issuer of that name; nil where it cannot be one: it must be https, or http on this machine,
  /// and end without a slash, a query or a fragment.
  package init?(url: String) {
    guard IssuerAddress.isSafe(url), url.utf8.allSatisfy(Self.isPlain), !url.hasSuffix("/") else {
      return nil
    }
    self.url = url
    let hasEmptyPart = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
      .contains("")
    guard !origin.hasSuffix("/"), !hasEmptyPart else { return nil }
  }

  /// What may stand in the URL: nothing that means the same written in another way.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "-._~:/[]".utf8.contains(byte)
    }
  }

  /// Scheme, host and port.
  package var origin: String { String(url.dropLast(path.count)) }

  /// What comes after them: empty, or begins with a slash.
  package var path: String {
    let authority = url.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
    return String(Substring(authority.drop { $0 != UInt8(ascii: "/") }))
  }

  /// Where the discovery document is.
  package var discoveryURL: String { url + TokenRules.discoverySuffix }
  /// Where the public keys are.
  package var keySetURL: String { url + Self.keySetPath }
  /// Where tokens are given out.
  package var tokenURL: String { url + Self.tokenPath }
  /// Where users would log in.
  var authorizationURL: String { url + Self.authorizationPath }

  /// What is served at a path.
  package enum Resource: Sendable, Equatable {
    case token, authorization, metadata, keySet
  }

  /// The paths of all that is served. The metadata are where OpenID Connect Discovery 1.0 section 4
  /// puts them, behind the issuer's path, and where RFC 8414 section 3.1 does, before it; clients
  /// look in either place for either.
  package var paths: [String: Resource] {
    var paths: [String: Resource] = [
      path + Self.tokenPath: .token, path + Self.authorizationPath: .authorization,
      path + Self.keySetPath: .keySet,
    ]
    for document in [TokenRules.discoverySuffix, Self.metadataPath] {
      paths[path + document] = .metadata
      paths[document + path] = .metadata
    }
    return paths
  }
}
