import JSON

/// Keywords that look at one value and nothing inside it.
extension Evaluator {
  /// A scalar value takes one to four bytes, or six or twelve as an escape.
  private static let mostBytesPerScalar = 12
  /// What a match costs before the first step of its pattern.
  private static let stepsPerMatch = 4

  func asserts(
    _ instruction: Instruction, _ node: Node, _ state: inout EvaluationState
  ) -> Bool {
    switch instruction {
    case .minimum(let bound):
      spend(bytesOf: node, &state) && compare(bound, node) >= 0
    case .exclusiveMinimum(let bound):
      spend(bytesOf: node, &state) && compare(bound, node) > 0
    case .maximum(let bound):
      spend(bytesOf: node, &state) && compare(bound, node) <= 0
    case .exclusiveMaximum(let bound):
      spend(bytesOf: node, &state) && compare(bound, node) < 0
    case .multipleOf(let bound):
      spend(bytesOf: node, &state)
        && program.tables.decimals[Int(bound)].divides(document, node)
    case .minimumLength(let count): hasLength(node, atLeast: count, &state)
    case .maximumLength(let count): hasLength(node, atMost: count, &state)
    case .pattern(let pattern): matches(Int(pattern), node, &state)
    case .format(let format):
      state.spend(document.range(node).count * format.stepsPerByte)
        && format.accepts(StringScalars(document, node))
    case .minimumItems(let count), .minimumProperties(let count): document.count(node) >= count
    case .maximumItems(let count), .maximumProperties(let count): document.count(node) <= count
    default: true
    }
  }

  private func compare(_ bound: Int32, _ node: Node) -> Int {
    program.tables.decimals[Int(bound)].compare(document, node)
  }

  /// Most lengths can be judged by the count of bytes.
  private func hasLength(
    _ node: Node, atLeast count: Int, _ state: inout EvaluationState
  ) -> Bool {
    let bytes = document.range(node).count - 2
    if bytes < count { return false }
    if bytes / Self.mostBytesPerScalar >= count { return true }
    return state.spend(bytes: bytes) && document.scalarCount(node) >= count
  }

  private func hasLength(
    _ node: Node, atMost count: Int, _ state: inout EvaluationState
  ) -> Bool {
    let bytes = document.range(node).count - 2
    if bytes <= count { return true }
    if bytes / Self.mostBytesPerScalar > count { return false }
    return state.spend(bytes: bytes) && document.scalarCount(node) <= count
  }

  /// Whether a pattern matches somewhere in a string or key.
  func matches(_ pattern: Int, _ node: Node, _ state: inout EvaluationState) -> Bool {
    guard state.spend(Self.stepsPerMatch) else { return false }
    let answer = state.matcher.matches(
      program.tables.patterns[pattern], StringScalars(document, node),
      stepsLeft: &state.remainingPatternSteps)
    if let answer { return answer }
    return state.exhaust(.patternSteps)
  }
}
