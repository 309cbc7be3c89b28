/// From a schema to those that it applies to the same value.
extension ProgramTables {
  /// `$dynamicRef` leads to its fallback where `includingDynamic`; what else it may lead to is only
  /// known at run time.
  func inPlace(_ subschema: Int, includingDynamic: Bool) -> [Int] {
    // Instructions for numbers, strings and arrays lead nowhere.
    let range = Int(subschemas[subschema].objects)..<Int(subschemas[subschema].end)
    return range.isEmpty
      ? [] : instructions[range].flatMap { targets($0, includingDynamic) }
  }

  /// All instructions of a subschema.
  func instructions(of subschema: Int) -> ArraySlice<Instruction> {
    instructions[Int(subschemas[subschema].numbers)..<Int(subschemas[subschema].end)]
  }

  private func targets(_ instruction: Instruction, _ includingDynamic: Bool) -> [Int] {
    let targets: [Int32]
    switch instruction {
    case .reference(let target), .not(let target): targets = [target]
    case .dynamicReference(let index):
      targets = includingDynamic ? [dynamicReferences[Int(index)].fallback] : []
    case .allOf(let list), .anyOf(let list), .oneOf(let list): targets = Array(lists[list.range])
    case .condition(let index):
      let condition = conditions[Int(index)]
      targets = [condition.test, condition.accepted, condition.refused]
    case .dependency(let index): targets = [dependencies[Int(index)].subschema]
    default: targets = []
    }
    return targets.filter { $0 != noSubschema }.map(Int.init)
  }

  /// Spreads secrecy: a schema is as secret as any that applies to the same value with it, and a
  /// property is secret wherever its name occurs.
  mutating func markSecrets() {
    let secret = subschemas.indices.filter { subschemas[$0].traits.contains(.secret) }
    guard !secret.isEmpty else { return }
    var sources: [Int: [Int]] = [:]
    for index in subschemas.indices {
      for target in inPlace(index, includingDynamic: true) {
        sources[target, default: []].append(index)
      }
    }
    var pending = secret
    while let index = pending.popLast() {
      for source in sources[index] ?? [] where !subschemas[source].traits.contains(.secret) {
        subschemas[source].traits.insert(.secret)
        pending.append(source)
      }
    }
    for entry in keys.entries where entry.subschema != noSubschema {
      if subschemas[Int(entry.subschema)].traits.contains(.secret) {
        secretNames.insert(keys.text(entry))
      }
    }
  }

  /// Makes every schema take part in the dynamic scope where there is one.
  mutating func markScopes() {
    guard !dynamicReferences.isEmpty else { return }
    for index in subschemas.indices { subschemas[index].traits.insert(.scoped) }
  }
}

/// Schemas that come back to themselves without going into the value, which would never end.
enum ReferenceLoops {
  private enum Mark {
    case fresh, open, done
  }

  static func check(_ tables: ProgramTables) throws(SchemaError) {
    var marks = [Mark](repeating: .fresh, count: tables.subschemas.count)
    for start in marks.indices where marks[start] == .fresh {
      var path = [(index: start, rest: tables.inPlace(start, includingDynamic: false)[...])]
      marks[start] = .open
      while let next = path.last {
        guard let target = next.rest.first else {
          marks[next.index] = .done
          path.removeLast()
          continue
        }
        path[path.count - 1].rest = next.rest.dropFirst()
        if marks[target] == .open { throw loop(through: target, tables) }
        if marks[target] == .done { continue }
        marks[target] = .open
        path.append((target, tables.inPlace(target, includingDynamic: false)[...]))
      }
    }
  }

  private static func loop(through index: Int, _ tables: ProgramTables) -> SchemaError {
    let origin = tables.origins[index]
    return SchemaError(
      place: tables.documents[origin.document].place(of: origin.node),
      text: "the schema refers back to itself for the same value, which would never end; a "
        + "schema may refer to itself only for what is inside the value")
  }
}
