import JSON

/// `unevaluatedItems` and `unevaluatedProperties`.
extension Evaluator {
  /// What it costs to note a child, or to look whether it is noted.
  private static let stepsPerChild = 2

  /// Applies a schema to the children of a value that none of the schemas before it was applied to.
  /// Runs after everything else of its schema, which has noted its children since it began.
  @inline(never)
  func unevaluated(
    _ subschema: Int, _ index: Int, _ node: Node, _ state: inout EvaluationState
  ) -> Bool {
    let isObject = document.kind(node) == .object
    let notedCount = state.evaluated.count - state.collectionStart
    guard state.spend((notedCount + document.count(node)) * Self.stepsPerChild) else {
      return false
    }
    let noted = Set(state.evaluated[state.collectionStart...])
    let isClosed = program.tables.subschemas[subschema].types.isEmpty
    var next = document.firstChild(node)
    while let child = next {
      guard let value = isObject ? document.next(child) : child else { break }
      next = document.next(value)
      if noted.contains(value) { continue }
      if isClosed {
        return state.fail(
          isObject ? .unknownProperty(isUnevaluated: true) : .excessItem(isUnevaluated: true),
          index, child)
      }
      guard accepts(subschema, value, collecting: false, &state) else { return false }
      state.evaluated.append(value)
    }
    return true
  }
}
