/// The fields of a query, or of a form in the same spelling, decoded.
struct QueryFields: Sendable {
  static let maximumFields = 100

  /// In the order they came; names may repeat.
  let fields: [(name: String, value: String)]

  init(_ text: Substring) {
    fields = text.split(separator: "&").prefix(Self.maximumFields).map { field in
      let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = pair.count > 1 ? PercentEncoding.decode(pair[1], plusIsSpace: true) : ""
      return (PercentEncoding.decode(pair[0], plusIsSpace: true), value)
    }
  }

  /// Of a repeated name the first value.
  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// Every value of a name, also those that one field holds with commas between them.
  func all(_ name: String) -> [String] {
    fields.filter { $0.name == name }.flatMap { $0.value.split(separator: ",").map(String.init) }
  }
}

/// Percent-encoding (RFC 3986 section 2.1).
enum PercentEncoding {
  /// Leaves a `%` that no two hexadecimal digits follow as it is.
  static func decode(_ text: Substring, plusIsSpace: Bool) -> String {
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "%"), position + 2 < bytes.count,
        let high = digit(bytes[position + 1]), let low = digit(bytes[position + 2])
      {
        decoded.append(high << 4 | low)
        position += 3
      } else {
        decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        position += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// Leaves the unreserved characters as they are.
  static func encode(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      let character = Character(UnicodeScalar(byte))
      if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
        encoded.append(character)
      } else {
        encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
