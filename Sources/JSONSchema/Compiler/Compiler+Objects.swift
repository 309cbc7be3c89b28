import JSON

/// Keywords about the members of an object.
extension Compiler {
  mutating func addMembers(_ source: inout SchemaSource) throws(SchemaError) {
    var entries: [[UInt8]: KeyEntry] = [:]
    for (name, node) in try map(.properties, source) {
      let subschema = try subschema(at: source.at(node), in: source.resource)
      entries[Array(name.utf8), default: KeyEntry()].subschema = subschema
      entries[Array(name.utf8)]?.isDeclared = true
    }
    let required = source.dialect.hasValidation ? try names(.required, source) : []
    for (number, name) in required.enumerated() {
      entries[Array(name.utf8), default: KeyEntry()].required = Int32(number)
    }
    var rules = ObjectRules(keys: KeyTable(start: 0, count: 0))
    rules.requiredCount = required.count
    rules.patterns = try patternRules(source)
    rules.additional = try single(.additionalProperties, source) ?? noSubschema
    rules.isClosed =
      source.member(.additionalProperties).flatMap(source.document.bool) == false
    rules.names = try single(.propertyNames, source) ?? noSubschema
    guard
      !entries.isEmpty || !rules.patterns.isEmpty || rules.additional != noSubschema
        || rules.names != noSubschema
    else { return }
    rules.keys = tables.keys.add(entries.map { ($0.key, $0.value) })
    tables.objects.append(rules)
    source.objects.append(.members(Int32(tables.objects.count - 1)))
  }

  private mutating func patternRules(
    _ source: SchemaSource
  ) throws(SchemaError) -> Range<Int> {
    var rules: [PatternRule] = []
    for (text, node) in try map(.patternProperties, source) {
      let place = "/patternProperties/" + InstancePath.escaped(text)
      let pattern = try pattern(text, source, place)
      let subschema = try subschema(at: source.at(node), in: source.resource)
      rules.append(PatternRule(pattern: pattern, subschema: subschema))
    }
    let start = tables.patternRules.count
    tables.patternRules += rules
    return start..<tables.patternRules.count
  }

  mutating func addDependencies(_ source: inout SchemaSource) throws(SchemaError) {
    if source.dialect.hasValidation {
      for (name, node) in try map(.dependentRequired, source) {
        try addDependency(on: name, requires: node, .dependentRequired, &source)
      }
    }
    for (name, node) in try map(.dependentSchemas, source) {
      try addDependency(on: name, applies: node, .dependentSchemas, &source)
    }
    // The older keyword for both, which the metaschema still has.
    for (name, node) in try map(.dependencies, source) {
      if source.document.kind(node) == .array {
        try addDependency(on: name, requires: node, .dependencies, &source)
      } else {
        try addDependency(on: name, applies: node, .dependencies, &source)
      }
    }
  }

  private mutating func addDependency(
    on name: String, requires node: Int, _ keyword: Keyword, _ source: inout SchemaSource
  ) throws(SchemaError) {
    add(
      Dependency(
        name: name, required: try strings(node, keyword, source), subschema: noSubschema,
        keyword: keyword), &source)
  }

  private mutating func addDependency(
    on name: String, applies node: Int, _ keyword: Keyword, _ source: inout SchemaSource
  ) throws(SchemaError) {
    let subschema = try subschema(at: source.at(node), in: source.resource)
    add(
      Dependency(name: name, required: [], subschema: subschema, keyword: keyword), &source)
  }

  private mutating func add(_ dependency: Dependency, _ source: inout SchemaSource) {
    source.objects.append(.dependency(Int32(tables.dependencies.count)))
    tables.dependencies.append(dependency)
  }

  /// The members of a keyword that takes an object.
  private func map(
    _ keyword: Keyword, _ source: SchemaSource
  ) throws(SchemaError) -> [(name: String, node: Int)] {
    guard let node = source.member(keyword) else { return [] }
    guard source.document.kind(node) == .object else {
      throw source.error(registry, keyword, takes: "an object")
    }
    return source.document.members(node).map { (source.document.string($0.key) ?? "", $0.value) }
  }

  /// The names in a keyword that takes an array of them, each once.
  private func names(
    _ keyword: Keyword, _ source: SchemaSource
  ) throws(SchemaError) -> [String] {
    guard let node = source.member(keyword) else { return [] }
    return try strings(node, keyword, source)
  }

  private func strings(
    _ node: Int, _ keyword: Keyword, _ source: SchemaSource
  ) throws(SchemaError) -> [String] {
    let document = source.document
    let names = document.elements(node).compactMap(document.string)
    guard document.kind(node) == .array, names.count == document.count(node) else {
      throw source.error(registry, keyword, takes: "an array of property names")
    }
    var seen: Set<[UInt8]> = []
    return names.filter { seen.insert(Array($0.utf8)).inserted }
  }
}
