import JSONSchema
import Testing

/// What is said of values that do not fit.
struct ViolationTextTests {
  @Test(arguments: [
    (
      #"{"properties": {"attendees": {"items": {"properties": {"id": {"type": "string"}}}}}}"#,
      #"{"attendees": [{}, {}, {"id": 7}]}"#,
      "/attendees/2/id: expected a string, got the number 7"
    ),
    (
      #"{"type": ["string", "null"]}"#, "[1]",
      "at the root: expected a string or null, got an array of 1 element"
    ),
    (#"{"type": "integer"}"#, "1.5", "at the root: expected an integer, got the number 1.5"),
    (
      #"{"required": ["a", "b"]}"#, #"{"b": 1}"#, #"at the root: missing required property "a""#
    ),
    (
      #"{"required": ["z", "a"]}"#, "{}", #"at the root: missing required properties "z", "a""#
    ),
    (
      #"{"properties": {"text": true, "size": true}, "additionalProperties": false}"#,
      #"{"txt": 1}"#, #"at the root: unknown property "txt"; did you mean "text"?"#
    ),
    (
      #"{"properties": {"text": true, "size": true}, "additionalProperties": false}"#,
      #"{"colour": 1}"#, #"at the root: unknown property "colour"; known here: "size", "text""#
    ),
    (
      #"{"additionalProperties": false}"#, #"{"a": 1}"#,
      #"at the root: unknown property "a"; none are allowed here"#
    ),
    (
      #"{"allOf": [{"properties": {"text": true}}], "unevaluatedProperties": false}"#,
      #"{"tex": 1}"#, #"at the root: unknown property "tex"; did you mean "text"?"#
    ),
    (
      #"{"enum": ["low", "high", null, 3]}"#, #""medium""#,
      #"at the root: expected one of "low", "high", null, 3, got the string "medium""#
    ),
    (#"{"const": {"a": [1]}}"#, "2", #"at the root: expected {"a":[1]}, got the number 2"#),
    (
      #"{"minimum": 0.10}"#, "0.09",
      "at the root: expected a number of at least 0.10, got the number 0.09"
    ),
    (
      #"{"exclusiveMaximum": 5}"#, "5.0",
      "at the root: expected a number below 5, got the number 5.0"
    ),
    (
      #"{"multipleOf": 0.01}"#, "0.015",
      "at the root: expected a multiple of 0.01, got the number 0.015"
    ),
    (
      #"{"maxLength": 2}"#, #""abc""#,
      #"at the root: expected a string of at most 2 characters instead of 3, got the string "abc""#
    ),
    (
      #"{"pattern": "^[a-z]+$"}"#, #""A""#,
      #"at the root: expected a string that matches the pattern "^[a-z]+$", got the string "A""#
    ),
    (
      #"{"minItems": 1}"#, "[]",
      "at the root: expected an array of at least 1 element, got an array of 0 elements"
    ),
    (
      #"{"uniqueItems": true}"#, "[1, 2, 1.0]",
      "at the root: expected elements that all differ, but those at 0 and 2 are equal, got an array of 3 elements"
    ),
    (
      #"{"prefixItems": [true], "items": false}"#, "[1, 2]",
      "/1: no element is allowed at this position"
    ),
    (
      #"{"contains": {"type": "string"}}"#, "[1]",
      #"at the root: expected at least 1 element as "contains" describes, found 0"#
    ),
    (
      #"{"propertyNames": {"maxLength": 2}}"#, #"{"abc": 1}"#,
      #"at the root: the property name "abc": expected a string of at most 2 characters instead of 3"#
    ),
    (
      #"{"dependentRequired": {"card": ["address"]}}"#, #"{"card": 1}"#,
      #"at the root: missing property "address", required where there is "card""#
    ),
    (
      #"{"properties": {"a": false}}"#, #"{"a": {}}"#,
      "/a: no value is allowed here, got an empty object"
    ),
    (
      #"{"not": {"type": "null"}}"#, "null",
      #"at the root: expected anything but what the schema in "not" describes, got null"#
    ),
  ])
  func expectationAndValueAreNamed(_ schema: String, _ value: String, _ expected: String) throws {
    #expect(try Schema(schema).text(value) == expected)
  }

  @Test func alternativesThatRefuseTheTypeAreMerged() throws {
    let schema = try Schema(
      #"{"anyOf": [{"type": "string"}, {"anyOf": [{"type": "integer"}, {"type": "null"}]}]}"#)
    #expect(
      try schema.text("[]")
        == "at the root: expected a string, an integer or null, got an array of 0 elements")
  }

  @Test func closestAlternativeIsExplained() throws {
    let schema = try Schema(
      #"""
      {"oneOf": [
        {"properties": {"kind": {"const": "circle"}, "radius": {"type": "number"}}, "required": ["kind"]},
        {"properties": {"kind": {"const": "square"}, "side": {"type": "number"}}, "required": ["kind"]},
        {"type": "null"}]}
      """#)
    #expect(
      try schema.text(#"{"kind": "square", "side": "7"}"#)
        == #"at the root: fits none of the 3 alternatives; the closest is alternative 2: /side: expected a number, got the string "7""#
    )
    #expect(try schema.violation(#"{"kind": "square", "side": "7"}"#)?.schemaPointer == "/oneOf")
  }

  @Test func alternativesThatAreValuesAreListed() throws {
    let schema = try Schema(
      #"{"oneOf": [{"const": "low", "title": "Low"}, {"const": 2}, {"enum": ["high", null]}]}"#)
    #expect(
      try schema.text(#""medium""#)
        == #"at the root: expected one of "low", 2, "high", null, got the string "medium""#)
  }

  @Test func nearestOfManyValuesIsNamed() throws {
    let values = (0..<100).map { "\"Area/Town\($0)\"" }.joined(separator: ",")
    let schema = try Schema("{\"enum\": [\(values)]}")
    #expect(
      try schema.text(#""area/towm77""#)?
        .hasSuffix(
          #"and 92 more (did you mean "Area/Town77"?), got the string "area/towm77""#) == true)
  }

  @Test func twoAlternativesThatAcceptAreNamed() throws {
    let schema = try Schema(#"{"oneOf": [{"minimum": 1}, {"maximum": 1}, {"maximum": 5}]}"#)
    #expect(
      try schema.text("5") == "at the root: fits alternatives 1 and 3, but must fit exactly one")
  }

  @Test func pointersAreEscapedAndStartAtTheNode() throws {
    let schema = try Schema(#"{"properties": {"a/b": {"properties": {"m~n": {"minimum": 1}}}}}"#)
    let violation = try schema.violation(#"{"a/b": {"m~n": 0}}"#)
    #expect(violation?.instancePointer == "/a~1b/m~0n")
    #expect(violation?.schemaPointer == "/properties/a~1b/properties/m~0n/minimum")
  }

  @Test func longAndUnprintableTextIsShortened() throws {
    let schema = try Schema(#"{"additionalProperties": {"type": "null"}}"#)
    let text = try schema.text(#"{"a\nb": "\#(String(repeating: "x", count: 5_000))"}"#)
    #expect(
      text == #"/a\nb: expected null, got the string ""# + String(repeating: "x", count: 60)
        + #"...""#)
    let key = String(repeating: "k", count: 100_000)
    #expect(try (schema.text(#"{"\#(key)": 1}"#)?.count ?? 0) < 300)
    #expect(try schema.violation(#"{"\#(key)": 1}"#)?.instancePointer == "/" + key)
  }

  @Test func longEnumerationsAreShortened() throws {
    let values = (0..<100).map { "\"v\($0)\"" }.joined(separator: ",")
    let text = try Schema("{\"enum\": [\(values)]}").text("1")
    #expect(text?.contains("and 92 more, got the number 1") == true)
  }

  @Test(arguments: [
    #"{"properties": {"token": {"type": "integer", "writeOnly": true}}}"#,
    #"{"properties": {"token": {"type": "integer", "format": "password"}}}"#,
    ##"{"properties": {"token": {"$ref": "#/$defs/t"}}, "$defs": {"t": {"writeOnly": true, "type": "integer"}}}"##,
    #"{"properties": {"token": {"type": "integer", "allOf": [{"writeOnly": true}]}}}"#,
    #"{"properties": {"token": {"anyOf": [{"type": "integer", "writeOnly": true}, {"type": "null"}]}}}"#,
    #"{"allOf": [{"properties": {"token": {"type": "integer"}}}, {"properties": {"token": {"writeOnly": true}}}]}"#,
    #"{"properties": {"token": {"writeOnly": true, "maxLength": 3, "pattern": "^a"}}}"#,
    #"{"additionalProperties": {"writeOnly": true, "enum": [1]}}"#,
    #"{"properties": {"token": {"writeOnly": true, "oneOf": [{"const": 1}, {"const": "x"}]}}}"#,
  ])
  func secretsAreNotShown(_ schema: String) throws {
    let text = try #require(try Schema(schema).text(#"{"token": "hunter22"}"#))
    #expect(!text.contains("hunter22") && !text.contains("8"))
  }
}
