import JSON

/// What each keyword expects.
extension ViolationText {
  private static let mostListed = 8

  /// The expectation of one keyword, to be followed by what came.
  func sentence(_ instruction: Instruction, _ node: Int, isHidden: Bool) -> String {
    switch instruction {
    case .minimum(let bound): "expected a number of at least \(number(bound))"
    case .exclusiveMinimum(let bound): "expected a number above \(number(bound))"
    case .maximum(let bound): "expected a number of at most \(number(bound))"
    case .exclusiveMaximum(let bound): "expected a number below \(number(bound))"
    case .multipleOf(let bound): "expected a multiple of \(number(bound))"
    case .minimumLength(let count): length("at least", count, node, isHidden)
    case .maximumLength(let count): length("at most", count, node, isHidden)
    case .pattern(let pattern):
      "expected a string that matches the pattern "
        + ShownValue.quoted(tables.patterns[Int(pattern)].text)
    case .format(let format): "expected \(format.phrase)"
    case .minimumItems(let count):
      "expected an array of at least \(ShownValue.counted(count, "element"))"
    case .maximumItems(let count):
      "expected an array of at most \(ShownValue.counted(count, "element"))"
    case .uniqueItems: "expected elements that all differ" + equalElements(node)
    case .minimumProperties(let count): properties("at least", count, node)
    case .maximumProperties(let count): properties("at most", count, node)
    case .enumeration(let enumeration): "expected " + values(of: Int(enumeration))
    case .constant(let constant): "expected \(literal(Int(constant)))"
    case .not: "expected anything but what the schema in \"not\" describes"
    default: "expected something else"
    }
  }

  private func number(_ bound: Int32) -> String {
    ShownValue.shortened(String(decoding: tables.decimals[Int(bound)].text, as: UTF8.self))
  }

  private func length(_ relation: String, _ count: Int, _ node: Int, _ isHidden: Bool) -> String {
    let found = isHidden ? "" : " instead of \(document.scalarCount(node))"
    return "expected a string of \(relation) \(ShownValue.counted(count, "character"))\(found)"
  }

  private func properties(_ relation: String, _ count: Int, _ node: Int) -> String {
    let noun = count == 1 ? "property" : "properties"
    return "expected \(relation) \(count) \(noun) instead of \(document.count(node))"
  }

  private func equalElements(_ node: Int) -> String {
    guard let (first, second) = UniqueItems.repeated(document, node) else { return "" }
    return ", but those at \(first) and \(second) are equal"
  }

  private func values(of enumeration: Int) -> String {
    let enumeration = tables.enumerations[enumeration]
    let strings = tables.keys.run(enumeration.strings)
      .map { ShownValue.quoted(tables.keys.text($0)) }.sorted()
    let all = strings + enumeration.others.map(literal)
    if all.isEmpty { return "none of all values" }
    return (all.count == 1 ? "" : "one of ") + NearestName.listed(all, most: Self.mostListed)
  }

  private func literal(_ constant: Int) -> String {
    let constant = tables.constants[constant]
    return ShownValue.literal(tables.documents[constant.document].document, constant.node)
  }

  /// Failures that are about members and elements rather than about what came.
  func memberSentence(_ failure: Failure, _ node: Int) -> String {
    switch failure.reason {
    case .required(let rules): return missing(tables.objects[Int(rules)], node)
    case .unknownProperty:
      let known = declaredNames(of: Int(failure.subschema))
      return "unknown property \(name(node))"
        + NearestName.suggestion(for: document.string(node) ?? "", among: known)
    case .excessItem: return "no element is allowed at this position"
    case .tooFew(let rule, let found):
      return "expected at least \(ShownValue.counted(rule.minimum, "element")) as \"contains\" "
        + "describes, found \(found)"
    case .tooMany(let rule):
      return "expected at most \(ShownValue.counted(rule.maximum, "element")) as \"contains\" "
        + "describes, found more"
    case .missingDependent(let dependency, let name):
      let rule = tables.dependencies[Int(dependency)]
      return "missing property \(ShownValue.quoted(rule.required[name])), required where there is "
        + ShownValue.quoted(rule.name)
    default: return "does not fit"
    }
  }

  private func missing(_ rules: ObjectRules, _ node: Int) -> String {
    let names = tables.keys.run(rules.keys).filter { $0.required >= 0 }
      .sorted { $0.required < $1.required }.map(tables.keys.text)
      .filter { document.member(node, named: $0) == nil }.map { ShownValue.quoted($0) }
    let noun = names.count == 1 ? "property" : "properties"
    return "missing required \(noun) " + NearestName.listed(names, most: Self.mostListed)
  }

  /// The names in `properties`, here and in all that applies to the same value.
  private func declaredNames(of subschema: Int) -> [String] {
    var names: Set<String> = []
    var seen: Set<Int> = [subschema]
    var pending = [subschema]
    while let index = pending.popLast() {
      for case .members(let rules) in tables.instructions(of: index) {
        let entries = tables.keys.run(tables.objects[Int(rules)].keys)
        names.formUnion(entries.filter(\.isDeclared).map(tables.keys.text))
      }
      for target in tables.inPlace(index, includingDynamic: true)
      where seen.insert(target).inserted {
        pending.append(target)
      }
    }
    return names.sorted()
  }
}
