import JSON
import JSONSchema
import Testing

@Suite struct UnknownKeywordTests {
  @Test(
    arguments: [
      ("{}", nil), ("true", nil), (#"{"type":"string","title":"t","$comment":"c"}"#, nil),
      (#"{"proprties":{}}"#, "proprties"), (#"{"Type":"string"}"#, "Type"),
      (#"{"properties":{"proprties":{"type":"string"}}}"#, nil),
      (#"{"properties":{"a":{"maxLenght":1}}}"#, "maxLenght"),
      (#"{"anyOf":[{},{"not":{"x":1}}]}"#, "x"), (#"{"items":{"x":1}}"#, "x"),
      (#"{"$defs":{"a":{"x":1}}}"#, "x"), (#"{"const":{"x":1},"enum":[{"x":1}]}"#, nil),
      (#"{"dependentRequired":{"x":["y"]},"default":{"x":1}}"#, nil),
    ])
  func keysThatAskNothingAreFound(schema: String, expected: String?) throws {
    #expect(UnknownKeyword.first(in: try JSONDocument(parsing: Array(schema.utf8))) == expected)
  }

  @Test func aBoundThatWasReachedSaysNothingAboutTheValue() throws {
    var options = SchemaOptions()
    options.maximumDepth = 4
    let schema = try CompiledSchema(
      compiling: JSONDocument(parsing: Array(##"{"items":{"$ref":"#"},"maxItems":1}"##.utf8)),
      options: options)
    func violation(_ text: String) throws -> Violation? {
      schema.firstViolation(in: try JSONDocument(parsing: Array(text.utf8)))
    }
    #expect(try violation("[[[[[[[[]]]]]]]]")?.isInconclusive == true)
    #expect(try violation("[1,2]")?.isInconclusive == false)
    #expect(try violation("[1]") == nil)
  }
}
