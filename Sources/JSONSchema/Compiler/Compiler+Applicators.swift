import JSON

/// Keywords that apply other schemas to the value or to what is inside it.
extension Compiler {
  mutating func addItems(_ source: inout SchemaSource) throws(SchemaError) {
    if let node = source.member(.items), source.document.kind(node) == .array {
      throw source.error(
        registry, .items, "\"items\" takes one schema; write an array of them as \"prefixItems\"")
    }
    let prefix = try list(.prefixItems, source)
    let rest = try single(.items, source)
    if prefix != nil || rest != nil {
      let isClosed = source.member(.items).flatMap(source.document.bool) == false
      tables.arrays.append(
        ArrayRules(
          prefix: prefix ?? SubschemaList(start: 0, count: 0), rest: rest ?? noSubschema,
          isClosed: isClosed))
      source.arrays.append(.items(Int32(tables.arrays.count - 1)))
    }
    guard let subschema = try single(.contains, source) else { return }
    let hasBounds = source.dialect.hasValidation
    let minimum = hasBounds ? try count(.minContains, source) : nil
    let maximum = hasBounds ? try count(.maxContains, source) : nil
    tables.contains.append(
      ContainsRule(subschema: subschema, minimum: minimum ?? 1, maximum: maximum ?? Int.max))
    source.arrays.append(.contains(Int32(tables.contains.count - 1)))
  }

  mutating func addAlternatives(_ source: inout SchemaSource) throws(SchemaError) {
    if let list = try list(.allOf, source) { source.general.append(.allOf(list)) }
    if let list = try list(.anyOf, source) { source.general.append(.anyOf(list)) }
    if let list = try list(.oneOf, source) { source.general.append(.oneOf(list)) }
    if let subschema = try single(.not, source) { source.general.append(.not(subschema)) }
    let accepted = try single(.then, source)
    let refused = try single(.else, source)
    guard let test = try single(.if, source) else { return }
    tables.conditions.append(
      Condition(test: test, accepted: accepted ?? noSubschema, refused: refused ?? noSubschema))
    source.general.append(.condition(Int32(tables.conditions.count - 1)))
  }

  mutating func addUnevaluated(_ source: inout SchemaSource) throws(SchemaError) {
    if let subschema = try single(.unevaluatedItems, source) {
      source.general.append(.unevaluatedItems(subschema))
      source.traits.insert(.collects)
    }
    if let subschema = try single(.unevaluatedProperties, source) {
      source.general.append(.unevaluatedProperties(subschema))
      source.traits.insert(.collects)
    }
  }

  /// The subschema that is the value of a keyword.
  mutating func single(
    _ keyword: Keyword, _ source: SchemaSource
  ) throws(SchemaError) -> Int32? {
    guard let node = source.member(keyword) else { return nil }
    return try subschema(at: source.at(node), in: source.resource)
  }

  /// The subschemas of a keyword that takes an array of them.
  private mutating func list(
    _ keyword: Keyword, _ source: SchemaSource
  ) throws(SchemaError) -> SubschemaList? {
    guard let node = source.member(keyword) else { return nil }
    guard source.document.kind(node) == .array, source.document.count(node) > 0 else {
      throw source.error(registry, keyword, takes: "an array of at least one schema")
    }
    var indices: [Int32] = []
    for element in source.document.elements(node) {
      indices.append(try subschema(at: source.at(element), in: source.resource))
    }
    defer { tables.lists += indices }
    return SubschemaList(start: Int32(tables.lists.count), count: Int32(indices.count))
  }
}
