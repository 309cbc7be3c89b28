import JSON

/// Turns schemas into a program, one subschema at a time from a list of those still to be done, so
/// that neither deep schemas nor long chains of references need a deep stack.
struct Compiler {
  var registry: SchemaRegistry
  var tables = ProgramTables()
  let options: SchemaOptions
  private let document: JSONDocument
  private var indices: [SchemaLocation: Int32] = [:]
  private var pending: [(index: Int, location: SchemaLocation, resource: Int)] = []
  private var referenceCount = 0
  private var dynamicNames: Set<String> = []
  /// By their bytes: equivalent texts are different patterns.
  var patternIndices: [[UInt8]: Int] = [:]

  init(document: JSONDocument, options: SchemaOptions, resources: [String: JSONDocument]) {
    self.document = document
    self.options = options
    registry = SchemaRegistry(available: resources)
  }

  mutating func compile(root: JSONDocument.Node) throws(SchemaError) -> Program {
    let resource = try registry.add(document, root: root, uri: "")
    let location = registry.resources[resource].location
    let index = try subschema(at: location, in: resource)
    repeat {
      while let next = pending.popLast() {
        try compile(next.index, at: next.location, in: next.resource)
      }
      try addDynamicAnchors()
    } while !pending.isEmpty
    tables.documents = registry.documents
    try ReferenceLoops.check(tables)
    tables.markSecrets()
    tables.markScopes()
    return Program(tables, options: options, root: Int(index))
  }

  /// The index of the subschema at a location, which will be compiled if it is not yet.
  mutating func subschema(
    at location: SchemaLocation, in resource: Int
  ) throws(SchemaError) -> Int32 {
    if let known = indices[location] { return known }
    guard tables.subschemas.count < options.maximumSubschemas else {
      throw registry.error(
        location, nil, "the schema has more than \(options.maximumSubschemas) subschemas")
    }
    let resource = registry.resource(rootedAt: location) ?? resource
    let index = tables.subschemas.count
    tables.subschemas.append(Subschema(resource: Int32(resource)))
    tables.origins.append(location)
    indices[location] = Int32(index)
    pending.append((index, location, resource))
    return Int32(index)
  }

  private mutating func compile(
    _ index: Int, at location: SchemaLocation, in resource: Int
  ) throws(SchemaError) {
    let document = registry.documents[location.document].document
    switch document.kind(location.node) {
    case .true: return
    case .false: tables.subschemas[index].types = []
    case .object:
      let dialect = try registry.dialect(of: resource)
      var source = SchemaSource(
        document: document, location: location, resource: resource, dialect: dialect)
      try compile(&source)
      finish(index, source)
    case let kind:
      throw registry.error(
        location, nil, "a schema is an object, true or false, not \(kind.phrase)")
    }
  }

  private mutating func compile(_ source: inout SchemaSource) throws(SchemaError) {
    try addReferences(&source)
    if source.dialect.hasValidation {
      try addTypes(&source)
      try addNumberBounds(&source)
      try addStringBounds(&source)
      try addArrayBounds(&source)
      try addObjectBounds(&source)
      try addValues(&source)
    }
    try addFormat(&source)
    if source.dialect.hasApplicators {
      try addItems(&source)
      try addMembers(&source)
      try addAlternatives(&source)
      try addDependencies(&source)
    }
    if source.dialect.hasUnevaluated { try addUnevaluated(&source) }
  }

  /// Writes the instructions of a subschema into the program.
  private mutating func finish(_ index: Int, _ source: SchemaSource) {
    tables.subschemas[index].types = source.types
    tables.subschemas[index].traits = source.traits
    tables.subschemas[index].numbers = append(source.numbers)
    tables.subschemas[index].strings = append(source.strings)
    tables.subschemas[index].arrays = append(source.arrays)
    tables.subschemas[index].objects = append(source.objects)
    tables.subschemas[index].general = append(source.general)
    tables.subschemas[index].end = append([])
  }

  private mutating func append(_ instructions: [Instruction]) -> Int32 {
    defer { tables.instructions += instructions }
    return Int32(tables.instructions.count)
  }

  /// Counts a reference, and remembers a name to be looked for in the dynamic scope.
  mutating func countReference(
    _ source: SchemaSource, _ keyword: Keyword, dynamicName: String? = nil
  ) throws(SchemaError) {
    referenceCount += 1
    guard referenceCount <= options.maximumReferences else {
      throw source.error(
        registry, keyword, "the schema has more than \(options.maximumReferences) references")
    }
    if let dynamicName, !dynamicName.isEmpty { dynamicNames.insert(dynamicName) }
  }

  /// Whatever a `$dynamicRef` may find in a resource that is part of the program.
  private mutating func addDynamicAnchors() throws(SchemaError) {
    guard !dynamicNames.isEmpty else { return }
    for resource in Set(tables.subschemas.map(\.resource)).sorted() {
      let anchors = registry.resources[Int(resource)].dynamicAnchors
      for (name, node) in anchors where dynamicNames.contains(name) {
        let document = registry.resources[Int(resource)].location.document
        let location = SchemaLocation(document: document, node: node)
        tables.dynamicAnchors[DynamicAnchor(resource: resource, name: name)] =
          Int(try subschema(at: location, in: Int(resource)))
      }
    }
  }
}

/// One schema object being compiled, and the instructions it has so far.
struct SchemaSource {
  let document: JSONDocument
  let location: SchemaLocation
  let resource: Int
  let dialect: Dialect
  private let keywords: KeywordNodes

  var types = TypeSet.all
  var traits: Subschema.Traits = []
  var numbers: [Instruction] = []
  var strings: [Instruction] = []
  var arrays: [Instruction] = []
  var objects: [Instruction] = []
  var general: [Instruction] = []

  init(
    document: JSONDocument, location: SchemaLocation, resource: Int, dialect: Dialect
  ) {
    self.document = document
    self.location = location
    self.resource = resource
    self.dialect = dialect
    keywords = KeywordNodes(document, location.node)
  }

  /// The value of a keyword.
  func member(_ keyword: Keyword) -> JSONDocument.Node? { keywords[keyword] }

  /// Another node of the same document.
  func at(_ node: JSONDocument.Node) -> SchemaLocation {
    SchemaLocation(document: location.document, node: node)
  }

  /// An error at a keyword.
  func error(_ registry: SchemaRegistry, _ keyword: Keyword, _ text: String) -> SchemaError {
    registry.error(location, keyword, text)
  }

  /// An error that says what a keyword takes, and what it was given.
  func error(
    _ registry: SchemaRegistry, _ keyword: Keyword, takes expected: String
  ) -> SchemaError {
    let given = member(keyword).map { ShownValue.text(document, $0) } ?? "nothing"
    return error(registry, keyword, "\"\(keyword.rawValue)\" must be \(expected), not \(given)")
  }
}
