import JSON
import Testing

@testable import Postgres

@Suite struct DeclaredSchemaTests {
  private func type(_ oid: UInt32, labels: [String] = []) -> ParameterType {
    ParameterType(oid, BuiltInTypes.type(oid), labels: labels)
  }

  @Test(
    arguments: [
      (16, #"{"type": "boolean"}"#), (25, #"{"type": "string"}"#), (20, #"{"type": "integer"}"#),
      (21, #"{"type": "integer", "minimum": -32768, "maximum": 32767}"#),
      (1700, #"{"type": "number"}"#), (701, #"{"type": "number"}"#), (3802, "{}"),
      (2950, #"{"type": "string", "format": "uuid"}"#),
      (1082, #"{"type": "string", "format": "date"}"#),
      (1009, #"{"type": "array", "items": {"type": "string"}}"#),
      (3807, #"{"type": "array", "items": {}}"#),
      (17, #"{"type": "string", "pattern": "^\\\\x([0-9A-Fa-f]{2})*$"}"#),
    ] as [(UInt32, String)])
  func aParametersSchemaComesFromItsType(_ oid: UInt32, _ schema: String) throws {
    #expect(type(oid).schema == (try Definitions.json(schema)).object)
  }

  @Test func anEnumsLabelsAreItsValues() {
    let mood = ParameterType(99_999, nil, labels: ["sad", "ok"])
    #expect(mood.schema == ["type": "string", "enum": ["sad", "ok"]])
    #expect(mood.form == .scalar)
  }

  @Test(
    arguments: [
      (25, "array", true), (25, "object", true), (25, "string", false), (25, "integer", false),
      (1009, "array", false), (1009, "integer", true), (1009, "string", false),
      (3802, "object", false), (114, "array", false), (23, "object", true),
    ] as [(UInt32, String, Bool)])
  func aTypeThatCannotBeIsSaid(_ oid: UInt32, _ said: String, _ isWrong: Bool) {
    let fault = type(oid).fault(of: ["type": .string(said)], typeName: "t")
    #expect((fault != nil) == isWrong)
    #expect(type(oid).fault(of: ["type": [.string(said), "string"]], typeName: "t") == nil)
  }

  @Test func theOutputSchemaFollowsTheColumns() throws {
    let schema = OutputSchema(
      columns: [
        Column(name: "id", typeOID: 20), Column(name: "tags", typeOID: 1009),
        Column(name: "data", typeOID: 3802),
      ], types: TypeCatalog())
    #expect(
      .object(schema.schema(.rows, .read))
        == (try Definitions.json(
          """
          {"type": "object", "properties": {
            "rows": {"type": "array", "items": {"type": "object",
              "required": ["id", "tags", "data"], "properties": {
                "id": {"type": ["integer", "string", "null"]},
                "tags": {"type": ["array", "string", "null"],
                         "items": {"type": ["string", "array", "null"]}},
                "data": {}}}},
            "row_count": {"type": "integer"}, "truncated": {"type": "boolean"},
            "truncated_by": {"type": "string", "enum": ["rows", "bytes", "cell"]}}}
          """)))
    #expect(
      schema.schema(.value, .write)["properties"]?.object?.keys
        == ["value", "affected", "truncated_by"])
    #expect(schema.schema(.row, .read)["properties"]?["row"]?["type"] == ["object", "null"])
    let none = OutputSchema(columns: [], types: TypeCatalog())
    #expect(
      none.schema(.rows, .write) == [
        "type": "object", "properties": ["affected": ["type": "integer"]],
      ])
  }
}
