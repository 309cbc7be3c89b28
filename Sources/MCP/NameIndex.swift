/// Finds the position of a name among a fixed set of names, over bytes and without allocating.
///
/// Open addressing over a table at most half full. The names are the operator's, so nobody who
/// looks one up can make the table slow.
struct NameIndex: Sendable {
  /// All names one after another, in order.
  private var text: [UInt8] = []
  /// Where each name ends in `text`.
  private var ends: [Int] = []
  /// Position of a name plus 1, or 0; the count is a power of two.
  private var slots: [UInt32]

  /// An index for that many names.
  init(capacity: Int) {
    var slotCount = 8
    while slotCount < capacity * 2 { slotCount *= 2 }
    slots = Array(repeating: 0, count: slotCount)
    ends.reserveCapacity(capacity)
  }

  /// Adds a name at the next position; false, and nothing added, where it is there already.
  mutating func insert(_ name: some Collection<UInt8>) -> Bool {
    let name = Array(name)
    let start = text.count
    let slot = name.withUnsafeBufferPointer { self.slot(for: $0) }
    guard slots[slot] == 0 else { return false }
    text += name
    ends.append(start + name.count)
    slots[slot] = UInt32(ends.count)
    return true
  }

  /// The position of a name, in the order of insertion; nil for an unknown one.
  func index(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    let found = slots[slot(for: name)]
    return found == 0 ? nil : Int(found) - 1
  }

  /// How many names there are.
  var count: Int { ends.count }

  /// The bytes of the name at a position.
  func name(at index: Int) -> ArraySlice<UInt8> {
    text[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// The slot that holds the name, or the free one where it would go.
  private func slot(for name: UnsafeBufferPointer<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: Self.hash(name)) & mask
    while slots[slot] != 0, !isEqual(Int(slots[slot]) - 1, name) { slot = (slot + 1) & mask }
    return slot
  }

  private func isEqual(_ index: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = index == 0 ? 0 : ends[index - 1]
    guard ends[index] - start == name.count else { return false }
    return text.withUnsafeBufferPointer { text in
      text.baseAddress.map { name.isSame($0 + start, count: name.count) } ?? true
    }
  }

  /// Its halves folded so that the low bits depend on all bytes.
  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var digest = Digest()
    digest.add(name)
    return digest.value ^ (digest.value >> 32)
  }
}
