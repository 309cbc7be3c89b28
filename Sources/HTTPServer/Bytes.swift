internal import Glibc

/// The bytes that HTTP gives a meaning to.
enum ASCII {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let asterisk: UInt8 = 0x2A
  static let comma: UInt8 = 0x2C
  static let slash: UInt8 = 0x2F
  static let zero: UInt8 = 0x30
  static let nine: UInt8 = 0x39
  static let colon: UInt8 = 0x3A
  static let semicolon: UInt8 = 0x3B
  static let questionMark: UInt8 = 0x3F
  static let delete: UInt8 = 0x7F

  /// `byte` as a small letter if it is a capital one.
  @inline(__always) static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// Space or tab.
  @inline(__always) static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  /// Whether `byte` may stand in a field value (RFC 9110 section 5.5).
  @inline(__always) static func isFieldContent(_ byte: UInt8) -> Bool {
    byte >= space && byte != delete || byte == tab
  }
}

/// A set of ASCII bytes; no other byte is ever in it.
struct ByteSet: Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Letters, digits and the bytes of `others`.
  private init(alphanumericsAnd others: StaticString) {
    for byte in UInt8(0)..<128 where Self.isAlphanumeric(byte) { insert(byte) }
    others.withUTF8Buffer { for byte in $0 { insert(byte) } }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte &- ASCII.zero < 10 || ASCII.lowercased(byte) &- 0x61 < 26
  }

  private mutating func insert(_ byte: UInt8) {
    if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
  }

  /// Letters, which most bytes are, are in every set.
  @inline(__always) func contains(_ byte: UInt8) -> Bool {
    if (byte | 0x20) &- 0x61 < 26 { return true }
    return byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 != 0
  }

  /// tchar (RFC 9110 section 5.6.2).
  static let token = ByteSet(alphanumericsAnd: "!#$%&'*+-.^_`|~")
  /// What a path and query are written with (RFC 3986 sections 3.3 and 3.4).
  static let target = ByteSet(alphanumericsAnd: "-._~%!$&'()*+,;=:@/?")
  /// What a host and port are written with (RFC 3986 section 3.2); user information is left out.
  static let authority = ByteSet(alphanumericsAnd: "-._~%!$&'()*+,;=:[]")
}

extension Span where Element == UInt8 {
  /// Where `byte` first stands in `range`, which must lie within the bytes.
  @inline(__always) func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return withUnsafeBytes { all in
      guard let base = all.baseAddress,
        let found = memchr(base + range.lowerBound, Int32(byte), range.count)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// Whether the bytes of `range` are exactly `text`.
  @inline(__always) func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { wanted in
      guard wanted.count == range.count else { return false }
      for offset in 0..<wanted.count where self[range.lowerBound + offset] != wanted[offset] {
        return false
      }
      return true
    }
  }

  /// Whether the bytes of `range` are `text`, which has no capital letters, in any case.
  @inline(__always) func equalsIgnoringCase(_ range: Range<Int>, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { wanted in
      guard wanted.count == range.count else { return false }
      for offset in 0..<wanted.count
      where ASCII.lowercased(self[range.lowerBound + offset]) != wanted[offset] {
        return false
      }
      return true
    }
  }

  /// Whether every byte of `range` is in `set`.
  func isAll(_ range: Range<Int>, in set: ByteSet) -> Bool {
    for index in range where !set.contains(self[index]) { return false }
    return true
  }

  /// `range` without the spaces and tabs at both ends.
  func trimmingBlanks(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, ASCII.isBlank(self[start]) { start += 1 }
    while start < end, ASCII.isBlank(self[end - 1]) { end -= 1 }
    return start..<end
  }
}

extension [UInt8] {
  /// Appends a copy of `bytes[range]`.
  @inline(__always) mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    bytes.withUnsafeBufferPointer { append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Appends the bytes of `text`.
  @inline(__always) mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: $0) }
  }

  /// Appends `number` in decimal digits; it is not negative.
  mutating func append(decimal number: Int) {
    if number < 10 { return append(ASCII.zero + UInt8(truncatingIfNeeded: number)) }
    append(decimal: number / 10)
    append(ASCII.zero + UInt8(truncatingIfNeeded: number % 10))
  }

  /// Appends `number` in hexadecimal digits; it is not negative.
  mutating func append(hexadecimal number: Int) {
    if number >= 16 { append(hexadecimal: number / 16) }
    let digit = UInt8(truncatingIfNeeded: number % 16)
    append(digit < 10 ? ASCII.zero + digit : 0x61 - 10 + digit)
  }
}
