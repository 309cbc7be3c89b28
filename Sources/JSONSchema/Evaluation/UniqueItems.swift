import JSON

/// `uniqueItems`, in time that grows with the size of the array and not with its square.
enum UniqueItems {
  /// Arrays up to this length are compared pair by pair, without allocating.
  private static let largestPairwise = 8

  static func hold(_ document: JSONDocument, _ array: Int) -> Bool {
    repeated(document, array) == nil
  }

  /// The positions of two equal elements.
  static func repeated(_ document: JSONDocument, _ array: Int) -> (first: Int, second: Int)? {
    let count = document.count(array)
    if count <= largestPairwise { return repeatedPairwise(document, array) }
    var table = ValueTable(capacity: count)
    for (position, node) in document.elements(array).enumerated() {
      if let other = table.insert(document, node, at: position) { return (other, position) }
    }
    return nil
  }

  private static func repeatedPairwise(
    _ document: JSONDocument, _ array: Int
  ) -> (first: Int, second: Int)? {
    for (second, node) in document.elements(array).enumerated() {
      for (first, other) in document.elements(array).enumerated() {
        if first == second { break }
        if same(document, other, node) { return (first, second) }
      }
    }
    return nil
  }

  private static func same(_ document: JSONDocument, _ left: Int, _ right: Int) -> Bool {
    Equality.holds(document, left, document, right)
  }
}

/// A hash table of values with open addressing, at most half full.
private struct ValueTable {
  private struct Entry {
    let hash: Int
    let node: Int
  }

  /// By position.
  private var entries: [Entry] = []
  /// Positions plus one; 0 for a free place.
  private var places: [UInt32]

  init(capacity: Int) {
    entries.reserveCapacity(capacity)
    let width = Int.bitWidth - (capacity * 2).leadingZeroBitCount
    places = Array(repeating: 0, count: 1 << width)
  }

  /// The position of an equal value that is there already; if there is none, this one is now.
  mutating func insert(_ document: JSONDocument, _ node: Int, at position: Int) -> Int? {
    var hasher = Hasher()
    ValueHash.combine(document, node, into: &hasher)
    let hash = hasher.finalize()
    var place = hash & (places.count - 1)
    while places[place] != 0 {
      let other = Int(places[place]) - 1
      if entries[other].hash == hash,
        Equality.holds(document, entries[other].node, document, node)
      {
        return other
      }
      place = (place + 1) & (places.count - 1)
    }
    places[place] = UInt32(truncatingIfNeeded: position + 1)
    entries.append(Entry(hash: hash, node: node))
    return nil
  }
}

/// Hashes that agree where `Equality` holds. They are seeded per process, so that nobody can make
/// values up that collide.
private enum ValueHash {
  static func combine(_ document: JSONDocument, _ node: Int, into hasher: inout Hasher) {
    hasher.combine(document.kind(node).rawValue)
    switch document.kind(node) {
    case .null, .true, .false: break
    case .number: combineNumber(document, node, into: &hasher)
    case .string:
      for scalar in StringScalars(document, node) { hasher.combine(scalar) }
    case .array:
      for element in document.elements(node) { combine(document, element, into: &hasher) }
      hasher.combine(document.count(node))
    case .object:
      hasher.combine(membersHash(document, node))
    }
  }

  private static func combineNumber(
    _ document: JSONDocument, _ node: Int, into hasher: inout Hasher
  ) {
    let number = Decimal(document.bytes, document.range(node))
    hasher.combine(number.isNegative)
    hasher.combine(number.magnitude)
    for digit in number.digits(in: document.bytes) { hasher.combine(digit) }
  }

  /// The same for any order of the members.
  private static func membersHash(_ document: JSONDocument, _ node: Int) -> Int {
    var sum = 0
    for (key, value) in document.members(node) {
      var hasher = Hasher()
      combine(document, key, into: &hasher)
      combine(document, value, into: &hasher)
      sum &+= hasher.finalize()
    }
    return sum
  }
}
