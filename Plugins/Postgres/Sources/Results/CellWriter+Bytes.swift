internal import JSON

/// Binary values.
extension CellWriter {
  /// How many bytes a `bytea` has, from its text.
  static func byteCount(_ text: Span<UInt8>) -> Int {
    isHexadecimal(text) ? (text.count - 2) / 2 : text.count
  }

  /// A `bytea` as base64, the first `limit` bytes of it.
  mutating func bytes(_ text: Span<UInt8>, limit: Int) {
    scratch.removeAll(keepingCapacity: true)
    if Self.isHexadecimal(text) {
      appendHexadecimal(text, limit: limit)
    } else {
      appendEscaped(text, limit: limit)
    }
    json.base64(scratch)
  }

  /// The server's format `hex`; the other one is `escape` (`bytea_output`).
  private static func isHexadecimal(_ text: Span<UInt8>) -> Bool {
    text.count >= 2 && text[0] == UInt8(ascii: "\\") && text[1] == UInt8(ascii: "x")
  }

  private mutating func appendHexadecimal(_ text: Span<UInt8>, limit: Int) {
    let count = min(Self.byteCount(text), limit)
    scratch.reserveCapacity(count)
    for index in 0..<count {
      let place = 2 + 2 * index
      scratch.append(Self.digit(text[place]) << 4 | Self.digit(text[place + 1]))
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8 {
    byte <= UInt8(ascii: "9") ? byte &- UInt8(ascii: "0") : (byte | 0x20) &- 87
  }

  /// Bytes as they are; a backslash twice, others as a backslash and three octal digits.
  private mutating func appendEscaped(_ text: Span<UInt8>, limit: Int) {
    var index = 0
    while index < text.count, scratch.count < limit {
      guard text[index] == UInt8(ascii: "\\") else {
        scratch.append(text[index])
        index += 1
        continue
      }
      if index + 3 < text.count, text[index + 1] != UInt8(ascii: "\\") {
        scratch.append(
          (text[index + 1] & 3) << 6 | (text[index + 2] & 7) << 3 | text[index + 3] & 7)
        index += 4
      } else {
        scratch.append(UInt8(ascii: "\\"))
        index += 2
      }
    }
  }
}
