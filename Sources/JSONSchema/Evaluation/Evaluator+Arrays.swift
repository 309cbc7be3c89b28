import JSON

/// Keywords about the elements of an array.
extension Evaluator {
  func items(
    _ rules: Int, _ index: Int, _ node: Node, _ collecting: Bool, _ state: inout EvaluationState
  ) -> Bool {
    let array = program.tables.arrays[rules]
    var position = 0
    var next = document.firstChild(node)
    while let element = next {
      let isPrefix = position < Int(array.prefix.count)
      let subschema =
        isPrefix ? program.tables.lists[Int(array.prefix.start) + position] : array.rest
      if subschema == noSubschema { return true }
      if !isPrefix, array.isClosed {
        return state.fail(.excessItem(isUnevaluated: false), index, element)
      }
      guard accepts(Int(subschema), element, collecting: false, &state) else { return false }
      if collecting { state.evaluated.append(element) }
      position += 1
      next = document.next(element)
    }
    return true
  }

  func contains(
    _ rule: Int, _ index: Int, _ node: Node, _ collecting: Bool, _ state: inout EvaluationState
  ) -> Bool {
    let rule = program.tables.contains[rule]
    var found = 0
    for element in document.elements(node) {
      let evaluatedCount = state.evaluated.count
      guard accepts(Int(rule.subschema), element, collecting: false, &state) else {
        state.forgetEvaluated(after: evaluatedCount)
        continue
      }
      found += 1
      if collecting { state.evaluated.append(element) }
      if found > rule.maximum { return state.fail(.tooMany(rule), index, node) }
      if !collecting, found >= rule.minimum, rule.maximum == Int.max { return true }
    }
    return found >= rule.minimum || state.fail(.tooFew(rule, found: found), index, node)
  }

  func uniqueItems(_ index: Int, _ node: Node, _ state: inout EvaluationState) -> Bool {
    guard let (first, second) = UniqueItems.repeated(document, node, &state) else {
      return state.exhausted == nil
    }
    return state.fail(.equalElements(first: first, second: second), index, node)
  }
}
