/// The escapes of RFC 8259 section 7, from text to bytes.
enum StringEscape {
  /// The byte that a two-character escape stands for, by its second character; nil for `u` and
  /// for what is no escape.
  @inline(__always)
  static func byte(for letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// The value of the four hexadecimal digits at `index`, nil where there are not four.
  @inline(__always)
  static func unit(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32? {
    guard index + 4 <= bytes.count else { return nil }
    var unit: UInt32 = 0
    for position in index..<(index + 4) {
      guard let digit = hexadecimal(bytes[position]) else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  @inline(__always)
  private static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x41 + 10
    case 0x61...0x66: UInt32(byte) - 0x61 + 10
    default: nil
    }
  }

  static func isHighSurrogate(_ unit: UInt32) -> Bool { unit & 0xFC00 == 0xD800 }
  static func isLowSurrogate(_ unit: UInt32) -> Bool { unit & 0xFC00 == 0xDC00 }
  static func scalar(high: UInt32, low: UInt32) -> UInt32 {
    0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF)
  }
}

/// The decoded bytes of a string body that the parser has accepted, one at a time.
struct DecodedBytes: Sequence, IteratorProtocol {
  private let body: UnsafeBufferPointer<UInt8>
  private var index = 0
  /// Bytes of the escape read last that are not yet handed out, the next one lowest.
  private var pending: UInt32 = 0
  private var pendingCount = 0

  /// The body must outlive the iteration, and must have passed the parser.
  init(_ body: UnsafeBufferPointer<UInt8>) { self.body = body }

  mutating func next() -> UInt8? {
    if pendingCount > 0 { return takePending() }
    guard index < body.count else { return nil }
    let byte = body[index]
    guard byte == UInt8(ascii: "\\"), index + 1 < body.count else {
      index += 1
      return byte
    }
    let letter = body[index + 1]
    index += 2
    if let plain = StringEscape.byte(for: letter) { return plain }
    decodeUnit()
    return takePending()
  }

  private mutating func takePending() -> UInt8 {
    let byte = UInt8(truncatingIfNeeded: pending)
    pending >>= 8
    pendingCount -= 1
    return byte
  }

  /// Reads the digits after `\u`, and the second half of a pair.
  private mutating func decodeUnit() {
    var scalar = StringEscape.unit(body, at: index) ?? 0xFFFD
    index += 4
    if StringEscape.isHighSurrogate(scalar), let low = StringEscape.unit(body, at: index + 2) {
      scalar = StringEscape.scalar(high: scalar, low: low)
      index += 6
    }
    var bytes: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
    pendingCount = UTF8Sequence.encode(scalar, into: &bytes)
    pending =
      UInt32(bytes.0) | UInt32(bytes.1) << 8 | UInt32(bytes.2) << 16 | UInt32(bytes.3) << 24
  }
}
