import JSONSchema
import Testing

/// Schemas that do not compile, and what is said of them.
struct SchemaErrorTests {
  @Test(arguments: [
    (
      #"{"properties": {"a": {"type": "strin"}}}"#,
      #"at "/properties/a/type": "type" must be one of null, boolean, integer, number, string, array, object, or an array of them, not the string "strin""#
    ),
    (
      #"{"type": []}"#, #"at "/type": "type" must be at least one type, not an array of 0 elements"#
    ),
    (
      #"{"minLength": -1}"#,
      #"at "/minLength": "minLength" must be a whole number of 0 or more, not the number -1"#
    ),
    (
      #"{"maxItems": 1.5}"#,
      #"at "/maxItems": "maxItems" must be a whole number of 0 or more, not the number 1.5"#
    ),
    (
      #"{"minimum": "5"}"#,
      #"at "/minimum": "minimum" must be a number, not the string "5""#
    ),
    (
      #"{"multipleOf": 0}"#,
      #"at "/multipleOf": "multipleOf" must be a number above 0, not the number 0"#
    ),
    (
      #"{"multipleOf": 1.2345678901234567891}"#,
      #"at "/multipleOf": "multipleOf" must be a number of at most 18 digits, not the number 1.2345678901234567891"#
    ),
    (
      #"{"properties": []}"#,
      #"at "/properties": "properties" must be an object, not an array of 0 elements"#
    ),
    (
      #"{"items": [true]}"#,
      #"at "/items": "items" takes one schema; write an array of them as "prefixItems""#
    ),
    (
      #"{"not": [true]}"#, #"at "/not": a schema is an object, true or false, not an array"#
    ),
    (
      #"{"anyOf": []}"#,
      #"at "/anyOf": "anyOf" must be an array of at least one schema, not an array of 0 elements"#
    ),
    (
      #"{"required": "a"}"#,
      #"at "/required": "required" must be an array of property names, not the string "a""#
    ),
    (#"{"enum": 1}"#, #"at "/enum": "enum" must be an array of values, not the number 1"#),
    (
      #"{"uniqueItems": 1}"#,
      #"at "/uniqueItems": "uniqueItems" must be true or false, not the number 1"#
    ),
    (#"{"$ref": 1}"#, #"at "/$ref": "$ref" must be a string, not the number 1"#),
    ("7", "at the root: a schema is an object, true or false, not a number"),
    (
      #"{"$anchor": "9"}"#,
      #"at "/$anchor": an anchor is a letter or "_", then letters, digits, "-", "_" or ".""#
    ),
    (
      #"{"$id": "http://a/b#c"}"#,
      #"at "/$id": "$id" must have no fragment; "$anchor" names a place in a schema"#
    ),
    (
      #"{"allOf": [{"$anchor": "a"}, {"$anchor": "a"}]}"#,
      #"at "/allOf/0/$anchor": the anchor "a" is declared twice"#
    ),
  ])
  func placeAndFaultAreNamed(_ schema: String, _ expected: String) throws {
    #expect(try Schema.error(schema)?.description == expected)
  }

  @Test func unknownRemoteIsNamedAndNotFetched() throws {
    let error = try Schema.error(
      #"{"properties": {"a/b": {"$ref": "https://example.com/s.json"}}}"#)
    #expect(error?.place == "/properties/a~1b/$ref")
    #expect(error?.text.contains("\"https://example.com/s.json\"") == true)
    #expect(error?.text.hasSuffix("nothing is fetched from the network") == true)
  }

  @Test func remoteIsFoundAmongTheResources() throws {
    let schema = try Schema(
      #"{"$ref": "https://example.com/s.json#/$defs/a"}"#,
      resources: ["https://example.com/s.json": #"{"$defs": {"a": {"type": "integer"}}}"#])
    #expect(try schema.violation("1") == nil)
    #expect(
      try schema.violation("1.5")?.schemaPointer == "https://example.com/s.json#/$defs/a/type")
  }

  @Test(arguments: [
    "#/$defs/b", "#b", "#/$defs/a/allOf/x", "#/$defs/a/allOf/1", "#/$defs/a/allOf/00",
  ])
  func referenceToNothingIsNamed(_ reference: String) throws {
    let schema = #"{"$defs": {"a": {"allOf": [true]}}, "items": {"$ref": "\#(reference)"}}"#
    let error = try Schema.error(schema)
    #expect(
      error?.description
        == #"at "/items/$ref": refers to "\#(reference)", where there is no schema"#)
  }

  @Test(arguments: [
    ("http://json-schema.org/draft-07/schema#", "draft-07"),
    ("http://json-schema.org/draft-04/schema", "draft-04"),
    ("https://json-schema.org/draft/2019-09/schema", "draft 2019-09"),
    ("https://example.com/own", "the dialect"),
  ])
  func otherDialectsAreRefusedByName(_ uri: String, _ name: String) throws {
    let error = try Schema.error(#"{"$schema": "\#(uri)"}"#)
    #expect(error?.place == "/$schema")
    #expect(
      error?.text.hasPrefix("\"$schema\" names \(name) (\"http") == true || name == "the dialect")
    #expect(
      error?.text.contains(
        #"draft 2020-12 ("https://json-schema.org/draft/2020-12/schema") is supported"#) == true)
  }

  @Test func unknownRequiredVocabularyIsRefused() throws {
    let error = try Schema.error(
      #"{"$schema": "https://example.com/m"}"#,
      resources: ["https://example.com/m": #"{"$vocabulary": {"https://example.com/v": true}}"#])
    #expect(error?.text == #"the vocabulary "https://example.com/v" is not known"#)
  }
}
