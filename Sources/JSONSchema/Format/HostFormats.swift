/// Host names and addresses.
enum HostFormats {
  private static let mostCharacters = 253
  /// What stands for a dot in names beyond ASCII: RFC 3490 section 3.1.
  private static let dots = Set(".\u{3002}\u{FF0E}\u{FF61}".unicodeScalars.map(\.value))
  private static let prefix = "xn--"

  /// RFC 1123 section 2.1, and RFC 5890 section 2.3.2.1 for labels in Punycode.
  static func isHostname(_ text: FormatText) -> Bool {
    text.count <= mostCharacters && text.split(at: ".").allSatisfy { isLabel($0) && isAName($0) }
  }

  /// RFC 5890 section 2.3.2.3: labels may hold characters beyond ASCII, or their Punycode.
  static func isInternational(_ text: FormatText) -> Bool {
    // In ASCII a label is never shorter; and what follows takes the square of the length.
    guard text.count <= mostCharacters else { return false }
    let labels = text.split(omittingEmptySubsequences: false) { dots.contains($0) }
    let shown = labels.map { decoded($0)[...] }
    let isRightToLeft = shown.contains(where: BidiRule.applies)
    let length = labels.reduce(labels.count - 1) { $0 + encoded($1).count }
    return length <= mostCharacters
      && zip(labels, shown).allSatisfy { label, shown in
        isLabel(encoded(label)[...]) && isAName(label)
          && (shown.allSatisfy { $0 < 0x80 } || IDNALabel.isValid(shown))
          && (!isRightToLeft || BidiRule.accepts(shown))
      }
  }

  /// Whether a label that begins with "xn--" is the Punycode of a label that may be written so;
  /// other labels have no hyphens there.
  private static func isAName(_ label: FormatText) -> Bool {
    guard label.count >= 4, label.dropFirst(2).prefix(2).allSatisfy({ $0.isOne(of: "-") }) else {
      return true
    }
    guard label.string.lowercased().hasPrefix(prefix),
      let shown = Punycode.decoded(label.dropFirst(4))
    else { return false }
    let again = FormatText(prefix) + Punycode.encoded(shown[...])
    return !shown.allSatisfy { $0 < 0x80 } && IDNALabel.isValid(shown[...])
      && FormatText(label.string.lowercased()) == again
      && (!BidiRule.applies(to: shown[...]) || BidiRule.accepts(shown[...]))
  }

  /// A label as it is shown.
  private static func decoded(_ label: FormatText) -> [UInt32] {
    guard label.string.lowercased().hasPrefix(prefix) else { return Array(label) }
    return Punycode.decoded(label.dropFirst(4)) ?? Array(label)
  }

  /// A label in ASCII.
  private static func encoded(_ label: FormatText) -> [UInt32] {
    if label.allSatisfy({ $0 < 0x80 }) { return Array(label) }
    return FormatText(prefix) + Punycode.encoded(label)
  }

  private static func isLabel(_ label: FormatText) -> Bool {
    guard 1...63 ~= label.count, let first = label.first, let last = label.last else {
      return false
    }
    return isAlphanumeric(first) && isAlphanumeric(last)
      && label.allSatisfy { isAlphanumeric($0) || $0.isOne(of: "-") }
  }

  private static func isAlphanumeric(_ scalar: UInt32) -> Bool {
    scalar.isDigit || scalar.isLetter
  }

  /// Four decimal numbers without leading zeros.
  static func isIPv4(_ text: FormatText) -> Bool {
    let parts = text.split(at: ".")
    return parts.count == 4
      && parts.allSatisfy { part in
        guard 1...3 ~= part.count, let value = part.digits(part.count), value < 256 else {
          return false
        }
        return part.count == 1 || part.first != UInt32(ascii: "0")
      }
  }

  /// RFC 4291 section 2.2, without a zone.
  static func isIPv6(_ text: FormatText) -> Bool {
    let groups = text.split(at: ":")
    guard 3...9 ~= groups.count else { return false }
    let isCompressedFirst = text.hasPrefix("::")
    let isCompressedLast = groups.count > 2 && groups.suffix(2).allSatisfy(\.isEmpty)
    // An empty group at an end belongs to "::"; inside it is "::" itself, which may occur once.
    if groups[0].isEmpty, !isCompressedFirst { return false }
    if groups[groups.count - 1].isEmpty, !isCompressedLast { return false }
    var inner = groups[...]
    if isCompressedFirst { inner = inner.dropFirst() }
    if isCompressedLast { inner = inner.dropLast() }
    let empty = inner.filter(\.isEmpty).count
    guard empty <= 1 else { return false }
    var count = 0
    for (position, group) in inner.enumerated() where !group.isEmpty {
      if position == inner.count - 1, group.contains(UInt32(ascii: ".")) {
        guard isIPv4(group) else { return false }
        count += 2
      } else {
        guard 1...4 ~= group.count, group.allSatisfy(\.isHexadecimal) else { return false }
        count += 1
      }
    }
    return empty == 1 ? count < 8 : count == 8
  }
}
