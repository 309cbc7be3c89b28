import JSON

/// Keywords that look at one value and nothing inside it.
extension Compiler {
  func addTypes(_ source: inout SchemaSource) throws(SchemaError) {
    guard let node = source.member(.type) else { return }
    let document = source.document
    let names = document.kind(node) == .array ? Array(document.elements(node)) : [node]
    var types: TypeSet = []
    for name in names {
      guard let type = document.string(name).flatMap(TypeSet.init(name:)) else {
        throw source.error(
          registry, .type,
          takes: "one of null, boolean, integer, number, string, array, object, or an array of them"
        )
      }
      types.formUnion(type)
    }
    guard !types.isEmpty else {
      throw source.error(registry, .type, takes: "at least one type")
    }
    source.types = types
  }

  mutating func addNumberBounds(_ source: inout SchemaSource) throws(SchemaError) {
    let keywords: [(Keyword, (Int32) -> Instruction)] = [
      (.minimum, Instruction.minimum), (.exclusiveMinimum, Instruction.exclusiveMinimum),
      (.maximum, Instruction.maximum), (.exclusiveMaximum, Instruction.exclusiveMaximum),
    ]
    for (keyword, instruction) in keywords {
      guard let node = source.member(keyword) else { continue }
      guard source.document.kind(node) == .number else {
        throw source.error(registry, keyword, takes: "a number")
      }
      source.numbers.append(instruction(add(DecimalBound(source.document, node))))
    }
    if let node = source.member(.multipleOf) {
      source.numbers.append(.multipleOf(add(try divisor(node, source))))
    }
  }

  private func divisor(
    _ node: JSONDocument.Node, _ source: SchemaSource
  ) throws(SchemaError) -> DecimalBound {
    let keyword = Keyword.multipleOf
    guard source.document.kind(node) == .number else {
      throw source.error(registry, keyword, takes: "a number above 0")
    }
    let bound = DecimalBound(source.document, node)
    guard bound.isPositive else {
      throw source.error(registry, keyword, takes: "a number above 0")
    }
    guard !bound.hasManyDigits else {
      throw source.error(
        registry, keyword, takes: "a number of at most \(DecimalBound.mostDivisorDigits) digits")
    }
    return bound
  }

  private mutating func add(_ bound: DecimalBound) -> Int32 {
    tables.decimals.append(bound)
    return Int32(tables.decimals.count - 1)
  }

  mutating func addStringBounds(_ source: inout SchemaSource) throws(SchemaError) {
    if let count = try count(.minLength, source), count > 0 {
      source.strings.append(.minimumLength(count))
    }
    if let count = try count(.maxLength, source) { source.strings.append(.maximumLength(count)) }
    guard let node = source.member(.pattern) else { return }
    guard let text = source.document.string(node) else {
      throw source.error(registry, .pattern, takes: "a string")
    }
    source.strings.append(.pattern(Int32(try pattern(text, source, "/pattern"))))
  }

  func addArrayBounds(_ source: inout SchemaSource) throws(SchemaError) {
    if let count = try count(.minItems, source) { source.arrays.append(.minimumItems(count)) }
    if let count = try count(.maxItems, source) { source.arrays.append(.maximumItems(count)) }
    guard let node = source.member(.uniqueItems) else { return }
    guard let isUnique = source.document.bool(node) else {
      throw source.error(registry, .uniqueItems, takes: "true or false")
    }
    if isUnique { source.arrays.append(.uniqueItems) }
  }

  func addObjectBounds(_ source: inout SchemaSource) throws(SchemaError) {
    if let count = try count(.minProperties, source) {
      source.objects.append(.minimumProperties(count))
    }
    if let count = try count(.maxProperties, source) {
      source.objects.append(.maximumProperties(count))
    }
  }

  /// A whole number of 0 or more, in any spelling; one beyond all sizes counts as the largest.
  func count(_ keyword: Keyword, _ source: SchemaSource) throws(SchemaError) -> Int? {
    guard let node = source.member(keyword) else { return nil }
    let document = source.document
    guard document.kind(node) == .number,
      let count = Decimal(document.bytes, document.range(node)).count(in: document.bytes)
    else { throw source.error(registry, keyword, takes: "a whole number of 0 or more") }
    return count
  }

  mutating func addValues(_ source: inout SchemaSource) throws(SchemaError) {
    if let node = source.member(.const) {
      source.general.append(.constant(Int32(tables.constants.count)))
      tables.constants.append(Constant(document: source.location.document, node: node))
    }
    guard let node = source.member(.enum) else { return }
    let document = source.document
    guard document.kind(node) == .array else {
      throw source.error(registry, .enum, takes: "an array of values")
    }
    var strings: Set<[UInt8]> = []
    var others = ValueTable(capacity: document.count(node))
    for element in document.elements(node) {
      if let text = document.string(element) {
        strings.insert(Array(text.utf8))
      } else {
        others.add(document, element)
      }
    }
    let table = tables.keys.add(strings.map { ($0, KeyEntry()) })
    source.general.append(.enumeration(Int32(tables.enumerations.count)))
    tables.enumerations.append(
      Enumeration(strings: table, others: others, document: source.location.document))
  }

  func addFormat(_ source: inout SchemaSource) throws(SchemaError) {
    if source.member(.writeOnly).flatMap(source.document.bool) == true {
      source.traits.insert(.secret)
    }
    guard let node = source.member(.format) else { return }
    guard let name = source.document.string(node) else {
      throw source.error(registry, .format, takes: "a string")
    }
    if name == "password" { source.traits.insert(.secret) }
    guard options.assertsFormat || source.dialect.assertsFormat,
      let format = Format(rawValue: name)
    else { return }
    source.strings.append(.format(format))
  }

  /// The index of a compiled pattern. `suffix` is the pointer from the schema to the text.
  mutating func pattern(
    _ text: String, _ source: SchemaSource, _ suffix: String
  ) throws(SchemaError) -> Int {
    if let known = patternIndices[Array(text.utf8)] { return known }
    do {
      let limits = PatternLimits(
        bytes: options.maximumPatternBytes, states: options.maximumPatternStates,
        statesTaken: tables.patterns.reduce(0) { $0 + $1.stateCount })
      tables.patterns.append(try Pattern(text, limits: limits))
    } catch {
      throw SchemaError(place: registry.place(of: source.location) + suffix, text: error.text)
    }
    patternIndices[Array(text.utf8)] = tables.patterns.count - 1
    return tables.patterns.count - 1
  }
}
