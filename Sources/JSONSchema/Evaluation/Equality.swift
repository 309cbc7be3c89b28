import JSON

/// Whether two JSON values are the same by draft 2020-12: numbers by their amount, strings by their
/// scalar values, objects whatever the order of their members.
///
/// Recursive; documents bound their own depth.
enum Equality {
  /// Objects with more members than this are compared through a table.
  private static let largestPairwise = 8

  /// How many bytes there are to read to tell; none for values that differ at first sight.
  static func byteCount(
    _ left: JSONDocument, _ leftNode: Int, _ right: JSONDocument, _ rightNode: Int
  ) -> Int {
    guard left.kind(leftNode) == right.kind(rightNode),
      left.count(leftNode) == right.count(rightNode)
    else { return 0 }
    return left.range(leftNode).count + right.range(rightNode).count
  }

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
    // By bytes: strings that Unicode holds equivalent are different names.
    var values: [[UInt8]: Int] = [:]
    for (key, value) in right.members(rightNode) { values[text(right, key)] = value }
    return left.members(leftNode).allSatisfy { key, value in
      guard let other = values[text(left, key)] else { return false }
      return holds(left, value, right, other)
    }
  }

  private static func text(_ document: JSONDocument, _ key: Int) -> [UInt8] {
    Array((document.string(key) ?? "").utf8)
  }
}
