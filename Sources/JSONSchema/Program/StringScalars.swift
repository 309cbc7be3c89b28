import JSON

/// The Unicode scalar values of a JSON string, decoded one at a time from its bytes.
struct StringScalars: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var index: Int
  private let end: Int

  /// The node must be a string.
  init(_ document: JSONDocument, _ node: JSONDocument.Node) {
    bytes = document.bytes
    let range = document.range(node)
    index = range.lowerBound + 1
    end = range.upperBound - 1
  }

  mutating func next() -> UInt32? {
    guard index < end else { return nil }
    let byte = bytes[index]
    index += 1
    if byte == UInt8(ascii: "\\") { return escape() }
    if byte < 0x80 { return UInt32(byte) }
    return sequence(lead: byte)
  }

  /// A sequence of UTF-8, which the parser of the document has checked.
  private mutating func sequence(lead: UInt8) -> UInt32 {
    let count = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3
    var scalar = UInt32(lead) & (0x3F >> UInt32(count))
    for _ in 0..<count where index < end {
      scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
      index += 1
    }
    return scalar
  }

  private mutating func escape() -> UInt32 {
    guard index < end else { return 0xFFFD }
    let letter = bytes[index]
    index += 1
    switch letter {
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"): return unit()
    default: return UInt32(letter)
    }
  }

  /// The digits after `\u`, and the second half of a surrogate pair.
  private mutating func unit() -> UInt32 {
    let high = digits(at: index)
    index += 4
    guard high & 0xF800 == 0xD800 else { return high }
    guard high < 0xDC00, index + 6 <= end, bytes[index] == UInt8(ascii: "\\") else { return 0xFFFD }
    let low = digits(at: index + 2)
    guard low & 0xFC00 == 0xDC00 else { return 0xFFFD }
    index += 6
    return 0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF)
  }

  private func digits(at place: Int) -> UInt32 {
    guard place + 4 <= end else { return 0xFFFD }
    return bytes[place..<(place + 4)].reduce(0) { $0 << 4 | UInt32(HexDigit.value($1) ?? 0) }
  }
}

/// Hexadecimal digits in ASCII.
enum HexDigit {
  static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}

extension JSONDocument {
  /// How many Unicode scalar values a string has.
  func scalarCount(_ node: Node) -> Int {
    guard let body = rawStringBody(node) else {
      var scalars = StringScalars(self, node)
      var count = 0
      while scalars.next() != nil { count &+= 1 }
      return count
    }
    var count = 0
    for index in body where bytes[index] & 0xC0 != 0x80 { count &+= 1 }
    return count
  }
}
