extension HTTPURL {
  /// The URL that `reference` leads to from here: RFC 3986 section 5.2.2, with what servers put
  /// into Location without encoding it, spaces and letters that are not ASCII, encoded.
  func resolving(_ reference: String) throws(HTTPURLError) -> HTTPURL {
    let reference = Self.encoded(reference.prefix { $0 != "#" })
    guard reference.utf8.count <= HTTPClientLimits.urlBytes else { throw .length }
    if Self.hasScheme(reference) { return try HTTPURL(parsing: reference).withoutDotSegments() }
    if reference.hasPrefix("//") {
      return try HTTPURL(scheme: scheme, authorityAndTarget: reference.dropFirst(2))
        .withoutDotSegments()
    }
    var result = self
    result.target = mergedTarget(reference)
    return result.withoutDotSegments()
  }

  private func mergedTarget(_ reference: String) -> String {
    switch reference.first {
    case nil: target
    case "/": reference
    case "?": path + reference
    default: path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex) + reference
    }
  }

  /// RFC 3986 section 3.1: letters, digits, "+", "-" and "." ahead of a colon; a colon further
  /// back is part of a path or query.
  private static func hasScheme(_ reference: String) -> Bool {
    guard let colon = reference.firstIndex(of: ":"), reference.first?.isLetter == true else {
      return false
    }
    return !reference[..<colon].contains { "/?".contains($0) }
  }

  private static func encoded(_ text: Substring) -> String {
    guard !text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { return String(text) }
    var bytes: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
      if (0x21...0x7e).contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// RFC 3986 section 5.2.4, on whole segments.
  private func withoutDotSegments() -> HTTPURL {
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    guard segments.contains(where: { $0 == "." || $0 == ".." }) else { return self }
    var kept: [Substring] = []
    for segment in segments {
      switch segment {
      case ".": break
      case "..": _ = kept.popLast()
      default: kept.append(segment)
      }
    }
    if segments.last == "." || segments.last == ".." { kept.append("") }
    var result = self
    result.target = "/" + kept.joined(separator: "/") + target.dropFirst(path.utf8.count)
    return result
  }
}
