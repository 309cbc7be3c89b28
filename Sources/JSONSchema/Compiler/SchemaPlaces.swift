import JSON

/// Where schemas stand inside a schema: the keywords of draft 2020-12 that hold others.
enum SchemaPlaces {
  /// Keywords whose value is a schema.
  static let single: [StaticString] = [
    "additionalProperties", "items", "contains", "propertyNames", "not", "if", "then", "else",
    "unevaluatedItems", "unevaluatedProperties", "contentSchema",
  ]
  /// Keywords whose value is an array of schemas.
  static let lists: [StaticString] = ["allOf", "anyOf", "oneOf", "prefixItems"]
  /// Keywords whose value is an object of schemas. `definitions` and `dependencies` are the older
  /// names that the metaschema keeps.
  static let maps: [StaticString] = [
    "properties", "patternProperties", "$defs", "dependentSchemas", "definitions", "dependencies",
  ]

  /// The schemas directly inside the schema at `node`.
  static func children(of node: Int, in document: JSONDocument) -> [Int] {
    guard document.kind(node) == .object else { return [] }
    var found: [Int] = []
    for (key, value) in document.members(node) {
      if single.contains(where: { document.equals(key, $0) }) {
        found.append(value)
      } else if lists.contains(where: { document.equals(key, $0) }) {
        found += document.elements(value)
      } else if maps.contains(where: { document.equals(key, $0) }) {
        found += document.members(value).map(\.value)
      }
    }
    return found.filter { [.object, .true, .false].contains(document.kind($0)) }
  }
}
