internal import JSON

/// Which JSON of the server may stand in a result as it is: the host refuses a result that holds
/// what it cannot read, such as an object with a key twice.
enum DocumentText {
  /// Levels of a value. The host reads 128 levels in all; some stand around the value.
  static let maximumDepth = 100

  /// Of `json`, which is kept as it was written: with white space, duplicate keys, halves of
  /// surrogate pairs.
  static func isValid(_ text: Span<UInt8>) -> Bool {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    bytes.append(text)
    return (try? JSONDocument(parsing: bytes, limits: limits)) != nil
  }

  private static let limits = JSONLimits(maximumDepth: maximumDepth)

  /// Of `jsonb`, which the server writes itself: valid, but for its depth and, in a database
  /// without an encoding, its characters.
  static func isAccepted(_ text: Span<UInt8>) -> Bool {
    var depth = 0
    var isInString = false
    var isASCII = true
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte >= 0x80 { isASCII = false }
      if isInString {
        if byte == UInt8(ascii: "\\") { index += 1 }
        if byte == UInt8(ascii: "\"") { isInString = false }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          depth += 1
          if depth > maximumDepth { return false }
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        default: break
        }
      }
      index += 1
    }
    return isASCII || (try? UTF8Span(validating: text)) != nil
  }
}
