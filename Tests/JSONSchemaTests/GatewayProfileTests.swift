import JSON
import JSONSchema
import Testing

/// Warnings about what gateways refuse or cut off.
struct GatewayProfileTests {
  private func warnings(
    _ schema: String, name: String = "tool", description: String? = "Does it."
  ) throws -> [String] {
    GatewayProfile.warnings(
      toolName: name, description: description,
      schema: try JSONDocument(parsing: Array(schema.utf8)))
  }

  @Test func plainSchemaHasNone() throws {
    #expect(
      try warnings(#"{"properties": {"a": {"type": "string", "description": "A"}}}"#) == [])
  }

  @Test func referencesAndAnchorsAreNamedWithTheirPlace() throws {
    let found = try warnings(
      ##"{"$defs": {"a": {"$anchor": "x"}}, "items": {"$ref": "#x"}, "not": {"$dynamicRef": "#y"}}"##
    )
    #expect(
      found == [
        ##"tool "tool": "$defs" at the root is not supported by all gateways; write the schema out in place"##,
        ##"tool "tool": "$anchor" at "/$defs/a" is not supported by all gateways; write the schema out in place"##,
        ##"tool "tool": "$ref" at "/items" is not supported by all gateways; write the schema out in place"##,
        ##"tool "tool": "$dynamicRef" at "/not" is not supported by all gateways; write the schema out in place"##,
      ])
  }

  @Test func propertyNamedLikeAKeywordIsNoKeyword() throws {
    #expect(try warnings(##"{"properties": {"$ref": {"description": "A"}}}"##) == [])
  }

  @Test func emptyDescriptionsAreNamed() throws {
    let schema =
      #"{"properties": {"a": {"description": " "}, "b": {"description": "B", "items": {"properties": {"c": true}}}}}"#
    #expect(
      try warnings(schema, description: "") == [
        #"tool "tool": it has no description"#,
        #"tool "tool": the property "/properties/a" has no description"#,
        #"tool "tool": the property "/properties/b/items/properties/c" has no description"#,
      ])
    #expect(try warnings("{}", description: nil).count == 1)
  }

  @Test func longNamesAreNamed() throws {
    let name = String(repeating: "n", count: 49)
    #expect(
      try warnings("{}", name: name)
        == ["tool \"\(name)\": its name has 49 characters; at most 48 pass"])
    #expect(try warnings("{}", name: String(name.dropLast())) == [])
    let found = try warnings("{\"properties\": {\"\(name)\": {\"description\": \"A\"}}}")
    #expect(found.count == 1 && found[0].hasSuffix("has 49 characters; at most 48 pass"))
  }
}
