/// An entry of an egress list that cannot be read. `message` quotes it and says what would be
/// right; where it stands is for the caller to add.
package struct EgressListError: Error, Sendable, Equatable, CustomStringConvertible {
  package let message: String
  package var description: String { message }
}

/// Which hosts may be reached. An entry is
///
/// - `host:port`, such as `open.feishu.cn:443`, `127.0.0.1:9000` or `[::1]:8080`;
/// - `host`: the same with port 443;
/// - `*.example.com:443`: every name below `example.com`, at any depth, but not itself;
/// - `*:443`: every host at that port; `*`: every host at every port.
///
/// The list is about names as they stand in URLs, and about nothing else. It is not asked again
/// about the addresses that a name resolves to: whoever controls the DNS of a listed name chooses
/// where it leads, a loopback or link-local address included, and `*` includes such addresses and
/// the metadata service of a cloud. TLS still proves that the server owns the name.
package struct EgressList: Sendable, Equatable {
  private var entries: [Entry] = []

  private struct Entry: Equatable {
    enum Hosts: Equatable {
      case any
      case below(String)
      case one(HostName)
    }

    var hosts: Hosts
    /// nil: every port.
    var port: UInt16?
  }

  /// The port of an entry that names none.
  package static let defaultPort: UInt16 = 443

  /// An empty list permits nothing.
  package init(_ entries: [String]) throws(EgressListError) {
    for text in entries {
      guard let entry = Self.parse(text) else { throw Self.error(text) }
      self.entries.append(entry)
    }
  }

  /// Whether a request to that host and port may be made. `host` is a name, an IPv4 address or an
  /// IPv6 address in brackets.
  package func permits(host: String, port: UInt16) -> Bool {
    HostName(host[...]).map { permits($0, port) } ?? false
  }

  func permits(_ host: HostName, _ port: UInt16) -> Bool {
    entries.contains { entry in
      guard entry.port == nil || entry.port == port else { return false }
      return switch entry.hosts {
      case .any: true
      case .below(let suffix): !host.isAddress && host.text.hasSuffix(suffix)
      case .one(let one): one == host
      }
    }
  }

  private static func parse(_ text: String) -> Entry? {
    if text == "*" { return Entry(hosts: .any, port: nil) }
    guard let (host, port) = splitPort(text) else { return nil }
    if host == "*" { return Entry(hosts: .any, port: port) }
    if host.hasPrefix("*.") {
      guard let domain = HostName(host.dropFirst(2)), !domain.isAddress else { return nil }
      return Entry(hosts: .below("." + domain.text), port: port)
    }
    return HostName(host).map { Entry(hosts: .one($0), port: port) }
  }

  private static func splitPort(_ text: String) -> (host: Substring, port: UInt16)? {
    guard let colon = text.lastIndex(of: ":"), text.last != "]" else {
      return (text[...], defaultPort)
    }
    guard let port = parsePort(text[text.index(after: colon)...]) else { return nil }
    return (text[..<colon], port)
  }

  private static func error(_ text: String) -> EgressListError {
    let hint =
      text.contains("/") || text.contains("@")
      ? "leave out the scheme, the path and everything else but host and port"
      : "write a host and a port"
    return EgressListError(
      message: "\"\(printable(text))\" is no host that may be reached; \(hint), such as "
        + "\"open.feishu.cn:443\", \"*.example.com:443\", \"127.0.0.1:9000\" or \"[::1]:9000\".")
  }
}

/// A decimal port, 1 to 65535; nil for anything else.
func parsePort(_ text: Substring) -> UInt16? {
  guard (1...5).contains(text.utf8.count),
    text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
    let port = UInt16(text), port > 0
  else { return nil }
  return port
}

/// The text cut to a length that is fit to be shown, with nothing in it but printable ASCII.
func printable(_ text: some StringProtocol) -> String {
  let shown = text.unicodeScalars.prefix(HTTPClientLimits.shownCharacters)
  return String(
    String.UnicodeScalarView(shown.map { (" "..."~").contains($0) ? $0 : "?" }))
    + (shown.endIndex < text.unicodeScalars.endIndex ? "..." : "")
}
