import JSON

/// What each keyword expects.
extension ViolationText {
  private static let mostListed = 8

  /// The expectation of one keyword, to be followed by what came.
  func sentence(_ instruction: Instruction, _ failure: Failure, isHidden: Bool) -> String {
    let node = Int(failure.node)
    return switch instruction {
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
    case .minimumProperties(let count): properties("at least", count, node)
    case .maximumProperties(let count): properties("at most", count, node)
    case .enumeration, .constant:
      "expected " + listed(values(of: Int(failure.subschema)), node, isHidden)
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

  /// The values in `enum` or `const` of a subschema, as they are written there.
  private func values(of subschema: Int) -> [(document: JSONDocument, node: Int)] {
    let origin = tables.origins[subschema]
    let schema = tables.documents[origin.document].document
    if let node = schema.member(origin.node, "const") { return [(schema, node)] }
    guard let node = schema.member(origin.node, "enum") else { return [] }
    return schema.elements(node).map { (schema, $0) }
  }

  /// What there is to choose from, with the nearest name where the list is cut.
  private func listed(
    _ values: [(document: JSONDocument, node: Int)], _ node: Int, _ isHidden: Bool
  ) -> String {
    if values.isEmpty { return "none of all values" }
    let shown = values.prefix(Self.mostListed).map { ShownValue.literal($0.document, $0.node) }
    let list = (values.count == 1 ? "" : "one of ") + shown.joined(separator: ", ")
    guard values.count > shown.count else { return list }
    let cut = list + " and \(values.count - shown.count) more"
    guard !isHidden, let word = document.string(node),
      let nearest = NearestName.nearest(
        to: word, among: values.compactMap { $0.document.string($0.node) })
    else { return cut }
    return cut + " (did you mean \(ShownValue.quoted(nearest))?)"
  }

  /// The values to choose from, where every alternative is just one or some of them; nil otherwise.
  func choice(among list: SubschemaList, _ node: Int, isHidden: Bool) -> String? {
    var all: [(document: JSONDocument, node: Int)] = []
    for alternative in tables.lists[list.range] {
      let values = values(of: Int(alternative))
      if values.isEmpty { return nil }
      all += values
    }
    return "expected " + listed(all, node, isHidden)
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
    let found = evaluator.required(rules, node)
    let names = tables.keys.run(rules.keys).filter { $0.required >= 0 && !found[Int($0.required)] }
      .sorted { $0.required < $1.required }.map { ShownValue.quoted(tables.keys.text($0)) }
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
