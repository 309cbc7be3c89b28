internal import JSON
internal import PluginKit

/// An argument that is repeated in the header `Mcp-Param-<name>`, because the tool's schema says
/// `x-mcp-header` (MCP 2026-07-28, "Streamable HTTP").
struct MirroredParameter: Sendable, Equatable {
  /// Why the annotations of a tool cannot be used: such a tool is left out.
  struct Fault: Error, Equatable {
    let text: String
  }

  private static let keyword = "x-mcp-header"
  private static let schemas = [
    "items", "contains", "additionalProperties", "unevaluatedItems", "unevaluatedProperties",
    "propertyNames", "not", "if", "then", "else", "contentSchema",
  ]
  private static let listsOfSchemas = ["allOf", "anyOf", "oneOf", "prefixItems"]
  private static let mapsOfSchemas = [
    "$defs", "definitions", "patternProperties", "dependentSchemas",
  ]

  /// The header's name after `Mcp-Param-`.
  let name: String
  /// The keys from the arguments to the value.
  let path: [String]

  /// The annotated properties of a Tool object.
  static func all(of tool: JSONValue) throws(Fault) -> [MirroredParameter] {
    guard let schema = tool["inputSchema"] else { return [] }
    var found: [MirroredParameter] = []
    try collect(schema, path: [], into: &found)
    return found
  }

  /// Annotations count at properties that are reached through `properties` alone. How deep schemas
  /// may be is bounded by the reader of JSON (`JSONLimits.maximumDepth`).
  private static func collect(
    _ schema: JSONValue, path: [String], into found: inout [MirroredParameter]
  ) throws(Fault) {
    if let annotation = schema[keyword] {
      let parameter = try MirroredParameter(annotation, schema, path)
      let isTaken = found.contains { $0.name.lowercased() == parameter.name.lowercased() }
      guard !isTaken else { throw Fault(text: "two properties share the header \(parameter.name)") }
      found.append(parameter)
    }
    for elsewhere in subschemas(schema) { try refuse(in: elsewhere) }
    for (key, property) in schema["properties"]?.object?.members ?? [] {
      try collect(property, path: path + [key], into: &found)
    }
  }

  private init(_ annotation: JSONValue, _ schema: JSONValue, _ path: [String]) throws(Fault) {
    guard !path.isEmpty else { throw Fault(text: "\"x-mcp-header\" stands at the root") }
    guard let name = annotation.string, !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else {
      throw Fault(text: "\"x-mcp-header\" is no header name")
    }
    guard ["string", "integer", "boolean"].contains(schema["type"]?.string ?? "") else {
      throw Fault(text: "\"x-mcp-header\" stands at what is no string, integer or boolean")
    }
    self.name = name
    self.path = path
  }

  private static func refuse(in schema: JSONValue) throws(Fault) {
    guard schema[keyword] == nil else {
      throw Fault(text: "\"x-mcp-header\" stands outside of \"properties\"")
    }
    let properties = schema["properties"]?.object?.members.map(\.value) ?? []
    for inner in subschemas(schema) + properties { try refuse(in: inner) }
  }

  /// All schemas within one but those of `properties`.
  private static func subschemas(_ schema: JSONValue) -> [JSONValue] {
    guard let object = schema.object else { return [] }
    return object.members.flatMap { key, value -> [JSONValue] in
      if schemas.contains(key) { return [value] }
      if listsOfSchemas.contains(key) { return value.array ?? [] }
      return mapsOfSchemas.contains(key) ? value.object?.members.map(\.value) ?? [] : []
    }
  }

  /// A byte of a token (RFC 9110 section 5.6.2).
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  /// The field for these arguments; nil where the argument is absent, null or no scalar.
  func field(for arguments: JSONValue?) -> HTTPField? {
    var value = arguments
    for key in path { value = value?[key] }
    let text: String? =
      switch value {
      case .string(let text): HeaderText.encode(text)
      case .number(let number): number.text
      case .bool(let flag): flag ? "true" : "false"
      default: nil
      }
    return text.map { HTTPField("Mcp-Param-\(name)", $0) }
  }
}
