import JSON

/// Says in one line what is wrong with a value and what would be right.
struct ViolationText {
  /// How much of a pointer a text shows; the pointer itself is always whole.
  private static let longestPointer = 200

  let evaluator: Evaluator
  /// Where pointers into the document start.
  let root: JSONDocument.Node

  var document: JSONDocument { evaluator.document }
  var tables: ProgramTables { evaluator.program.tables }

  func violation(of state: EvaluationState) -> Violation {
    if let bound = state.exhausted { return exhausted(bound, state.stepLimit) }
    let path = InstancePath(to: Int(state.failure.node), from: root, in: document)
    let text = sentence(state.failure, path, state.closest)
    return Violation(
      instancePointer: path.pointer, schemaPointer: schemaPointer(state.failure),
      text: Self.shown(path.pointer) + ": " + text)
  }

  private static func shown(_ pointer: String) -> String {
    pointer.isEmpty
      ? "at the root" : ShownValue.shortened(pointer, to: longestPointer)
  }

  private func exhausted(_ bound: EvaluationState.Bound, _ stepLimit: Int) -> Violation {
    let options = evaluator.program.options
    let text =
      switch bound {
      case .steps:
        "the value takes more than the \(stepLimit) steps that are spent on checking it; send a "
          + "smaller one"
      case .depth:
        "the value and its schema go deeper than the \(options.maximumDepth) levels that are "
          + "checked; send a flatter value"
      case .patternSteps:
        "the value takes more than the \(options.patternStepLimit) steps that are spent on "
          + "regular expressions; send shorter strings"
      }
    return Violation(
      instancePointer: "", schemaPointer: "", text: "at the root: " + text, isInconclusive: true)
  }

  private func schemaPointer(_ failure: Failure) -> String {
    let origin = tables.origins[Int(failure.subschema)]
    let place = tables.documents[origin.document].place(of: origin.node)
    let keyword = keyword(of: failure)
    return keyword.isEmpty ? place : place + "/" + keyword
  }

  private func keyword(of failure: Failure) -> String {
    switch failure.reason {
    case .type:
      tables.subschemas[Int(failure.subschema)].types.isEmpty ? "" : "type"
    case .instruction(let instruction): instruction.keyword
    case .required: "required"
    case .unknownProperty(let isUnevaluated):
      isUnevaluated ? "unevaluatedProperties" : "additionalProperties"
    case .excessItem(let isUnevaluated): isUnevaluated ? "unevaluatedItems" : "items"
    case .tooFew(let rule, _): rule.minimum == 1 ? "contains" : "minContains"
    case .tooMany: "maxContains"
    case .equalElements: "uniqueItems"
    case .noType(_, let isOneOf), .noAlternative(_, _, let isOneOf):
      isOneOf ? "oneOf" : "anyOf"
    case .twoAlternatives: "oneOf"
    case .missingDependent(let dependency, _):
      tables.dependencies[Int(dependency)].keyword.rawValue
    }
  }

  /// What is wrong, without the place. `closest` belongs to failures of several alternatives.
  private func sentence(
    _ failure: Failure, _ path: InstancePath, _ closest: Failure?
  ) -> String {
    let node = Int(failure.node)
    let isName = path.isKey && !failure.reason.isAboutMember
    let prefix = isName ? "the property name \(name(node)): " : ""
    let got = isName ? "" : ", got " + shown(failure, path)
    switch failure.reason {
    case .type:
      let types = tables.subschemas[Int(failure.subschema)].types
      return prefix + (types.isEmpty ? "no value is allowed here" : "expected \(types.phrase)")
        + got
    case .noType(let types, _): return prefix + "expected \(types.phrase)" + got
    case .instruction(let instruction):
      return prefix + sentence(instruction, failure, isHidden: isSecret(failure, path)) + got
    case .equalElements(let first, let second):
      return prefix + "expected elements that all differ, but those at \(first) and \(second) are "
        + "equal" + got
    case .noAlternative(let list, let position, _):
      if closest?.node == failure.node,
        let choice = choice(among: list, node, isHidden: isSecret(failure, path))
      {
        return prefix + choice + got
      }
      return prefix + "fits none of the \(list.count) alternatives; the closest is alternative "
        + "\(position + 1): " + alternative(closest, path)
    case .twoAlternatives(let first, let second):
      return prefix + "fits alternatives \(first + 1) and \(second + 1), but must fit exactly one"
    default: return prefix + memberSentence(failure, node)
    }
  }

  /// What failed in an alternative, with its place where that is inside the value.
  private func alternative(_ failure: Failure?, _ outer: InstancePath) -> String {
    guard let failure else { return "it accepts nothing" }
    let path = InstancePath(to: Int(failure.node), from: root, in: document)
    let place = path.pointer == outer.pointer ? "" : Self.shown(path.pointer) + ": "
    return place + sentence(failure, path, nil)
  }

  func name(_ key: Int) -> String { ShownValue.quoted(document.string(key) ?? "") }

  private func shown(_ failure: Failure, _ path: InstancePath) -> String {
    isSecret(failure, path)
      ? "a value that is not shown" : ShownValue.text(document, Int(failure.node))
  }

  private func isSecret(_ failure: Failure, _ path: InstancePath) -> Bool {
    failure.isSecret || path.names.contains { tables.secretNames.contains($0) }
  }
}

extension Failure.Reason {
  /// Whether the node is the key of a member that is as such not wanted.
  var isAboutMember: Bool {
    if case .unknownProperty = self { true } else { false }
  }
}
