import JSON

/// Whether two JSON values are the same by draft 2020-12: numbers by their amount, strings by their
/// scalar values, objects whatever the order of their members.
///
/// Recursive; documents bound their own depth.
enum Equality {
  /// Objects with more members than this are compared through a table.
  private static let largestPairwise = 16

  static func holds(
    _ left: JSONDocument, _ leftNode: Int, _ right: JSONDocument, _ rightNode: Int
  ) -> Bool {
    let kind = left.kind(leftNode)
    guard kind == right.kind(rightNode) else { return false }
    switch kind {
    case .null, .true, .false: return true
    case .number: return sameNumber(left, leftNode, right, rightNode)
    case .string: return sameString(left, leftNode, right, rightNode)
    case .array: return sameElements(left, leftNode, right, rightNode)
    case .object: return sameMembers(left, leftNode, right, rightNode)
    }
  }

  private static func sameNumber(
    _ left: JSONDocument, _ leftNode: Int, _ right: JSONDocument, _ rightNode: Int
  ) -> Bool {
    if let one = left.integer(leftNode), let other = right.integer(rightNode) {
      return one == other
    }
    let one = Decimal(left.bytes, left.range(leftNode))
    let other = Decimal(right.bytes, right.range(rightNode))
    return Decimal.compare(one, in: left.bytes, other, in: right.bytes) == 0
  }

  private static func sameString(
    _ left: JSONDocument, _ leftNode: Int, _ right: JSONDocument, _ rightNode: Int
  ) -> Bool {
    if left.rawStringBody(leftNode) != nil, right.rawStringBody(rightNode) != nil {
      return left.slice(leftNode) == right.slice(rightNode)
    }
    return StringScalars(left, leftNode).elementsEqual(StringScalars(right, rightNode))
  }

  private static func sameElements(
    _ left: JSONDocument, _ leftNode: Int, _ right: JSONDocument, _ rightNode: Int
  ) -> Bool {
    guard left.count(leftNode) == right.count(rightNode) else { return false }
    return zip(left.elements(leftNode), right.elements(rightNode)).allSatisfy {
      holds(left, $0, right, $1)
    }
  }

  private static func sameMembers(
    _ left: JSONDocument, _ leftNode: Int, _ right: JSONDocument, _ rightNode: Int
  ) -> Bool {
    let count = left.count(leftNode)
    guard count == right.count(rightNode) else { return false }
    if count > largestPairwise { return sameManyMembers(left, leftNode, right, rightNode) }
    return left.members(leftNode).allSatisfy { key, value in
      guard
        let other = right.members(rightNode)
          .first(where: { sameString(left, key, right, $0.key) })
      else { return false }
      return holds(left, value, right, other.value)
    }
  }

  private static func sameManyMembers(
    _ left: JSONDocument, _ leftNode: Int, _ right: JSONDocument, _ rightNode: Int
  ) -> Bool {
    var values: [String: Int] = [:]
    for (key, value) in right.members(rightNode) { values[right.string(key) ?? ""] = value }
    return left.members(leftNode).allSatisfy { key, value in
      guard let other = values[left.string(key) ?? ""] else { return false }
      return holds(left, value, right, other)
    }
  }
}
