/// Whose browser pages may talk to the server, and under which names: the protection against DNS
/// rebinding that MCP asks of HTTP servers. Bytes in, verdict out.
package struct OriginPolicy: Sendable {
  /// What to do with a request.
  package enum Verdict: Equatable, Sendable {
    /// Go on.
    case allowed
    /// Answer that status with that sentence.
    case refused(status: Int, text: String)
  }

  /// Whether the listener is bound to a loopback address.
  package let isLoopback: Bool
  private let origins: [[UInt8]]
  private let hosts: [[UInt8]]
  private let originSetting: String
  private let hostSetting: String

  /// A policy for one listener.
  ///
  /// - Parameters:
  ///   - isLoopback: the listener is bound to a loopback address: pages and names of this machine
  ///     are allowed, other names refused.
  ///   - allowedOrigins: further origins such as `https://app.example.com`; `*` allows all.
  ///   - allowedHosts: further names such as `tools.internal` (any port) or `tools.internal:8080`;
  ///     `*` allows all. Elsewhere than on loopback an empty list allows all.
  ///   - originSetting: what refusals name as the place to allow an origin.
  ///   - hostSetting: what refusals name as the place to allow a name.
  package init(
    isLoopback: Bool, allowedOrigins: [String] = [], allowedHosts: [String] = [],
    originSetting: String = "allowedOrigins", hostSetting: String = "allowedHosts"
  ) {
    self.isLoopback = isLoopback
    origins = allowedOrigins.map(Self.lowercased)
    hosts = allowedHosts.map(Self.lowercased)
    self.originSetting = originSetting
    self.hostSetting = hostSetting
  }

  /// Judges one request, host first.
  package func verdict(origin: HeaderValue, host: HeaderValue) -> Verdict {
    if let refusal = refusal(host: host) { return refusal }
    return refusal(origin: origin) ?? .allowed
  }

  /// Judges a request of a health check. Probes name the server as they reach it, mostly by its
  /// address, and old ones not at all. That opens no way for DNS rebinding: the pages of a browser
  /// come with the name under which they were found, which is neither an address nor `localhost`.
  package func probeVerdict(origin: HeaderValue, host: HeaderValue) -> Verdict {
    switch host {
    case .absent: return refusal(origin: origin) ?? .allowed
    case .one(let value) where Authority(value.trimmingWhitespace).isAddressOrLocalhost:
      return refusal(origin: origin) ?? .allowed
    case .one, .repeated: return verdict(origin: origin, host: host)
    }
  }

  private func refusal(host: HeaderValue) -> Verdict? {
    guard isLoopback || !hosts.isEmpty else { return nil }
    guard case .one(let value) = host else {
      return .refused(status: 400, text: "the request needs exactly one Host header")
    }
    let text = value.trimmingWhitespace
    let authority = Authority(text)
    guard !(isLoopback && authority.isLoopback), !isListed(text, authority) else { return nil }
    return .refused(
      status: 421,
      text: "host \(value.quoted) is not served here; add it to \(hostSetting) to allow it")
  }

  private func isListed(_ text: ArraySlice<UInt8>, _ authority: Authority) -> Bool {
    hosts.contains { allowed in
      allowed.elementsEqual("*".utf8) || text.equalsIgnoringCase(allowed)
        || authority.host.equalsIgnoringCase(allowed)
    }
  }

  private func refusal(origin: HeaderValue) -> Verdict? {
    let value: ArraySlice<UInt8>
    switch origin {
    case .absent: return nil
    case .repeated:
      return .refused(status: 403, text: "the request has more than one Origin header")
    case .one(let given): value = given
    }
    let text = value.trimmingWhitespace
    guard !isLoopbackOrigin(text),
      !origins.contains(where: { $0.elementsEqual("*".utf8) || text.equalsIgnoringCase($0) })
    else { return nil }
    return .refused(
      status: 403,
      text: "origin \(value.quoted) is not allowed; add it to \(originSetting) to allow it")
  }

  private func isLoopbackOrigin(_ origin: ArraySlice<UInt8>) -> Bool {
    guard isLoopback else { return false }
    for scheme in ["http://", "https://"] as [StaticString] {
      let length = scheme.utf8CodeUnitCount
      guard origin.prefix(length).equalsIgnoringCase(scheme) else { continue }
      return Authority(origin.dropFirst(length)).isLoopback
    }
    return false
  }

  private static func lowercased(_ text: String) -> [UInt8] { text.utf8.map(\.lowercasedASCII) }
}

/// A host with an optional port (RFC 3986 section 3.2).
private struct Authority {
  /// Brackets of an IPv6 address included.
  let host: ArraySlice<UInt8>
  /// The port is digits, or absent.
  let hasValidPort: Bool

  init(_ text: ArraySlice<UInt8>) {
    let closing = text.lastIndex(of: UInt8(ascii: "]"))
    let search = closing.map { text[$0...] } ?? text
    guard let colon = search.firstIndex(of: UInt8(ascii: ":")) else {
      host = text
      hasValidPort = true
      return
    }
    host = text[..<colon]
    let port = text[(colon + 1)...]
    hasValidPort = !port.isEmpty && port.allSatisfy { (0x30...0x39).contains($0) }
  }

  var isAddressOrLocalhost: Bool {
    hasValidPort && (host.isIPAddress || host.equalsIgnoringCase("localhost"))
  }

  var isLoopback: Bool {
    hasValidPort
      && (host.equals("127.0.0.1") || host.equalsIgnoringCase("localhost") || host.equals("[::1]"))
  }
}

extension ArraySlice<UInt8> {
  /// Whether it is an IPv4 address of four numbers, or something in the brackets of IPv6 that only
  /// an address can be. No name is either.
  fileprivate var isIPAddress: Bool {
    if first == UInt8(ascii: "["), last == UInt8(ascii: "]") {
      return dropFirst().dropLast().allSatisfy { byte in
        (0x30...0x3A).contains(byte) || (0x61...0x66).contains(byte | 0x20)
          || byte == UInt8(ascii: ".")
      }
    }
    let parts = split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
      }
  }
}
