/// Base 64 encoding (RFC 4648 section 4).
enum Base64 {
  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let rest = min(3, bytes.count - index)
      let group = (0..<3).reduce(UInt32(0)) { sum, offset in
        sum << 8 | (offset < rest ? UInt32(bytes[index + offset]) : 0)
      }
      for digit in 0..<4 {
        text.append(digit <= rest ? alphabet[Int(group >> UInt32(18 - digit * 6) & 63)] : 0x3D)
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil where the text is something else. Line ends and the URL alphabet are taken, and padding
  /// may be missing.
  static func decode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 4 * 3)
    var (group, bits, isPadded) = (UInt32(0), 0, false)
    for byte in text.utf8 {
      if byte == 0x0A || byte == 0x0D || byte == 0x20 { continue }
      if byte == 0x3D {
        isPadded = true
        continue
      }
      guard !isPadded, let value = value(byte) else { return nil }
      group = group << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
      }
    }
    return bits < 6 ? bytes : nil
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x61 + 26
    case 0x30...0x39: byte - 0x30 + 52
    case 0x2B, 0x2D: 62
    case 0x2F, 0x5F: 63
    default: nil
    }
  }
}
