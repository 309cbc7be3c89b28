import JSON

/// Hashes that agree where `Equality` holds. They are seeded per process, so that nobody can make
/// values up that collide.
enum ValueHash {
  static func hash(_ document: JSONDocument, _ node: JSONDocument.Node) -> Int {
    var hasher = Hasher()
    combine(document, node, into: &hasher)
    return hasher.finalize()
  }

  private static func combine(_ document: JSONDocument, _ node: Int, into hasher: inout Hasher) {
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
