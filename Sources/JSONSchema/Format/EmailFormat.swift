/// Mailboxes by RFC 5321 section 4.1.2, and with `isInternational` by RFC 6531: then anything
/// beyond ASCII may stand where a letter may.
enum EmailFormat {
  static func accepts(_ text: FormatText, isInternational: Bool) -> Bool {
    guard let at = text.lastIndex(of: UInt32(ascii: "@")) else { return false }
    return isLocalPart(text[..<at], isInternational)
      && isDomain(text[(at + 1)...], isInternational)
  }

  private static func isLocalPart(_ text: FormatText, _ isInternational: Bool) -> Bool {
    if text.hasPrefix("\"") { return isQuoted(text, isInternational) }
    return text.split(at: ".").allSatisfy { atom in
      !atom.isEmpty
        && atom.allSatisfy {
          $0.isDigit || $0.isLetter || $0.isOne(of: "!#$%&'*+-/=?^_`{|}~")
            || (isInternational && $0 > 0x7F)
        }
    }
  }

  private static func isQuoted(_ text: FormatText, _ isInternational: Bool) -> Bool {
    guard text.count >= 2, text.last == UInt32(ascii: "\"") else { return false }
    var isEscaped = false
    for scalar in text.dropFirst().dropLast() {
      guard 0x20...0x7E ~= scalar || (isInternational && scalar > 0x7F) else { return false }
      if isEscaped {
        isEscaped = false
      } else if scalar.isOne(of: "\\") {
        isEscaped = true
      } else if scalar.isOne(of: "\"") {
        return false
      }
    }
    return !isEscaped
  }

  private static func isDomain(_ text: FormatText, _ isInternational: Bool) -> Bool {
    if text.hasPrefix("["), text.last == UInt32(ascii: "]") {
      let literal = text.dropFirst().dropLast()
      return literal.hasPrefix("IPv6:")
        ? HostFormats.isIPv6(literal.dropFirst(5)) : HostFormats.isIPv4(literal)
    }
    guard isInternational else { return HostFormats.isHostname(text) }
    return HostFormats.isInternational(text)
  }
}
