import JSON

/// Keywords about the members of an object.
extension Evaluator {
  /// How many required names one pass over the members keeps track of.
  private static let requiredPerPass = 64

  func members(
    _ rules: Int, _ index: Int, _ node: Node, _ collecting: Bool, _ state: inout EvaluationState
  ) -> Bool {
    let object = program.tables.objects[rules]
    var missing = object.requiredCount
    var seen: UInt64 = 0
    var next = document.firstChild(node)
    while let key = next, let value = document.next(key) {
      let entry = find(key, in: object.keys)
      if entry >= 0 {
        let required = Int(program.tables.keys.entries[entry].required)
        if required >= 0, required < Self.requiredPerPass {
          let bit: UInt64 = 1 << UInt64(required)
          if seen & bit == 0 { missing &-= 1 }
          seen |= bit
        }
      }
      guard member(key, value, entry, object, index, collecting, &state) else { return false }
      next = document.next(value)
    }
    if missing == 0 || (object.requiredCount > Self.requiredPerPass && holdsAll(object, node)) {
      return true
    }
    return state.fail(.required(rules: Int32(rules)), index, node)
  }

  /// One member: what its name, a pattern, or neither asks of it.
  private func member(
    _ key: Node, _ value: Node, _ entry: Int, _ object: ObjectRules, _ index: Int,
    _ collecting: Bool, _ state: inout EvaluationState
  ) -> Bool {
    if object.names != noSubschema,
      !accepts(Int(object.names), key, collecting: false, &state)
    {
      return false
    }
    var isCovered = false
    if entry >= 0, program.tables.keys.entries[entry].isDeclared {
      isCovered = true
      let subschema = Int(program.tables.keys.entries[entry].subschema)
      guard accepts(subschema, value, collecting: false, &state) else { return false }
    }
    for place in object.patterns {
      let rule = program.tables.patternRules[place]
      guard matches(rule.pattern, key, &state) else { continue }
      isCovered = true
      guard accepts(Int(rule.subschema), value, collecting: false, &state) else { return false }
    }
    if !isCovered, object.additional != noSubschema {
      if object.isClosed { return state.fail(.unknownProperty(isUnevaluated: false), index, key) }
      isCovered = true
      guard accepts(Int(object.additional), value, collecting: false, &state) else { return false }
    }
    if collecting, isCovered { state.evaluated.append(value) }
    return true
  }

  /// The entry of a key in a table; -1 where there is none.
  func find(_ key: Node, in table: KeyTable) -> Int {
    guard table.count > 0 else { return -1 }
    if let body = document.rawStringBody(key) {
      return program.tables.keys.find(document.bytes, body, in: table)
    }
    let text = Array((document.string(key) ?? "").utf8)
    return program.tables.keys.find(text, text.indices, in: table)
  }

  /// Whether an object holds all the required names, however many they are: as many passes as it
  /// takes to have a bit for each.
  private func holdsAll(_ object: ObjectRules, _ node: Node) -> Bool {
    for base in stride(from: 0, to: object.requiredCount, by: Self.requiredPerPass) {
      var seen: UInt64 = 0
      for (key, _) in document.members(node) {
        let entry = find(key, in: object.keys)
        guard entry >= 0 else { continue }
        let required = Int(program.tables.keys.entries[entry].required) - base
        if 0..<Self.requiredPerPass ~= required { seen |= 1 << UInt64(required) }
      }
      let expected = min(Self.requiredPerPass, object.requiredCount - base)
      if seen.nonzeroBitCount < expected { return false }
    }
    return true
  }

  /// `dependentRequired` and `dependentSchemas` of one name.
  func depends(
    _ dependency: Int32, _ index: Int, _ node: Node, _ collecting: Bool,
    _ state: inout EvaluationState
  ) -> Bool {
    let rule = program.tables.dependencies[Int(dependency)]
    guard document.member(node, named: rule.name) != nil else { return true }
    for (place, name) in rule.required.enumerated()
    where document.member(node, named: name) == nil {
      return state.fail(.missingDependent(dependency: dependency, name: place), index, node)
    }
    return rule.subschema == noSubschema
      || accepts(Int(rule.subschema), node, collecting: collecting, &state)
  }
}
