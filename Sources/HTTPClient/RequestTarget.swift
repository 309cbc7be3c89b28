/// A URL as it is sent in a request: what goes into the Host field and into the request line. For
/// whoever signs a request before it is sent.
package struct RequestTarget: Sendable, Equatable {
  /// The value of the Host field: the port stands there where it is not the scheme's own.
  package let host: String
  /// Raw; begins with "/".
  package let path: String
  /// What follows the first "?", raw; nil without one.
  package let query: String?
  /// Whether the scheme is https.
  package let isSecure: Bool
  /// Host and port, as an egress list spells them.
  package let authority: String
  /// The host alone, in small letters; an IPv6 address without brackets.
  package let name: String
  /// Whether the host is an address of this machine.
  package let isLoopback: Bool

  /// Throws `refused` for a URL that `HTTPClient` would not take.
  package init(url text: String) throws(HTTPClientError) {
    let url: HTTPURL
    do {
      url = try HTTPURL(parsing: text)
    } catch {
      throw HTTPClientError(.refused, "The request's URL is refused: \(error.reason).")
    }
    host = url.port == url.scheme.defaultPort ? url.host.inURL : url.authority
    let end = url.target.utf8.firstIndex(of: UInt8(ascii: "?"))
    path = String(url.path)
    query = end.map { String(url.target[url.target.utf8.index(after: $0)...]) }
    isSecure = url.scheme == .https
    authority = url.authority
    name = url.host.text
    isLoopback = url.host.isAddress && (name == "::1" || name.hasPrefix("127."))
  }

  /// The same place with another query.
  package func url(query: String?) -> String {
    "\(isSecure ? "https" : "http")://\(host)\(path)" + (query.map { "?\($0)" } ?? "")
  }
}
