/// One value of a document: where it stands in the bytes and where its sibling stands on the tape.
///
/// Nodes lie in the order of the text, so the first child of a container is the node after it.
/// While a container is open, `next` holds the tape index of the container around it.
@frozen
@usableFromInline
struct TapeNode: Sendable {
  /// Offset of the first byte, quotes and brackets included.
  @usableFromInline var start: UInt32
  /// Offset after the last byte.
  @usableFromInline var end: UInt32
  /// Tape index of the next sibling, 0 for none; for a key, its value.
  @usableFromInline var next: UInt32
  /// Kind in the low 3 bits, then whether a string holds escapes, then the count of children.
  @usableFromInline var details: UInt32

  @usableFromInline static let kindMask: UInt32 = 0b0111
  @usableFromInline static let escapeFlag: UInt32 = 0b1000
  @usableFromInline static let countShift: UInt32 = 4

  init(_ kind: JSONKind, start: Int, end: Int = 0, next: UInt32 = 0, flags: UInt32 = 0) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
    self.next = next
    details = UInt32(kind.rawValue) | flags
  }

  @inlinable var kind: JSONKind {
    switch details & Self.kindMask {
    case 0: .null
    case 1: .false
    case 2: .true
    case 3: .number
    case 4: .string
    case 5: .array
    default: .object
    }
  }
  @inlinable var hasEscapes: Bool { details & Self.escapeFlag != 0 }
  @inlinable var count: Int { Int(details >> Self.countShift) }
  @inlinable var range: Range<Int> { Range(uncheckedBounds: (Int(start), Int(end))) }
  /// Of a string: what stands between the quotes.
  @inlinable var body: Range<Int> { Range(uncheckedBounds: (Int(start) + 1, Int(end) - 1)) }

  mutating func countOneMore() { details &+= 1 << Self.countShift }
}
