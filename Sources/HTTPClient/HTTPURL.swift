/// Why a URL is not taken, as the end of a sentence. Never quotes the URL.
struct HTTPURLError: Error, Equatable {
  let reason: String

  static let scheme = HTTPURLError(reason: "its scheme is neither http nor https")
  static let authority = HTTPURLError(reason: "it is not absolute: \"//host\" is missing")
  static let userInformation = HTTPURLError(
    reason: "it has user information ahead of the host; send that in an Authorization field")
  static let host = HTTPURLError(
    reason: "its host is neither a name in ASCII, nor an IPv4 address, nor an IPv6 address in "
      + "brackets")
  static let port = HTTPURLError(reason: "its port is not a number from 1 to 65535")
  static let characters = HTTPURLError(
    reason: "it has a character that must be percent-encoded, such as a space or a letter that is "
      + "not ASCII")
  static let length = HTTPURLError(
    reason: "it is longer than \(HTTPClientLimits.urlBytes) bytes")
}

/// An absolute `http` or `https` URL (RFC 3986, RFC 9110 section 4.2), taken apart. libcurl is
/// given `text`, which is built from the parts, so it cannot read another host than was checked.
struct HTTPURL: Equatable, Sendable {
  enum Scheme: String, Sendable {
    case http, https

    var defaultPort: UInt16 { self == .http ? 80 : 443 }
  }

  var scheme: Scheme
  var host: HostName
  var port: UInt16
  /// Path and query: begins with "/", has no fragment.
  var target: String

  init(parsing text: String) throws(HTTPURLError) {
    guard text.utf8.count <= HTTPClientLimits.urlBytes else { throw .length }
    guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .characters }
    let (scheme, rest) = try Self.splitScheme(text)
    try self.init(scheme: scheme, authorityAndTarget: rest)
  }

  /// From what follows the "//".
  init(scheme: Scheme, authorityAndTarget rest: Substring) throws(HTTPURLError) {
    let end = rest.utf8.firstIndex(where: Self.endsAuthority) ?? rest.endIndex
    let authority = rest[..<end]
    guard !authority.utf8.contains(UInt8(ascii: "@")) else { throw .userInformation }
    self.scheme = scheme
    (host, port) = try Self.splitAuthority(authority, defaultPort: scheme.defaultPort)
    target = Self.target(rest[end...])
  }

  private static func endsAuthority(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  private static func splitScheme(
    _ text: String
  ) throws(HTTPURLError) -> (Scheme, rest: Substring) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
      let scheme = Scheme(rawValue: text[..<colon].lowercased())
    else { throw .scheme }
    let rest = text[text.index(after: colon)...]
    guard rest.hasPrefix("//") else { throw .authority }
    return (scheme, rest.dropFirst(2))
  }

  private static func splitAuthority(
    _ authority: Substring, defaultPort: UInt16
  ) throws(HTTPURLError) -> (HostName, UInt16) {
    var (name, port) = (authority, defaultPort)
    if authority.utf8.last != UInt8(ascii: "]"),
      let colon = authority.utf8.lastIndex(of: UInt8(ascii: ":"))
    {
      name = authority[..<colon]
      let digits = authority[authority.index(after: colon)...]
      // "host:" is "host" (RFC 3986 section 6.2.3).
      if !digits.isEmpty {
        guard let number = parsePort(digits) else { throw .port }
        port = number
      }
    }
    guard let host = HostName(name) else { throw .host }
    return (host, port)
  }

  /// Path and query as they are sent; the fragment stays with the client (RFC 9110 section 4.2.5).
  private static func target(_ text: Substring) -> String {
    let sent = Substring(text.utf8.prefix { $0 != UInt8(ascii: "#") })
    return sent.utf8.first == UInt8(ascii: "/") ? String(sent) : "/" + sent
  }

  /// The whole URL.
  var text: String { "\(scheme)://\(host.inURL):\(port)\(target)" }

  /// For people: no query, which may hold secrets, and not too long.
  var shown: String { "\(scheme)://\(authority)\(printable(path))" }

  /// Host and port, as an egress list spells them.
  var authority: String { "\(host.inURL):\(port)" }

  var path: Substring { Substring(target.utf8.prefix { $0 != UInt8(ascii: "?") }) }

  /// Whether what is meant for one may be shown to the other (RFC 6454 section 5).
  func hasSameOrigin(as other: HTTPURL) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }
}
