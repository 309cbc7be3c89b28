/// JSON Pointers by RFC 6901, and relative ones by their draft.
enum PointerFormats {
  static func isPointer(_ text: FormatText) -> Bool {
    guard let first = text.first else { return true }
    guard first.isOne(of: "/") else { return false }
    for index in text.indices where text[index].isOne(of: "~") {
      guard index + 1 < text.endIndex, text[index + 1].isOne(of: "01") else { return false }
    }
    return true
  }

  /// A number of levels to go up, then a pointer or `#`.
  static func isRelative(_ text: FormatText) -> Bool {
    let levels = text.prefix(while: \.isDigit)
    guard let first = levels.first, levels.count == 1 || !first.isOne(of: "0") else {
      return false
    }
    let rest = text.dropFirst(levels.count)
    return rest.elementsEqual([UInt32(ascii: "#")]) || isPointer(rest)
  }
}

/// UUIDs by RFC 4122 section 3, of any version.
enum UUIDFormat {
  static func accepts(_ text: FormatText) -> Bool {
    let parts = text.split(at: "-")
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { $0.allSatisfy(\.isHexadecimal) }
  }
}
