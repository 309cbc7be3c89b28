import JSON

/// A compiled schema.
final class Program: Sendable {
  let options: SchemaOptions
  /// The index of the schema that was compiled.
  let root: Int
  let tables: ProgramTables

  init(_ tables: ProgramTables, options: SchemaOptions, root: Int) {
    self.tables = tables
    self.options = options
    self.root = root
  }
}

/// What a program consists of: flat tables that refer to each other by index, so that running it
/// follows no pointers and counts no references.
struct ProgramTables: Sendable {
  var subschemas: [Subschema] = []
  var instructions: [Instruction] = []
  /// Lists of subschemas, each a run of this table.
  var lists: [Int32] = []
  var objects: [ObjectRules] = []
  var arrays: [ArrayRules] = []
  var keys = KeyPool()
  var decimals: [DecimalBound] = []
  var patterns: [Pattern] = []
  /// Pairs of a pattern and the subschema for the properties whose names match it.
  var patternRules: [PatternRule] = []
  var contains: [ContainsRule] = []
  var conditions: [Condition] = []
  var dependencies: [Dependency] = []
  var enumerations: [Enumeration] = []
  var constants: [Constant] = []
  var dynamicReferences: [DynamicReference] = []
  /// By resource and name, the subschemas that `$dynamicAnchor` names.
  var dynamicAnchors: [DynamicAnchor: Int] = [:]
  /// Where each subschema comes from.
  var origins: [SchemaLocation] = []
  var documents: [SchemaDocument] = []
  /// Names of properties whose values no text shows.
  var secretNames: Set<String> = []
}

/// A document that schemas of a program stand in.
struct SchemaDocument: Sendable {
  let document: JSONDocument
  /// Where it was found; empty for the schema itself.
  let uri: String
  /// The node that pointers into it start from.
  let root: JSONDocument.Node
}

/// Where a schema stands: a document by its index, and a node of it.
struct SchemaLocation: Sendable, Hashable {
  let document: Int
  let node: JSONDocument.Node
}
