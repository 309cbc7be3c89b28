/// How any text is written into a header (MCP 2026-07-28, "Streamable HTTP"): as it is where it is
/// printable ASCII without blanks at its ends, else as `=?base64?` + base64 of its UTF-8 + `?=`.
enum HeaderText {
  private static let prefix = "=?base64?"
  private static let suffix = "?="

  static func encode(_ text: String) -> String {
    standsForItself(text) ? text : prefix + base64(Array(text.utf8)) + suffix
  }

  private static func standsForItself(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    let isPrintable = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    let looksEncoded = text.hasPrefix(prefix) && text.hasSuffix(suffix)
    return isPrintable && first != 0x20 && last != 0x20 && !looksEncoded
  }

  /// Base64 with padding (RFC 4648 section 4).
  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for digit in 0...group.count { text.append(alphabet[bits >> (18 - 6 * digit) & 63]) }
      text += Array(repeating: UInt8(ascii: "="), count: 3 - group.count)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
