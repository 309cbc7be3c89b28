import JSON

/// Keywords that concern values of any kind, most of them by applying other schemas to the value.
extension Evaluator {
  /// What it costs to look for an anchor in one resource.
  private static let stepsPerResource = 4
  /// What it costs to hash a value or to compare it with another, its bytes not counted.
  private static let stepsPerComparison = 4
  /// What it costs to undo what a schema noted and to weigh its refusal.
  private static let stepsPerBranch = 1

  func apply(
    _ instruction: Instruction, _ index: Int, _ node: Node, _ collecting: Bool,
    _ state: inout EvaluationState
  ) -> Bool {
    switch instruction {
    case .enumeration(let enumeration):
      return isOne(of: Int(enumeration), node, &state)
        || state.fail(.instruction(instruction), index, node)
    case .constant(let constant):
      return isEqual(program.tables.constants[Int(constant)], node, &state)
        || state.fail(.instruction(instruction), index, node)
    case .reference(let subschema):
      return accepts(Int(subschema), node, collecting: collecting, &state)
    case .dynamicReference(let reference):
      let target = self.target(program.tables.dynamicReferences[Int(reference)], &state)
      return accepts(target, node, collecting: collecting, &state)
    case .allOf(let list):
      for place in list.range
      where !accepts(Int(program.tables.lists[place]), node, collecting: collecting, &state) {
        return false
      }
      return true
    case .anyOf(let list):
      return anyOf(list, index, node, collecting, &state)
    case .oneOf(let list):
      return oneOf(list, index, node, collecting, &state)
    case .not(let subschema):
      return !branch(Int(subschema), node, false, &state)
        || state.fail(.instruction(instruction), index, node)
    case .condition(let condition):
      return conditional(program.tables.conditions[Int(condition)], node, collecting, &state)
    case .unevaluatedItems(let subschema):
      return document.kind(node) != .array || unevaluated(Int(subschema), index, node, &state)
    case .unevaluatedProperties(let subschema):
      return document.kind(node) != .object || unevaluated(Int(subschema), index, node, &state)
    default:
      return true
    }
  }

  private func isOne(
    of enumeration: Int, _ node: Node, _ state: inout EvaluationState
  ) -> Bool {
    if document.kind(node) == .string {
      return find(node, in: program.tables.enumerations[enumeration].strings, &state) >= 0
    }
    let enumeration = program.tables.enumerations[enumeration]
    guard !enumeration.others.isEmpty, state.spend(Self.stepsPerComparison),
      spend(bytesOf: node, &state)
    else { return false }
    let schema = program.tables.documents[enumeration.document].document
    return enumeration.others.find(document, node, among: schema, &state) != nil
  }

  private func isEqual(
    _ constant: Constant, _ node: Node, _ state: inout EvaluationState
  ) -> Bool {
    let other = program.tables.documents[constant.document].document
    return state.spend(Self.stepsPerComparison)
      && state.spend(bytes: Equality.byteCount(document, node, other, constant.node))
      && Equality.holds(document, node, other, constant.node)
  }

  /// The outermost resource entered that has the anchor decides.
  private func target(_ reference: DynamicReference, _ state: inout EvaluationState) -> Int {
    guard !reference.name.isEmpty else { return Int(reference.fallback) }
    for resource in state.scope {
      guard state.spend(Self.stepsPerResource) else { break }
      let anchor = DynamicAnchor(resource: resource, name: reference.name)
      if let target = program.tables.dynamicAnchors[anchor] { return target }
    }
    return Int(reference.fallback)
  }

  private func conditional(
    _ condition: Condition, _ node: Node, _ collecting: Bool, _ state: inout EvaluationState
  ) -> Bool {
    let next =
      branch(Int(condition.test), node, collecting, &state)
      ? condition.accepted : condition.refused
    return next == noSubschema || accepts(Int(next), node, collecting: collecting, &state)
  }

  /// Applies a schema whose refusal is no refusal of the value, and then leaves no trace.
  func branch(
    _ index: Int, _ node: Node, _ collecting: Bool, _ state: inout EvaluationState
  ) -> Bool {
    guard state.spend(Self.stepsPerBranch) else { return false }
    let evaluatedCount = state.evaluated.count
    let isAccepted = accepts(index, node, collecting: collecting, &state)
    if !isAccepted { state.forgetEvaluated(after: evaluatedCount) }
    return isAccepted
  }
}
