import JSON

/// The keywords of draft 2020-12 that mean something to the compiler, `definitions` and
/// `dependencies` among them: older names that the metaschema keeps.
enum Keyword: String, CaseIterable, Sendable {
  case id = "$id"
  case schema = "$schema"
  case anchor = "$anchor"
  case dynamicAnchor = "$dynamicAnchor"
  case ref = "$ref"
  case dynamicRef = "$dynamicRef"
  case defs = "$defs"
  case vocabulary = "$vocabulary"
  case definitions, dependencies
  case type, `enum`, const
  case minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf
  case minLength, maxLength, pattern, format, writeOnly
  case minItems, maxItems, uniqueItems, prefixItems, items, contains, minContains, maxContains
  case minProperties, maxProperties, required, dependentRequired
  case properties, patternProperties, additionalProperties, propertyNames, dependentSchemas
  case allOf, anyOf, oneOf, not, `if`, then, `else`
  case unevaluatedItems, unevaluatedProperties, contentSchema

  /// How schemas stand in the value of the keyword.
  enum Holding {
    case nothing, schema, schemas, namedSchemas
  }

  var holding: Holding {
    switch self {
    case .additionalProperties, .items, .contains, .propertyNames, .not, .if, .then, .else,
      .unevaluatedItems, .unevaluatedProperties, .contentSchema:
      .schema
    case .allOf, .anyOf, .oneOf, .prefixItems: .schemas
    case .properties, .patternProperties, .defs, .dependentSchemas, .definitions, .dependencies:
      .namedSchemas
    default: .nothing
    }
  }

  private static let all = Array(allCases)
  private static let table: (pool: KeyPool, run: KeyTable) = {
    var pool = KeyPool()
    let run = pool.add(
      all.enumerated().map { (Array($1.rawValue.utf8), KeyEntry(subschema: Int32($0))) })
    return (pool, run)
  }()

  /// The keyword of a key; nil for any other name.
  init?(_ document: JSONDocument, _ key: JSONDocument.Node) {
    guard let body = document.rawStringBody(key) else {
      self.init(rawValue: document.string(key) ?? "")
      return
    }
    let found = Self.table.pool.find(document.bytes, body, in: Self.table.run)
    guard found >= 0 else { return nil }
    self = Self.all[Int(Self.table.pool.entries[found].subschema)]
  }
}

/// The keywords of one schema and where their values stand.
struct KeywordNodes {
  private var found: [(keyword: Keyword, node: JSONDocument.Node)] = []

  /// Nothing for a schema that is true or false.
  init(_ document: JSONDocument, _ schema: JSONDocument.Node) {
    guard document.kind(schema) == .object else { return }
    for (key, value) in document.members(schema) {
      if let keyword = Keyword(document, key) { found.append((keyword, value)) }
    }
  }

  /// The last value, where a document may hold a key twice.
  subscript(keyword: Keyword) -> JSONDocument.Node? {
    found.last { $0.keyword == keyword }?.node
  }

  /// The schemas directly inside.
  func children(in document: JSONDocument) -> [JSONDocument.Node] {
    var children: [JSONDocument.Node] = []
    for (keyword, node) in found {
      switch keyword.holding {
      case .nothing: continue
      case .schema: children.append(node)
      case .schemas: children += document.elements(node)
      case .namedSchemas: children += document.members(node).map(\.value)
      }
    }
    return children.filter { [.object, .true, .false].contains(document.kind($0)) }
  }
}
