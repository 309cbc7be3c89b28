import JSON
import JSONSchema
import Testing

/// The schemas and example messages of MCP, as larger schemas than any tool has.
struct ProtocolSchemaTests {
  private static let examples = "mcp/examples/2026-07-28"

  private func schema(_ definition: String, of file: String) throws -> CompiledSchema? {
    guard let document = try Vectors.document("mcp/\(file)") else { return nil }
    let reference = "{\"$ref\": \"mcp:schema#/\(definition)\"}"
    return try CompiledSchema(
      compiling: try JSONDocument(parsing: Array(reference.utf8)),
      resources: ["mcp:schema": document])
  }

  @Test(.disabled(if: Vectors.areAbsent, "the test vectors are absent"))
  func everyExampleIsValid() throws {
    let paths = Vectors.tree(Self.examples)
    #expect(paths.count == 129)
    for path in paths {
      let definition = String(path.prefix { $0 != "/" })
      let compiled = try #require(try schema("$defs/\(definition)", of: "schema-2026-07-28.json"))
      let example = try #require(try Vectors.document("\(Self.examples)/\(path)"))
      let violation = compiled.firstViolation(in: example)
      #expect(violation == nil, "\(path): \(violation?.text ?? "")")
    }
  }

  @Test(.disabled(if: Vectors.areAbsent, "the test vectors are absent"))
  func changedExampleIsNot() throws {
    let compiled = try #require(try schema("$defs/CallToolRequest", of: "schema-2026-07-28.json"))
    let broken = #"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": 7}}"#
    let violation = compiled.firstViolation(in: try JSONDocument(parsing: Array(broken.utf8)))
    #expect(violation?.instancePointer.hasPrefix("/params") == true, "\(violation?.text ?? "")")
  }

  @Test(.disabled(if: Vectors.areAbsent, "the test vectors are absent"))
  func olderDialectIsRefusedByName() throws {
    let error = #expect(throws: SchemaError.self) {
      try schema("definitions/CallToolRequest", of: "schema-2025-06-18.json")
    }
    #expect(error?.text.contains("draft-07") == true)
  }

  @Test func metaschemaAcceptsItselfAndRefusesNonsense() throws {
    let uri = "https://json-schema.org/draft/2020-12/schema"
    let schema = try Schema("{\"$ref\": \"\(uri)\"}")
    #expect(try schema.violation(#"{"properties": {"a": {"type": ["string", "null"]}}}"#) == nil)
    #expect(
      try schema.violation(#"{"properties": {"a": {"minLength": -1}}}"#)?.instancePointer
        == "/properties/a/minLength")
    #expect(
      try schema.violation(#"{"$defs": {"a": {"$anchor": "1"}}}"#)?.instancePointer
        == "/$defs/a/$anchor")
    #expect(try schema.violation(#"{"allOf": []}"#) != nil)
  }
}
