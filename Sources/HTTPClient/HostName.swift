private import Glibc

/// A host as it is compared and connected to: a lower-case DNS name without a final dot, or an IP
/// address in its one canonical spelling. What resolvers read in several ways ("127.1",
/// "0x7f000001", "017700000001") is not a host at all, so no list can be passed by spelling an
/// address oddly.
struct HostName: Equatable, Sendable {
  /// Without brackets.
  let text: String
  let isAddress: Bool

  /// The longest name (RFC 1035 section 2.3.4) and its longest label.
  private static let maximumBytes = 253
  private static let maximumLabelBytes = 63

  /// A name, an IPv4 address, or an IPv6 address in brackets; nil where it is none of these. A
  /// name with other letters than ASCII is expected in its `xn--` form.
  init?(_ text: Substring) {
    if text.first == "[" {
      guard text.last == "]", let address = Self.canonicalIPv6(text.dropFirst().dropLast()) else {
        return nil
      }
      (self.text, isAddress) = (address, true)
      return
    }
    let name = text.last == "." ? text.dropLast() : text
    guard Self.isName(name) else { return nil }
    let looksNumeric = Self.endsInNumber(name)
    guard !looksNumeric || (name.count == text.count && Self.isIPv4(name)) else { return nil }
    (self.text, isAddress) = (name.lowercased(), looksNumeric)
  }

  private var isIPv6: Bool { text.utf8.contains(UInt8(ascii: ":")) }

  /// As it stands in a URL.
  var inURL: String { isIPv6 ? "[\(text)]" : text }

  private static func isName(_ name: Substring) -> Bool {
    guard name.utf8.count <= maximumBytes else { return false }
    return name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { (1...maximumLabelBytes).contains($0.count) && $0.allSatisfy(isNameByte) }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Whether a resolver would take the name for an IPv4 address: its last label begins with a
  /// digit and is a number, decimal, octal or hexadecimal.
  private static func endsInNumber(_ name: Substring) -> Bool {
    guard let label = name.split(separator: ".").last else { return false }
    if label.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      return true
    }
    let isHexadecimal = label.lowercased().hasPrefix("0x")
    return isHexadecimal && label.dropFirst(2).allSatisfy(\.isHexDigit)
  }

  private static func isIPv4(_ text: Substring) -> Bool {
    var address = in_addr()
    return inet_pton(AF_INET, String(text), &address) == 1
  }

  private static func canonicalIPv6(_ text: Substring) -> String? {
    var address = in6_addr()
    guard inet_pton(AF_INET6, String(text), &address) == 1 else { return nil }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) {
      inet_ntop(AF_INET6, &address, $0.baseAddress, socklen_t($0.count)).map { String(cString: $0) }
    }
  }
}
