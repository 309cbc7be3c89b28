import JSON

/// Keywords that concern values of any kind, most of them by applying other schemas to the value.
extension Evaluator {
  func apply(
    _ instruction: Instruction, _ index: Int, _ node: Node, _ collecting: Bool,
    _ state: inout EvaluationState
  ) -> Bool {
    switch instruction {
    case .enumeration(let enumeration):
      return isOne(of: program.tables.enumerations[Int(enumeration)], node)
        || state.fail(.instruction(instruction), index, node)
    case .constant(let constant):
      return isEqual(Int(constant), node) || state.fail(.instruction(instruction), index, node)
    case .reference(let subschema):
      return accepts(Int(subschema), node, collecting: collecting, &state)
    case .dynamicReference(let reference):
      let target = self.target(program.tables.dynamicReferences[Int(reference)], state)
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

  private func isOne(of enumeration: Enumeration, _ node: Node) -> Bool {
    if document.kind(node) == .string { return find(node, in: enumeration.strings) >= 0 }
    return enumeration.others.contains { isEqual($0, node) }
  }

  private func isEqual(_ constant: Int, _ node: Node) -> Bool {
    let constant = program.tables.constants[constant]
    let other = program.tables.documents[constant.document].document
    return Equality.holds(document, node, other, constant.node)
  }

  /// The outermost resource entered that has the anchor decides.
  private func target(_ reference: DynamicReference, _ state: EvaluationState) -> Int {
    guard !reference.name.isEmpty else { return Int(reference.fallback) }
    for resource in state.scope {
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
    let evaluatedCount = state.evaluated.count
    let isAccepted = accepts(index, node, collecting: collecting, &state)
    if !isAccepted { state.forgetEvaluated(after: evaluatedCount) }
    return isAccepted
  }
}
