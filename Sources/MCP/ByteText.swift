import Glibc

/// Text in bytes, without a String.
extension ArraySlice<UInt8> {
  /// Whether the bytes are those of `text`.
  func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount
      && withUnsafeBufferPointer { $0.isSame(text.utf8Start, count: $0.count) }
  }

  /// Whether the bytes are those of a range of `other`.
  func equals(_ other: [UInt8], _ range: Range<Int>) -> Bool {
    guard count == range.count else { return false }
    return withUnsafeBufferPointer { own in
      other.withUnsafeBufferPointer { other in
        other.baseAddress.map { own.isSame($0 + range.lowerBound, count: own.count) } ?? true
      }
    }
  }

  /// Whether the bytes are those of `text`, which is in lower case, in whatever case.
  func equalsIgnoringCase(_ text: StaticString) -> Bool {
    let other = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    return count == other.count && elementsEqual(other) { $0.lowercasedASCII == $1 }
  }

  /// The same for text that is known at run time only.
  func equalsIgnoringCase(_ text: [UInt8]) -> Bool {
    count == text.count && elementsEqual(text) { $0.lowercasedASCII == $1 }
  }

  /// Without spaces and tabs at either end (OWS of RFC 9110 section 5.6.3).
  var trimmingWhitespace: ArraySlice<UInt8> {
    var rest = self
    while let first = rest.first, first.isBlank { rest.removeFirst() }
    while let last = rest.last, last.isBlank { rest.removeLast() }
    return rest
  }

  /// In quotes for an error text: at most 100 bytes, ill-formed UTF-8 replaced.
  var quoted: String {
    let longest = 100
    let shown = String(decoding: prefix(longest), as: UTF8.self)
    return count > longest ? "\"\(shown)...\"" : "\"\(shown)\""
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the first `count` bytes, which must be there on both sides, are the same.
  @inline(__always)
  func isSame(_ other: UnsafePointer<UInt8>, count: Int) -> Bool {
    guard let baseAddress, count > 0 else { return true }
    return memcmp(baseAddress, other, count) == 0
  }
}

extension UInt8 {
  /// A space or a tab.
  var isBlank: Bool { self == 0x20 || self == 0x09 }

  /// A to Z and a to z.
  var isASCIILetter: Bool { (0x61...0x7A).contains(lowercasedASCII) }

  /// A to Z become a to z; every other byte stays.
  var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension [UInt8] {
  /// Whether the bytes are those of `other`.
  func isSame(as other: [UInt8]) -> Bool {
    self[...].equals(other, other.indices)
  }

  /// Appends the bytes of `text`.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a range of other bytes in one copy.
  @inline(__always)
  mutating func append(_ other: [UInt8], _ range: Range<Int>) {
    other.withUnsafeBufferPointer { append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
  }
}
