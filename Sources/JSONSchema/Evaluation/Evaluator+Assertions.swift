import JSON

/// Keywords that look at one value and nothing inside it.
extension Evaluator {
  func asserts(
    _ instruction: Instruction, _ node: Node, _ state: inout EvaluationState
  ) -> Bool {
    switch instruction {
    case .minimum(let bound): compare(bound, node) >= 0
    case .exclusiveMinimum(let bound): compare(bound, node) > 0
    case .maximum(let bound): compare(bound, node) <= 0
    case .exclusiveMaximum(let bound): compare(bound, node) < 0
    case .multipleOf(let bound): program.tables.decimals[Int(bound)].divides(document, node)
    case .minimumLength(let count): hasLength(node, atLeast: count)
    case .maximumLength(let count): hasLength(node, atMost: count)
    case .pattern(let pattern): matches(Int(pattern), node, &state)
    case .format(let format): format.accepts(StringScalars(document, node))
    case .minimumItems(let count), .minimumProperties(let count): document.count(node) >= count
    case .maximumItems(let count), .maximumProperties(let count): document.count(node) <= count
    case .uniqueItems: UniqueItems.hold(document, node)
    default: true
    }
  }

  private func compare(_ bound: Int32, _ node: Node) -> Int {
    program.tables.decimals[Int(bound)].compare(document, node)
  }

  /// A scalar value takes one to four bytes, or six or twelve as an escape: most lengths can be
  /// judged by the bytes.
  private func hasLength(_ node: Node, atLeast count: Int) -> Bool {
    let bytes = document.range(node).count - 2
    if bytes < count { return false }
    if bytes / 12 >= count { return true }
    return document.scalarCount(node) >= count
  }

  private func hasLength(_ node: Node, atMost count: Int) -> Bool {
    if document.range(node).count - 2 <= count { return true }
    return document.scalarCount(node) <= count
  }

  /// Whether a pattern matches somewhere in a string or key.
  func matches(_ pattern: Int, _ node: Node, _ state: inout EvaluationState) -> Bool {
    let answer = state.matcher.matches(
      program.tables.patterns[pattern], StringScalars(document, node),
      stepsLeft: &state.remainingPatternSteps)
    if let answer { return answer }
    state.exhausted = state.exhausted ?? .patternSteps
    state.remainingEvaluations = 0
    return false
  }
}
