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
    if document.count(array) <= largestPairwise { return repeatedPairwise(document, array) }
    var seen: [Int: [(position: Int, node: Int)]] = [:]
    for (position, node) in document.elements(array).enumerated() {
      var hasher = Hasher()
      ValueHash.combine(document, node, into: &hasher)
      let hash = hasher.finalize()
      if let other = seen[hash]?.first(where: { same(document, $0.node, node) }) {
        return (other.position, position)
      }
      seen[hash, default: []].append((position, node))
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
