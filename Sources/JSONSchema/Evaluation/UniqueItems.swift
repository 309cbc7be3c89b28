import JSON

/// `uniqueItems`, in time that grows with the size of the array and not with its square.
enum UniqueItems {
  /// Arrays up to this length are compared pair by pair, without allocating.
  private static let largestPairwise = 8
  /// What an element costs that is looked for and added to a table.
  private static let stepsPerElement = 4

  /// The positions of two equal elements. Nil also once there are no steps left.
  static func repeated(
    _ document: JSONDocument, _ array: Int, _ state: inout EvaluationState
  ) -> (first: Int, second: Int)? {
    let count = document.count(array)
    if count <= largestPairwise { return repeatedPairwise(document, array, &state) }
    guard state.spend(count) else { return nil }
    var table = ValueTable(capacity: count)
    for (position, node) in document.elements(array).enumerated() {
      guard state.spend(stepsPerElement), state.spend(bytes: document.range(node).count) else {
        return nil
      }
      if let other = table.insert(document, node, &state) { return (other, position) }
    }
    return nil
  }

  private static func repeatedPairwise(
    _ document: JSONDocument, _ array: Int, _ state: inout EvaluationState
  ) -> (first: Int, second: Int)? {
    for (second, node) in document.elements(array).enumerated() {
      for (first, other) in document.elements(array).enumerated() {
        if first == second { break }
        guard state.spend(bytes: Equality.byteCount(document, other, document, node)) else {
          return nil
        }
        if Equality.holds(document, other, document, node) { return (first, second) }
      }
    }
    return nil
  }
}
