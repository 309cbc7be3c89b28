/// White space between the tokens of JSON (RFC 8259 section 2).
///
/// Messages must not hold line breaks, since both stdio and server-sent events end lines with
/// them; inside strings they are always escaped, so only those between tokens are of concern.
enum InsignificantSpace {
  /// JSON that is known to be valid, on one line; the same bytes where it is on one already.
  static func removed(from json: [UInt8]) -> [UInt8] {
    guard json.contains(where: isBreak) else { return json }
    var line: [UInt8] = []
    json.withUnsafeBytes { append($0, to: &line) }
    return line
  }

  private static func isBreak(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// Appends JSON that is known to be valid, without its white space where it has line breaks.
  static func append(_ json: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    guard json.contains(where: isBreak) else {
      bytes.append(contentsOf: json)
      return
    }
    bytes.reserveCapacity(bytes.count + json.count)
    var isInString = false
    var isEscaped = false
    for byte in json {
      if isInString {
        bytes.append(byte)
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if byte > 0x20 {
        bytes.append(byte)
        isInString = byte == UInt8(ascii: "\"")
      }
    }
  }
}
