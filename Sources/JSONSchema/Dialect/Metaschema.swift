import JSON

/// The metaschema of draft 2020-12: the schema of schemas, and one schema for each vocabulary.
enum Metaschema {
  /// The document at one of its URIs; nil for any other.
  static func document(at uri: String) -> JSONDocument? { documents[uri] }

  private static let base = "https://json-schema.org/draft/2020-12/"

  private static let documents: [String: JSONDocument] = {
    var documents = ["\(base)schema": parsed(schema)]
    for (name, body) in vocabularies { documents["\(base)meta/\(name)"] = parsed(text(name, body)) }
    return documents.compactMapValues { $0 }
  }()

  private static func parsed(_ text: String) -> JSONDocument? {
    try? JSONDocument(parsing: Array(text.utf8))
  }

  /// A vocabulary's schema around what is its own.
  private static func text(_ name: String, _ body: String) -> String {
    """
    {"$schema": "\(base)schema", "$id": "\(base)meta/\(name)",
     "$vocabulary": {"\(base)vocab/\(name)": true},
     "$dynamicAnchor": "meta", "type": ["object", "boolean"], \(body)}
    """
  }

  private static let schema = """
    {"$schema": "\(base)schema", "$id": "\(base)schema",
     "$vocabulary": {
       "\(base)vocab/core": true, "\(base)vocab/applicator": true,
       "\(base)vocab/unevaluated": true, "\(base)vocab/validation": true,
       "\(base)vocab/meta-data": true, "\(base)vocab/format-annotation": true,
       "\(base)vocab/content": true},
     "$dynamicAnchor": "meta", "type": ["object", "boolean"],
     "allOf": [
       {"$ref": "meta/core"}, {"$ref": "meta/applicator"}, {"$ref": "meta/unevaluated"},
       {"$ref": "meta/validation"}, {"$ref": "meta/meta-data"},
       {"$ref": "meta/format-annotation"}, {"$ref": "meta/content"}],
     "properties": {
       "definitions": {
         "type": "object", "additionalProperties": {"$dynamicRef": "#meta"}, "deprecated": true},
       "dependencies": {
         "type": "object", "deprecated": true,
         "additionalProperties": {
           "anyOf": [{"$dynamicRef": "#meta"}, {"$ref": "meta/validation#/$defs/stringArray"}]}},
       "$recursiveAnchor": {"$ref": "meta/core#/$defs/anchorString", "deprecated": true},
       "$recursiveRef": {"$ref": "meta/core#/$defs/uriReferenceString", "deprecated": true}}}
    """

  private static let vocabularies = [
    "core": core, "applicator": applicator, "unevaluated": unevaluated,
    "validation": validation, "meta-data": metadata, "format-annotation": format,
    "format-assertion": format, "content": content,
  ]

