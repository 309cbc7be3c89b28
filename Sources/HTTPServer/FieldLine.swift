/// Where one header field stands in the head: its name, and its value without outer blanks.
struct FieldLine: Equatable, Sendable {
  private let nameStart: UInt32
  private let nameEnd: UInt32
  private let valueStart: UInt32
  private let valueEnd: UInt32

  var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
  var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }

  /// Reads the field in `bytes[line]`, its line end not included (RFC 9112 section 5).
  init(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(HTTPRefusal) {
    guard !ASCII.isBlank(bytes[line.lowerBound]) else { throw .foldedField }
    let colon = try Self.nameEnd(bytes, line)
    guard Self.isFieldContent(bytes, colon + 1..<line.upperBound) else {
      throw .badCharacter(in: .fieldValue)
    }
    let value = bytes.trimmingBlanks(colon + 1..<line.upperBound)
    nameStart = UInt32(truncatingIfNeeded: line.lowerBound)
    nameEnd = UInt32(truncatingIfNeeded: colon)
    valueStart = UInt32(truncatingIfNeeded: value.lowerBound)
    valueEnd = UInt32(truncatingIfNeeded: value.upperBound)
  }

  private static func nameEnd(
    _ bytes: Span<UInt8>, _ line: Range<Int>
  ) throws(HTTPRefusal) -> Int {
    let token = ByteSet.token
    var end = line.lowerBound
    while end < line.upperBound, token.contains(bytes[end]) { end += 1 }
    guard end < line.upperBound, end > line.lowerBound else { throw .badFieldName }
    guard bytes[end] == ASCII.colon else { throw .badCharacter(in: .fieldName) }
    return end
  }

  /// Eight bytes at a time while none of them is a control character.
  private static func isFieldContent(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let raw = bytes.bytes
    var index = range.lowerBound
    while index < range.upperBound {
      if index + 8 <= range.upperBound,
        !hasControl(raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      {
        index += 8
      } else {
        guard ASCII.isFieldContent(bytes[index]) else { return false }
        index += 1
      }
    }
    return true
  }

  /// Whether one of the eight bytes is below a space or is DEL; may also say so of a byte that
  /// follows such a byte, never of a word without one.
  @inline(__always) private static func hasControl(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits: UInt64 = 0x8080_8080_8080_8080
    let deletes = word ^ (ones &* UInt64(ASCII.delete))
    let below = (word &- ones &* UInt64(ASCII.space)) & ~word
    let equal = (deletes &- ones) & ~deletes
    return (below | equal) & highBits != 0
  }
}
