internal import JSON

/// Points in time: the server's ISO format, as ISO 8601 and RFC 3339 have it.
extension CellWriter {
  /// Whatever is not written as usual (`infinity`, years before 1 or after 9999) stays as it is.
  mutating func time(_ text: Span<UInt8>) {
    guard Self.isTimestamp(text) || Self.isTime(text) else { return json.string(text) }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(text)
    if text.count > Self.dateCount, text[Self.dateCount] == UInt8(ascii: " ") {
      scratch[Self.dateCount] = UInt8(ascii: "T")
    }
    if Self.hasShortOffset(text) {
      scratch.append(UInt8(ascii: ":"))
      scratch.append(UInt8(ascii: "0"))
      scratch.append(UInt8(ascii: "0"))
    }
    json.string(utf8: scratch[...])
  }

  /// Of `2024-01-31`.
  private static let dateCount = 10

  private static func isTimestamp(_ text: Span<UInt8>) -> Bool {
    text.count > dateCount && text[4] == UInt8(ascii: "-") && text[7] == UInt8(ascii: "-")
      && text[dateCount] == UInt8(ascii: " ") && text[text.count - 1] != UInt8(ascii: "C")
  }

  private static func isTime(_ text: Span<UInt8>) -> Bool {
    text.count >= 8 && text[2] == UInt8(ascii: ":") && text[5] == UInt8(ascii: ":")
  }

  /// Whether it ends in an offset of hours: `+00`.
  private static func hasShortOffset(_ text: Span<UInt8>) -> Bool {
    let sign = text[text.count - 3]
    return sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
  }
}
