internal import JSON
internal import JSONSchema

/// The JSON Schema of a parameter, as files say it.
enum ParameterSchema {
  /// What is taken for a keyword; anything else is a slip of the pen, which JSON Schema would pass
  /// over in silence. Members that begin with `x-` are left to other programs.
  static let keywords = [
    "type", "title", "description", "default", "examples", "enum", "const", "format", "pattern",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "items", "prefixItems", "contains", "minContains", "maxContains", "minItems",
    "maxItems", "uniqueItems", "properties", "patternProperties", "additionalProperties",
    "propertyNames", "minProperties", "maxProperties", "required", "dependentRequired",
    "dependentSchemas", "anyOf", "oneOf", "allOf", "not", "if", "then", "else", "$ref", "$defs",
    "$comment", "contentEncoding", "contentMediaType", "deprecated", "unevaluatedItems",
    "unevaluatedProperties",
  ]

  static func isKnown(_ key: String) -> Bool {
    keywords.contains(key) || key.utf8.starts(with: "x-".utf8)
  }

  /// The schema at that place.
  static func read(_ source: FileCursor) throws(DeclaredProblem) -> JSONObject {
    guard let schema = source.value.object else {
      throw source.wrong("must be an object: the JSON Schema of the parameter")
    }
    try check(source)
    return schema
  }

  private static func check(_ schema: FileCursor) throws(DeclaredProblem) {
    for (key, member) in try schema.entries() {
      guard isKnown(key) else { throw member.unknown(key, keywords) }
      if key == "items", member.kind == .object { try check(member) }
    }
  }

  /// Whether it tells already what values there are, so that nothing has to be added.
  static func saysWhatItIs(_ schema: JSONObject) -> Bool {
    ["type", "enum", "const", "$ref", "anyOf", "oneOf", "allOf"].contains { schema[$0] != nil }
  }

  /// Why the host would refuse the schema; nil where it would not.
  static func fault(of schema: JSONObject) -> String? {
    do throws(SchemaError) {
      _ = try compile(schema)
      return nil
    } catch {
      return "the input schema cannot be used: \(error)"
    }
  }

  /// Why arguments do not fit; nil where they do, and where the schema cannot be used at all.
  static func fault(ofArguments arguments: JSONObject, by schema: JSONObject) -> String? {
    guard let compiled = try? compile(schema) ?? nil,
      let document = try? JSONDocument(parsing: JSONValue.object(arguments).serialized())
    else { return nil }
    return compiled.firstViolation(in: document)?.text
  }

  /// Nil where it is no JSON, which cannot be: it has just been written.
  private static func compile(_ schema: JSONObject) throws(SchemaError) -> CompiledSchema? {
    let bytes = JSONValue.object(schema).serialized()
    guard let document = try? JSONDocument(parsing: bytes) else { return nil }
    return try CompiledSchema(compiling: document)
  }
}
