import JSON

/// Where `x-mcp-header` may stand: at properties that are reached through `properties` alone
/// (2026-07-28, Streamable HTTP). Anywhere else clients would drop the whole tool.
enum HeaderAnnotations {
  static let keyword: StaticString = "x-mcp-header"

  static let misplaced = HeaderParameter.Fault(
    text: "\"x-mcp-header\" may stand only at a property that is reached through \"properties\""
      + " alone, not at the root or under \"items\", \"anyOf\", \"$defs\" and the like")

  private static let schemas: [StaticString] = [
    "items", "contains", "additionalProperties", "unevaluatedItems", "unevaluatedProperties",
    "propertyNames", "not", "if", "then", "else", "contentSchema",
  ]
  private static let listsOfSchemas: [StaticString] = ["allOf", "anyOf", "oneOf", "prefixItems"]
  private static let mapsOfSchemas: [StaticString] = [
    "$defs", "definitions", "patternProperties", "dependentSchemas",
  ]

  /// Refuses an annotation in any schema within `schema` but those of its `properties`.
  static func checkAbsence(
    beside schema: JSONDocument.Node, in document: JSONDocument
  ) throws(HeaderParameter.Fault) {
    for (key, value) in document.members(schema) {
      if schemas.contains(where: { document.equals(key, $0) }) {
        try refuse(in: value, document)
      } else if listsOfSchemas.contains(where: { document.equals(key, $0) }) {
        for element in document.elements(value) { try refuse(in: element, document) }
      } else if mapsOfSchemas.contains(where: { document.equals(key, $0) }) {
        for member in document.members(value) { try refuse(in: member.value, document) }
      }
    }
  }

  /// Refuses an annotation in a schema and all within it.
  private static func refuse(
    in schema: JSONDocument.Node, _ document: JSONDocument
  ) throws(HeaderParameter.Fault) {
    guard document.kind(schema) == .object else { return }
    guard document.member(schema, keyword) == nil else { throw misplaced }
    try checkAbsence(beside: schema, in: document)
    guard let properties = document.member(schema, "properties") else { return }
    for member in document.members(properties) { try refuse(in: member.value, document) }
  }
}