  private static let core = #"""
    "properties": {
      "$id": {"$ref": "#/$defs/uriReferenceString", "pattern": "^[^#]*#?$"},
      "$schema": {"$ref": "#/$defs/uriString"},
      "$ref": {"$ref": "#/$defs/uriReferenceString"},
      "$anchor": {"$ref": "#/$defs/anchorString"},
      "$dynamicRef": {"$ref": "#/$defs/uriReferenceString"},
      "$dynamicAnchor": {"$ref": "#/$defs/anchorString"},
      "$vocabulary": {
        "type": "object", "propertyNames": {"$ref": "#/$defs/uriString"},
        "additionalProperties": {"type": "boolean"}},
      "$comment": {"type": "string"},
      "$defs": {"type": "object", "additionalProperties": {"$dynamicRef": "#meta"}}},
    "$defs": {
      "anchorString": {"type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$"},
      "uriString": {"type": "string", "format": "uri"},
      "uriReferenceString": {"type": "string", "format": "uri-reference"}}
    """#

  private static let applicator = #"""
    "properties": {
      "prefixItems": {"$ref": "#/$defs/schemaArray"},
      "items": {"$dynamicRef": "#meta"},
      "contains": {"$dynamicRef": "#meta"},
      "additionalProperties": {"$dynamicRef": "#meta"},
      "properties": {"$ref": "#/$defs/schemaMap"},
      "patternProperties": {
        "$ref": "#/$defs/schemaMap", "propertyNames": {"format": "regex"}},
      "dependentSchemas": {"$ref": "#/$defs/schemaMap"},
      "propertyNames": {"$dynamicRef": "#meta"},
      "if": {"$dynamicRef": "#meta"},
      "then": {"$dynamicRef": "#meta"},
      "else": {"$dynamicRef": "#meta"},
      "allOf": {"$ref": "#/$defs/schemaArray"},
      "anyOf": {"$ref": "#/$defs/schemaArray"},
      "oneOf": {"$ref": "#/$defs/schemaArray"},
      "not": {"$dynamicRef": "#meta"}},
    "$defs": {
      "schemaArray": {"type": "array", "minItems": 1, "items": {"$dynamicRef": "#meta"}},
      "schemaMap": {"type": "object", "additionalProperties": {"$dynamicRef": "#meta"}}}
    """#

  private static let unevaluated = #"""
    "properties": {
      "unevaluatedItems": {"$dynamicRef": "#meta"},
      "unevaluatedProperties": {"$dynamicRef": "#meta"}}
    """#

  private static let validation = #"""
    "properties": {
      "type": {"anyOf": [
        {"$ref": "#/$defs/simpleTypes"},
        {"type": "array", "items": {"$ref": "#/$defs/simpleTypes"}, "minItems": 1,
         "uniqueItems": true}]},
      "const": true,
      "enum": {"type": "array", "items": true},
      "multipleOf": {"type": "number", "exclusiveMinimum": 0},
      "maximum": {"type": "number"},
      "exclusiveMaximum": {"type": "number"},
      "minimum": {"type": "number"},
      "exclusiveMinimum": {"type": "number"},
      "maxLength": {"$ref": "#/$defs/nonNegativeInteger"},
      "minLength": {"$ref": "#/$defs/nonNegativeInteger"},
      "pattern": {"type": "string", "format": "regex"},
      "maxItems": {"$ref": "#/$defs/nonNegativeInteger"},
      "minItems": {"$ref": "#/$defs/nonNegativeInteger"},
      "uniqueItems": {"type": "boolean"},
      "maxContains": {"$ref": "#/$defs/nonNegativeInteger"},
      "minContains": {"$ref": "#/$defs/nonNegativeInteger"},
      "maxProperties": {"$ref": "#/$defs/nonNegativeInteger"},
      "minProperties": {"$ref": "#/$defs/nonNegativeInteger"},
      "required": {"$ref": "#/$defs/stringArray"},
      "dependentRequired": {
        "type": "object", "additionalProperties": {"$ref": "#/$defs/stringArray"}}},
    "$defs": {
      "nonNegativeInteger": {"type": "integer", "minimum": 0},
      "simpleTypes": {
        "enum": ["array", "boolean", "integer", "null", "number", "object", "string"]},
      "stringArray": {"type": "array", "items": {"type": "string"}, "uniqueItems": true}}
    """#

  private static let metadata = #"""
    "properties": {
      "title": {"type": "string"},
      "description": {"type": "string"},
      "default": true,
      "deprecated": {"type": "boolean"},
      "readOnly": {"type": "boolean"},
      "writeOnly": {"type": "boolean"},
      "examples": {"type": "array", "items": true}}
    """#

  private static let format = #""properties": {"format": {"type": "string"}}"#

  private static let content = #"""
    "properties": {
      "contentEncoding": {"type": "string"},
      "contentMediaType": {"type": "string"},
      "contentSchema": {"$dynamicRef": "#meta"}}
    """#
}
