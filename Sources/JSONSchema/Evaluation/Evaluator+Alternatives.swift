import JSON

/// `anyOf` and `oneOf`, which remember the alternative that came closest.
extension Evaluator {
  func anyOf(
    _ list: SubschemaList, _ index: Int, _ node: Node, _ collecting: Bool,
    _ state: inout EvaluationState
  ) -> Bool {
    var isAccepted = false
    var closest = ClosestAlternative()
    for (position, place) in list.range.enumerated() {
      if branch(Int(program.tables.lists[place]), node, collecting, &state) {
        isAccepted = true
        if !collecting { return true }
      } else if !isAccepted {
        closest.add(position, state, at: node, program)
      }
    }
    return isAccepted || closest.fail(list, isOneOf: false, index, node, &state)
  }

  func oneOf(
    _ list: SubschemaList, _ index: Int, _ node: Node, _ collecting: Bool,
    _ state: inout EvaluationState
  ) -> Bool {
    var accepted: Int?
    var closest = ClosestAlternative()
    for (position, place) in list.range.enumerated() {
      if branch(Int(program.tables.lists[place]), node, collecting, &state) {
        if let first = accepted {
          return state.fail(.twoAlternatives(first: first, second: position), index, node)
        }
        accepted = position
      } else if accepted == nil {
        closest.add(position, state, at: node, program)
      }
    }
    return accepted != nil || closest.fail(list, isOneOf: true, index, node, &state)
  }
}

/// Which of several alternatives that refuse a value says most about what is wrong with it.
struct ClosestAlternative {
  private var position = -1
  private var rank = -1
  private var failure = Failure()
  /// What the alternatives take, while all of them refuse the type.
  private var types: TypeSet? = []
  private var isSecret = false

  /// Takes in the failure that the state holds.
  mutating func add(_ position: Int, _ state: EvaluationState, at node: Int, _ program: Program) {
    let outer = state.failure
    let inner = state.closest ?? outer
    isSecret = isSecret || outer.isSecret || inner.isSecret
    types = refusedTypes(outer, node, program).flatMap { types?.union($0) }
    let rank = Self.rank(inner, at: node)
    guard rank > self.rank else { return }
    (self.position, self.rank, failure) = (position, rank, inner)
  }

  private func refusedTypes(_ failure: Failure, _ node: Int, _ program: Program) -> TypeSet? {
    guard Int(failure.node) == node else { return nil }
    switch failure.reason {
    case .type: return program.tables.subschemas[Int(failure.subschema)].types
    case .noType(let types, _): return types
    default: return nil
    }
  }

  /// A wrong type says least, then a value that tells alternatives apart, then anything else about
  /// the value itself, then anything inside it.
  private static func rank(_ failure: Failure, at node: Int) -> Int {
    let isInside = Int(failure.node) != node
    switch failure.reason {
    case .type, .noType: return isInside ? 3 : 0
    case .instruction(.constant), .instruction(.enumeration): return isInside ? 1 : 2
    default: return isInside ? 4 : 2
    }
  }

  /// Leaves the failure of all alternatives in the state; always false.
  func fail(
    _ list: SubschemaList, isOneOf: Bool, _ index: Int, _ node: Int, _ state: inout EvaluationState
  ) -> Bool {
    if let types, !types.isEmpty {
      _ = state.fail(.noType(types, isOneOf: isOneOf), index, node)
    } else {
      let reason = Failure.Reason.noAlternative(list: list, closest: position, isOneOf: isOneOf)
      _ = state.fail(reason, index, node)
      state.closest = failure
    }
    state.failure.isSecret = state.failure.isSecret || isSecret
    return false
  }
}
