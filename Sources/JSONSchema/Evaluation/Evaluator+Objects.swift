import JSON

/// Keywords about the members of an object.
extension Evaluator {
  /// How many required names one pass over the members keeps track of.
  private static let requiredPerPass = 64

  func members(
    _ rules: Int, _ index: Int, _ node: Node, _ collecting: Bool, _ state: inout EvaluationState
  ) -> Bool {
    guard state.spend(document.count(node)) else { return false }
    let object = program.tables.objects[rules]
    var missing = object.requiredCount
    var seen: UInt64 = 0
    var next = document.firstChild(node)
    while let key = next, let value = document.next(key) {
      let entry = find(key, in: object.keys, &state)
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
    if missing == 0 { return true }
    if object.requiredCount > Self.requiredPerPass {
      guard spend(bytesOf: node, &state) else { return false }
      if !required(object, node).contains(false) { return true }
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
      guard matches(rule.pattern, key, &state) else {
        if state.exhausted != nil { return false }
        continue
      }
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

  /// The entry of a key or another string in a table; -1 where there is none.
  func find(_ key: Node, in table: KeyTable, _ state: inout EvaluationState) -> Int {
    guard table.count > 0, spend(bytesOf: key, &state) else { return -1 }
    return find(key, in: table)
  }

  private func find(_ key: Node, in table: KeyTable) -> Int {
    if let body = document.rawStringBody(key) {
      return program.tables.keys.find(document.bytes, body, in: table)
    }
    let text = Array((document.string(key) ?? "").utf8)
    return program.tables.keys.find(text, text.indices, in: table)
  }

  /// Which of the required names an object holds, in their order, however many they are.
  func required(_ object: ObjectRules, _ node: Node) -> [Bool] {
    var found = [Bool](repeating: false, count: object.requiredCount)
    for (key, _) in document.members(node) {
      let entry = find(key, in: object.keys)
      guard entry >= 0 else { continue }
      let required = Int(program.tables.keys.entries[entry].required)
      if required >= 0 { found[required] = true }
    }
    return found
  }

  /// `dependentRequired` and `dependentSchemas` of one name.
  func depends(
    _ dependency: Int32, _ index: Int, _ node: Node, _ collecting: Bool,
    _ state: inout EvaluationState
  ) -> Bool {
    let rule = program.tables.dependencies[Int(dependency)]
    guard has(rule.name, node, &state) else { return state.exhausted == nil }
    for (place, name) in rule.required.enumerated() where !has(name, node, &state) {
      return state.fail(.missingDependent(dependency: dependency, name: place), index, node)
    }
    return rule.subschema == noSubschema
      || accepts(Int(rule.subschema), node, collecting: collecting, &state)
  }

  /// Whether an object has a member, found by comparing one key after the other.
  private func has(_ name: String, _ node: Node, _ state: inout EvaluationState) -> Bool {
    let bytes = document.count(node) * (1 + name.utf8.count / SchemaOptions.bytesPerStep)
    return state.spend(bytes: bytes) && document.member(node, named: name) != nil
  }
}
