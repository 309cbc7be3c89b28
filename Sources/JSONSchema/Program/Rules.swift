import JSON

/// Stands for no subschema.
let noSubschema: Int32 = -1

/// What is asked of the members of an object, done in one pass over them.
struct ObjectRules: Sendable {
  /// The names of `properties` and `required`.
  var keys: KeyTable
  var requiredCount = 0
  /// A run of the program's `patternRules`.
  var patterns: Range<Int> = 0..<0
  /// For members that neither a name nor a pattern covers.
  var additional = noSubschema
  /// Whether `additional` is the schema `false`.
  var isClosed = false
  var names = noSubschema
}

/// The names of an object, a run of the keys of the pool in the order of `KeyPool`.
struct KeyTable: Sendable {
  var start: Int32
  var count: Int32
}

/// A pattern for names and the subschema for their values.
struct PatternRule: Sendable {
  let pattern: Int
  let subschema: Int32
}

/// `prefixItems` and `items`.
struct ArrayRules: Sendable {
  let prefix: SubschemaList
  /// For the elements after the prefix.
  let rest: Int32
  /// Whether `rest` is the schema `false`.
  let isClosed: Bool
}

/// `contains` with its bounds.
struct ContainsRule: Sendable {
  let subschema: Int32
  let minimum: Int
  let maximum: Int
}

/// `if`, `then` and `else`.
struct Condition: Sendable {
  let test: Int32
  let accepted: Int32
  let refused: Int32
}

/// What a property asks for by being there: `dependentRequired` or `dependentSchemas`.
struct Dependency: Sendable {
  let name: String
  let required: [String]
  let subschema: Int32
  let keyword: Keyword
}

/// `enum`: strings in a key table, everything else in a table of values of its document.
struct Enumeration: Sendable {
  let strings: KeyTable
  let others: ValueTable
  let document: Int
}

/// A value of a schema that values are compared with.
struct Constant: Sendable {
  let document: Int
  let node: JSONDocument.Node
}

/// `$dynamicRef`.
struct DynamicReference: Sendable {
  /// What it refers to where nothing in the dynamic scope takes its place.
  let fallback: Int32
  /// The anchor to look for in the dynamic scope; empty where it behaves as `$ref`.
  let name: String
}

/// A `$dynamicAnchor` of a resource.
struct DynamicAnchor: Sendable, Hashable {
  let resource: Int32
  let name: String
}
