import JSON

/// Applies the schemas of a program to the values of a document.
///
/// Every function answers whether the value is accepted, and leaves the reason in the state where
/// it is not.
struct Evaluator {
  typealias Node = JSONDocument.Node

  let program: Program
  let document: JSONDocument

  /// Applies one schema. `collecting` asks to note the children that schemas are applied to.
  func accepts(
    _ index: Int, _ node: Node, collecting: Bool, _ state: inout EvaluationState
  ) -> Bool {
    guard state.enter() else { return false }
    let subschema = program.tables.subschemas[index]
    let isAccepted =
      subschema.traits.isEmpty
      ? body(index, subschema, node, collecting, &state)
      : bodyWithTraits(index, subschema, node, collecting, &state)
    state.leave()
    return isAccepted
  }

  private func body(
    _ index: Int, _ subschema: Subschema, _ node: Node, _ collecting: Bool,
    _ state: inout EvaluationState
  ) -> Bool {
    let kind = document.kind(node)
    guard hasType(node, kind, subschema.types, &state) else {
      return state.fail(.type, index, node)
    }
    if let range = subschema.range(for: kind) {
      for place in range
      where !run(program.tables.instructions[place], index, node, collecting, &state) {
        return false
      }
    }
    for place in Int(subschema.general)..<Int(subschema.end)
    where !apply(program.tables.instructions[place], index, node, collecting, &state) {
      return false
    }
    return true
  }

  @inline(never)
  private func bodyWithTraits(
    _ index: Int, _ subschema: Subschema, _ node: Node, _ collecting: Bool,
    _ state: inout EvaluationState
  ) -> Bool {
    let traits = subschema.traits
    let isScoped = traits.contains(.scoped) && state.scope.last != subschema.resource
    if isScoped { state.scope.append(subschema.resource) }
    if traits.contains(.secret) { state.secretDepth += 1 }
    let isAccepted =
      traits.contains(.collects)
      ? collectingBody(index, subschema, node, collecting, &state)
      : body(index, subschema, node, collecting, &state)
    if traits.contains(.secret) { state.secretDepth -= 1 }
    if isScoped { state.scope.removeLast() }
    return isAccepted
  }

  /// Of a schema with `unevaluated*`, which needs to know the children whether or not the schema
  /// around it does.
  @inline(never)
  private func collectingBody(
    _ index: Int, _ subschema: Subschema, _ node: Node, _ collecting: Bool,
    _ state: inout EvaluationState
  ) -> Bool {
    let outerStart = state.collectionStart
    let start = state.evaluated.count
    state.collectionStart = start
    let isAccepted = body(index, subschema, node, true, &state)
    if !collecting { state.forgetEvaluated(after: start) }
    state.collectionStart = outerStart
    return isAccepted
  }

  @inline(__always)
  private func hasType(
    _ node: Node, _ kind: JSONKind, _ types: TypeSet, _ state: inout EvaluationState
  ) -> Bool {
    if types.contains(TypeSet(kind)) { return true }
    return kind == .number && types.contains(.integer) && spend(bytesOf: node, &state)
      && document.isInteger(node)
  }

  /// The steps for reading a value.
  @inline(__always)
  func spend(bytesOf node: Node, _ state: inout EvaluationState) -> Bool {
    state.spend(bytes: document.range(node).count)
  }

  /// An instruction that concerns one kind of value, which the value is of.
  private func run(
    _ instruction: Instruction, _ index: Int, _ node: Node, _ collecting: Bool,
    _ state: inout EvaluationState
  ) -> Bool {
    switch instruction {
    case .items(let rules):
      return items(Int(rules), index, node, collecting, &state)
    case .contains(let rule):
      return contains(Int(rule), index, node, collecting, &state)
    case .uniqueItems:
      return uniqueItems(index, node, &state)
    case .members(let rules):
      return members(Int(rules), index, node, collecting, &state)
    case .dependency(let dependency):
      return depends(dependency, index, node, collecting, &state)
    default:
      return asserts(instruction, node, &state)
        || state.fail(.instruction(instruction), index, node)
    }
  }
}

extension EvaluationState {
  mutating func forgetEvaluated(after count: Int) {
    if evaluated.count > count { evaluated.removeSubrange(count...) }
  }
}
