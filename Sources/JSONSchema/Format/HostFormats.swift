/// Host names and addresses.
enum HostFormats {
  /// RFC 1123 section 2.1. Labels in Punycode are checked as ASCII only.
  static func isHostname(_ text: FormatText) -> Bool {
    text.count <= 253 && text.split(at: ".").allSatisfy(isLabel)
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
