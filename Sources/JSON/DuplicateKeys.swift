/// Looks for a key that an object holds twice, compared after decoding escapes.
enum DuplicateKeys {
  /// Objects up to this many members are compared pair by pair; larger ones go through a table of
  /// seeded hashes, so that no choice of keys makes the search quadratic.
  static let largestPairwise = 16

  /// The tape index of the second of two equal keys of the closed object at `object`, if any.
  static func find(
    in object: Int, tape: [TapeNode], bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    if tape[object].count <= largestPairwise {
      return findPairwise(in: object, tape: tape, bytes: bytes)
    }
    var table = KeyTable(capacity: tape[object].count, tape: tape, bytes: bytes)
    var key = object + 1
    while true {
      if table.insertionFails(of: key) { return key }
      key = following(key, tape)
      if key == 0 { return nil }
    }
  }

  /// A key is compared with those before it only where one of them set the same bit of `seen`,
  /// which comes from its length and last byte, or where any has escapes: mostly not at all.
  private static func findPairwise(
    in object: Int, tape: [TapeNode], bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    let first = object + 1
    var key = first
    var seen: UInt64 = 0
    var comparesAll = false
    repeat {
      let node = tape[key]
      let bit: UInt64 = 1 << UInt64((node.end &- node.start &+ 7 &* mark(node, bytes)) & 63)
      comparesAll = comparesAll || node.hasEscapes
      if comparesAll || seen & bit != 0, repeats(key, from: first, tape, bytes) { return key }
      seen |= bit
      key = following(key, tape)
    } while key != 0
    return nil
  }

  /// The byte before the closing quote; the opening quote where the key is empty.
  private static func mark(_ node: TapeNode, _ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    UInt32(bytes[Int(node.end) - 2])
  }

  private static func repeats(
    _ key: Int, from first: Int, _ tape: [TapeNode], _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var other = first
    while other != key {
      if StringComparison.equal(tape[other], tape[key], bytes) { return true }
      other = following(other, tape)
    }
    return false
  }

  /// The key after a key, 0 for none: the sibling of its value.
  private static func following(_ key: Int, _ tape: [TapeNode]) -> Int {
    Int(tape[Int(tape[key].next)].next)
  }
}

/// A hash table of keys with open addressing, at most half full.
private struct KeyTable {
  private let tape: [TapeNode]
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Tape indices, 0 for a free place: a key never stands at index 0.
  private var places: [UInt32]
  private var decoded: [UInt8] = []

  init(capacity: Int, tape: [TapeNode], bytes: UnsafeBufferPointer<UInt8>) {
    self.tape = tape
    self.bytes = bytes
    let width = Int.bitWidth - (capacity * 2).leadingZeroBitCount
    places = Array(repeating: 0, count: 1 << width)
  }

  /// Whether an equal key is there already; if not, the key is there now.
  mutating func insertionFails(of key: Int) -> Bool {
    let mask = places.count - 1
    var place = hash(tape[key]) & mask
    while places[place] != 0 {
      if StringComparison.equal(tape[Int(places[place])], tape[key], bytes) { return true }
      place = (place + 1) & mask
    }
    places[place] = UInt32(truncatingIfNeeded: key)
    return false
  }

  private mutating func hash(_ node: TapeNode) -> Int {
    var hasher = Hasher()
    let body = UnsafeBufferPointer(rebasing: bytes[node.body])
    if node.hasEscapes {
      decoded.removeAll(keepingCapacity: true)
      decoded.append(contentsOf: DecodedBytes(body))
      decoded.withUnsafeBytes { hasher.combine(bytes: $0) }
    } else {
      hasher.combine(bytes: UnsafeRawBufferPointer(body))
    }
    return hasher.finalize()
  }
}
