/// The name that a token stands for, as the server keeps it.
enum SQLName {
  /// Names are cut after so many bytes (`NAMEDATALEN` less one), at the end of a character.
  static let maximumBytes = 63

  /// Nil where the token is no name, or the server would refuse it as one. `escape` is the
  /// character of a `UESCAPE` behind a `U&"..."`.
  static func of(_ token: SQLToken, in bytes: [UInt8], escape: UInt8 = UInt8(ascii: "\\"))
    -> String?
  {
    switch token.kind {
    case .word: cut(lowercased(bytes[token.range]))
    case .quotedName: cut(unquoted(bytes[token.range]))
    case .unicodeName: unescaped(unquoted(bytes[token.range.dropFirst(2)]), escape).map(cut)
    default: nil
    }
  }

  /// Only ASCII letters: what the server does to others depends on the database's encoding.
  private static func lowercased(_ name: ArraySlice<UInt8>) -> [UInt8] {
    name.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  private static func unquoted(_ quoted: ArraySlice<UInt8>) -> [UInt8] {
    var name: [UInt8] = []
    var index = quoted.startIndex + 1
    while index < quoted.endIndex - 1 {
      name.append(quoted[index])
      index += quoted[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    return name
  }

  private static func cut(_ name: [UInt8]) -> String {
    guard name.count > maximumBytes else { return String(decoding: name, as: UTF8.self) }
    var end = maximumBytes
    while end > 0, name[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: name[..<end], as: UTF8.self)
  }

  /// `\0061`, `\+000061` and `\\`; two surrogates stand for one character.
  private static func unescaped(_ name: [UInt8], _ escape: UInt8) -> [UInt8]? {
    var text = String.UnicodeScalarView()
    var plain: [UInt8] = []
    var high: UInt32?
    var index = 0
    while index < name.count {
      guard name[index] == escape else {
        guard high == nil else { return nil }
        plain.append(name[index])
        index += 1
        continue
      }
      if index + 1 < name.count, name[index + 1] == escape {
        plain.append(escape)
        index += 2
        continue
      }
      guard let (code, count) = code(name[(index + 1)...]) else { return nil }
      index += 1 + count
      text.append(contentsOf: String(decoding: plain, as: UTF8.self).unicodeScalars)
      plain = []
      guard let scalar = join(&high, code) else { return nil }
      if let scalar { text.append(scalar) }
    }
    guard high == nil else { return nil }
    text.append(contentsOf: String(decoding: plain, as: UTF8.self).unicodeScalars)
    return Array(String(text).utf8)
  }

  /// The number behind an escape character, and how many bytes it takes.
  private static func code(_ rest: ArraySlice<UInt8>) -> (UInt32, Int)? {
    let isLong = rest.first == UInt8(ascii: "+")
    let digits = rest.dropFirst(isLong ? 1 : 0).prefix(isLong ? 6 : 4)
    guard digits.count == (isLong ? 6 : 4) else { return nil }
    var code: UInt32 = 0
    for digit in digits {
      guard let value = hexadecimal(digit) else { return nil }
      code = code << 4 | value
    }
    return (code, digits.count + (isLong ? 1 : 0))
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(digit - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(digit - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  /// The character that a code completes; `.some(nil)` after the first of two surrogates, nil where
  /// there is no such character.
  private static func join(_ high: inout UInt32?, _ code: UInt32) -> Unicode.Scalar?? {
    if let first = high {
      guard (0xDC00...0xDFFF).contains(code) else { return nil }
      high = nil
      return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (code - 0xDC00)).map { $0 }
    }
    if (0xD800...0xDBFF).contains(code) {
      high = code
      return .some(nil)
    }
    guard let scalar = Unicode.Scalar(code), code > 0 else { return nil }
    return scalar
  }
}
