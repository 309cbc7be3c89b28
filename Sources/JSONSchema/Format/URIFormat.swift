/// URIs and references by RFC 3986 section 3, and with `isInternational` IRIs by RFC 3987.
struct URIFormat {
  let isInternational: Bool

  func accepts(_ text: FormatText, needsScheme: Bool) -> Bool {
    var rest = text
    if let hash = rest.firstIndex(of: UInt32(ascii: "#")) {
      guard holds(rest[(hash + 1)...], alsoAllowed: "/?") else { return false }
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: UInt32(ascii: "?")) {
      guard holds(rest[(mark + 1)...], alsoAllowed: "/?", isQuery: true) else { return false }
      rest = rest[..<mark]
    }
    if let scheme = scheme(of: rest) {
      return isHierarchy(rest.dropFirst(scheme.count + 1))
    }
    return !needsScheme && isRelative(rest)
  }

  private func scheme(of text: FormatText) -> FormatText? {
    guard let colon = text.firstIndex(of: UInt32(ascii: ":")), text.first?.isLetter == true else {
      return nil
    }
    let scheme = text[..<colon]
    return scheme.allSatisfy { $0.isLetter || $0.isDigit || $0.isOne(of: "+-.") } ? scheme : nil
  }

  /// Without a scheme, the first segment has no colon.
  private func isRelative(_ text: FormatText) -> Bool {
    let first = text.prefix { !$0.isOne(of: "/") }
    return !first.contains(UInt32(ascii: ":")) && isHierarchy(text)
  }

  private func isHierarchy(_ text: FormatText) -> Bool {
    guard text.hasPrefix("//") else { return holds(text, alsoAllowed: "/") }
    let authority = text.dropFirst(2).prefix { !$0.isOne(of: "/") }
    return isAuthority(authority)
      && holds(text.dropFirst(2 + authority.count), alsoAllowed: "/")
  }

  private func isAuthority(_ text: FormatText) -> Bool {
    var rest = text
    if let at = rest.firstIndex(of: UInt32(ascii: "@")) {
      guard holds(rest[..<at], alsoAllowed: "", excluding: "@") else { return false }
      rest = rest[(at + 1)...]
    }
    if rest.hasPrefix("[") {
      guard let end = rest.firstIndex(of: UInt32(ascii: "]")) else { return false }
      return isLiteral(rest[(rest.startIndex + 1)..<end]) && isPort(rest[(end + 1)...])
    }
    let host = rest.prefix { !$0.isOne(of: ":") }
    return holds(host, alsoAllowed: "", excluding: "@") && isPort(rest.dropFirst(host.count))
  }

  private func isPort(_ text: FormatText) -> Bool {
    text.isEmpty || (text.hasPrefix(":") && text.dropFirst().allSatisfy(\.isDigit))
  }

  /// An IPv6 address, or one of a later version.
  private func isLiteral(_ text: FormatText) -> Bool {
    guard text.first?.isOne(of: "vV") == true else { return HostFormats.isIPv6(text) }
    let parts = text.dropFirst().split(separator: UInt32(ascii: "."), maxSplits: 1)
    return parts.count == 2 && parts[0].allSatisfy(\.isHexadecimal)
      && parts[1].allSatisfy { isUnreserved($0) || $0.isOne(of: "!$&'()*+,;=:") }
  }

  /// Whether a text is `pchar` and the other characters given.
  private func holds(
    _ text: FormatText, alsoAllowed: StaticString, excluding: StaticString = "",
    isQuery: Bool = false
  ) -> Bool {
    var index = text.startIndex
    while index < text.endIndex {
      let scalar = text[index]
      if scalar.isOne(of: "%") {
        guard text[index...].count > 2, text[index + 1].isHexadecimal, text[index + 2].isHexadecimal
        else { return false }
        index += 3
        continue
      }
      let isAllowed =
        isUnreserved(scalar, isQuery: isQuery) || scalar.isOne(of: "!$&'()*+,;=:@")
        || scalar.isOne(of: alsoAllowed)
      guard isAllowed, !scalar.isOne(of: excluding) else { return false }
      index += 1
    }
    return true
  }

  private func isUnreserved(_ scalar: UInt32, isQuery: Bool = false) -> Bool {
    scalar.isDigit || scalar.isLetter || scalar.isOne(of: "-._~")
      || (isInternational && Self.isBeyondASCII(scalar, isQuery: isQuery))
  }

  /// `ucschar` and `iprivate` of RFC 3987 section 2.2.
  private static func isBeyondASCII(_ scalar: UInt32, isQuery: Bool) -> Bool {
    switch scalar {
    case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: true
    case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD: isQuery
    case 0x10000...0xEFFFD: scalar & 0xFFFF <= 0xFFFD && !(0xE0000...0xE0FFF ~= scalar)
    default: false
    }
  }
}
