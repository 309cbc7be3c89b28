import JSON
import JSONSchema
import Testing

/// Schemas that refer to themselves.
struct ReferenceLoopTests {
  @Test(arguments: [
    ##"{"$ref": "#"}"##,
    ##"{"allOf": [{"$ref": "#"}]}"##,
    ##"{"anyOf": [{"type": "string"}, {"$ref": "#"}]}"##,
    ##"{"not": {"$ref": "#"}}"##,
    ##"{"if": {"$ref": "#"}}"##,
    ##"{"if": true, "then": {"oneOf": [{"$ref": "#"}]}}"##,
    ##"{"dependentSchemas": {"a": {"$ref": "#"}}}"##,
    ##"{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}"##,
  ])
  func loopWithoutProgressIsRefused(_ schema: String) throws {
    let error = try Schema.error(schema)
    #expect(error?.text.contains("which would never end") == true)
  }

  @Test func loopThroughTheValueIsFine() throws {
    let schema = try Schema(##"{"type": "array", "items": {"$ref": "#"}}"##)
    #expect(try schema.violation("[[], [[[]]]]") == nil)
    #expect(try schema.violation("[[], [[[1]]]]")?.instancePointer == "/1/0/0/0")
  }

  @Test func dynamicLoopIsBoundedWhileItRuns() throws {
    let schema = try Schema(
      ##"{"$id": "http://a/r", "$dynamicAnchor": "m", "$ref": "b", "$defs": {"b": {"$id": "b", "$defs": {"c": {"$dynamicAnchor": "m"}}, "allOf": [{"$dynamicRef": "#m"}]}}}"##
    )
    #expect(try schema.text("1")?.contains("levels that are checked") == true)
  }
}
