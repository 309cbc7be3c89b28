internal import JSON

/// The keyword `x-mcp-header`, by which a tool asks that an argument be repeated in a header field
/// (MCP 2026-07-28, Streamable HTTP). A tool that uses it wrongly must not be offered by a client.
enum HeaderAnnotations {
  private static let keyword = "x-mcp-header"
  private static let schemas = [
    "items", "contains", "additionalProperties", "unevaluatedItems", "unevaluatedProperties",
    "propertyNames", "not", "if", "then", "else", "contentSchema",
  ]
  private static let listsOfSchemas = ["allOf", "anyOf", "oneOf", "prefixItems"]
  private static let mapsOfSchemas = [
    "$defs", "definitions", "patternProperties", "dependentSchemas",
  ]
  private static let misplaced = "it has an x-mcp-header where none may stand"

  /// What is wrong with those of an input schema; nil where nothing is.
  static func fault(of schema: JSONObject) -> String? {
    var names: Set<String> = []
    guard schema[keyword] == nil else { return misplaced }
    return fault(within: schema, isReachable: true, &names)
  }

  /// `isReachable`: whether only `properties` lead here.
  private static func fault(
    within schema: JSONObject, isReachable: Bool, _ names: inout Set<String>
  ) -> String? {
    for inner in others(schema) {
      if inner[keyword] != nil { return misplaced }
      if let fault = fault(within: inner, isReachable: false, &names) { return fault }
    }
    for (_, property) in schema["properties"]?.object?.members ?? [] {
      guard let property = property.object else { continue }
      if let annotation = property[keyword] {
        guard isReachable else { return misplaced }
        if let fault = fault(of: annotation, property, &names) { return fault }
      }
      if let fault = fault(within: property, isReachable: isReachable, &names) { return fault }
    }
    return nil
  }

  /// The schemas within one, but for its properties.
  private static func others(_ schema: JSONObject) -> [JSONObject] {
    let single = schemas.compactMap { schema[$0]?.object }
    let listed = listsOfSchemas.flatMap { schema[$0]?.array ?? [] }.compactMap(\.object)
    let named = mapsOfSchemas.flatMap { schema[$0]?.object?.members ?? [] }
      .compactMap(\.value.object)
    return single + listed + named
  }

  private static func fault(
    of annotation: JSONValue, _ property: JSONObject, _ names: inout Set<String>
  ) -> String? {
    guard let name = annotation.string, !name.isEmpty, name.utf8.allSatisfy(isOfToken) else {
      return "an x-mcp-header is no name of a header field"
    }
    guard ["string", "integer", "boolean"].contains(property["type"]?.string ?? "") else {
      return "the x-mcp-header \(name) stands at what is no string, integer or boolean"
    }
    return names.insert(name.lowercased()).inserted ? nil : "two x-mcp-header are \(name)"
  }

  /// A byte of a token (RFC 9110 section 5.6.2).
  private static func isOfToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
