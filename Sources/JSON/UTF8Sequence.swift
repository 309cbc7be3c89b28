/// Well-formed UTF-8, by the table of RFC 3629 section 4.
enum UTF8Sequence {
  /// Measures the sequence that starts at `index`.
  ///
  /// Returns its length where it is well formed (1 to 4), and where it is not, the length of the
  /// part to be replaced by one U+FFFD, as a negative number.
  @inline(__always)
  static func measure(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let lead = bytes[index]
    switch lead {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: return tail(bytes, index, count: 1, first: 0x80...0xBF)
    case 0xE0: return tail(bytes, index, count: 2, first: 0xA0...0xBF)
    case 0xED: return tail(bytes, index, count: 2, first: 0x80...0x9F)
    case 0xE1...0xEF: return tail(bytes, index, count: 2, first: 0x80...0xBF)
    case 0xF0: return tail(bytes, index, count: 3, first: 0x90...0xBF)
    case 0xF1...0xF3: return tail(bytes, index, count: 3, first: 0x80...0xBF)
    case 0xF4: return tail(bytes, index, count: 3, first: 0x80...0x8F)
    default: return -1
    }
  }

  @inline(__always)
  private static func tail(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, count: Int, first: ClosedRange<UInt8>
  ) -> Int {
    guard index + 1 < bytes.count, first.contains(bytes[index + 1]) else { return -1 }
    var length = 2
    while length <= count {
      guard index + length < bytes.count, bytes[index + length] & 0xC0 == 0x80 else {
        return -length
      }
      length += 1
    }
    return length
  }

  /// Writes a scalar value as UTF-8 and returns how many bytes it took.
  static func encode(_ scalar: UInt32, into bytes: inout (UInt8, UInt8, UInt8, UInt8)) -> Int {
    func low6(_ shift: UInt32) -> UInt8 { 0x80 | UInt8((scalar >> shift) & 0x3F) }
    switch scalar {
    case 0..<0x80:
      bytes.0 = UInt8(scalar)
      return 1
    case 0x80..<0x800:
      (bytes.0, bytes.1) = (0xC0 | UInt8(scalar >> 6), low6(0))
      return 2
    case 0x800..<0x10000:
      (bytes.0, bytes.1, bytes.2) = (0xE0 | UInt8(scalar >> 12), low6(6), low6(0))
      return 3
    default:
      bytes = (0xF0 | UInt8((scalar >> 18) & 0x07), low6(12), low6(6), low6(0))
      return 4
    }
  }
}
