import JSON
import Testing

@testable import Postgres

@Suite struct DeclaredParametersTests {
  private func schema(_ members: String, statement: String) throws -> JSONValue {
    let definition = try Definitions.one(Definitions.tool(members, statement: statement))
    return .object(definition.parameters.inputSchema())
  }

  @Test func withoutADefaultAParameterIsRequired() throws {
    let schema = try schema(
      """
      , "parameters": {"b": {"type": "string"}, "a": {"type": "integer", "default": 5},
        "c": {"type": "string", "required": false}}
      """, statement: "SELECT :a, :b, :c")
    #expect(
      schema
        == (try Definitions.json(
          """
          {"type": "object", "properties": {"b": {"type": "string"},
           "a": {"type": "integer", "default": 5}, "c": {"type": "string"}},
           "required": ["b"], "additionalProperties": false}
          """)))
    #expect(schema["properties"]?.object?.keys == ["b", "a", "c"])
  }

  @Test func aWholeSchemaIsTakenAsItIs() throws {
    let schema = try schema(
      """
      , "parameters": {"type": "object", "required": ["a"], "$defs": {"n": {"type": "integer"}},
        "properties": {"a": {"$ref": "#/$defs/n"}, "b": {"type": "string", "default": "x"}}}
      """, statement: "SELECT :a, :b")
    #expect(schema["required"] == ["a"])
    #expect(schema["$defs"]?["n"]?["type"] == "integer")
    #expect(schema["additionalProperties"] == false)
  }

  @Test func claimsAreNotInTheSchema() throws {
    let definition = try Definitions.one(
      Definitions.tool(
        #", "parameters": {"id": {}}, "from_claim": {"tenant": "custom:tenant"}"#,
        statement: "SELECT :tenant, :id"))
    #expect(definition.parameters.all.map(\.name) == ["tenant", "id"])
    #expect(definition.parameters.all[0].origin == .claim(ClaimPath("custom:tenant")))
    let schema = definition.parameters.inputSchema()
    #expect(schema["properties"]?.object?.keys == ["id"])
    #expect(schema["required"] == ["id"])
  }

  @Test func numbersCountAsWrittenClaimsLast() throws {
    let definition = try Definitions.one(
      Definitions.tool(
        #", "from_claim": {"tenant": "t"}, "parameters": {"b": {}, "a": {}}"#,
        statement: "SELECT $3, $1, $2"))
    #expect(definition.parameters.all.map(\.name) == ["b", "a", "tenant"])
  }

  @Test func whatIsKnownOfTheTypeIsAdded() throws {
    let definition = try Definitions.one(
      Definitions.tool(
        #", "parameters": {"a": {"description": "A.", "maximum": 9}, "b": {"enum": [1]}}"#,
        statement: "SELECT :a, :b"))
    let schema = definition.parameters.inputSchema { _ in ["type": "integer", "maximum": 5] }
    #expect(
      schema["properties"]
        == (try Definitions.json(
          #"{"a": {"description": "A.", "maximum": 9, "type": "integer"}, "b": {"enum": [1]}}"#)))
  }

  @Test(
    arguments: [
      (#", "parameters": {"a": {}}"#, "SELECT 1", "not used"),
      ("", "SELECT :a", "neither in parameters nor in from_claim"),
      (#", "parameters": {"limit": {}}"#, "SELECT :limt, :limit", "did you mean :limit?"),
      (#", "parameters": {"a": {}}, "from_claim": {"a": "x"}"#, "SELECT :a", "cannot be both"),
      (#", "parameters": {"a": {}}"#, "SELECT $2", "highest parameter is $2, but 1"),
      (#", "parameters": {"a": {}}"#, "SELECT :a, $1", "both named parameters and numbered"),
      (#", "parameters": {"a": {"minimun": 1}}"#, "SELECT :a", #"did you mean "minimum"?"#),
      (#", "parameters": {"a": {"items": {"typ": 1}}}"#, "SELECT :a", #"did you mean "type"?"#),
      (#", "parameters": {"a": {"type": "strng"}}"#, "SELECT :a", "cannot be used"),
      (#", "parameters": {"a": {"pattern": "("}}"#, "SELECT :a", "cannot be used"),
      (#", "parameters": {"a": {"minimum": "1"}}"#, "SELECT :a", "cannot be used"),
      (#", "parameters": {"a": 1}"#, "SELECT :a", "must be an object"),
      (#", "parameters": []"#, "SELECT 1", "must be an object"),
      (
        #", "parameters": {"a": {"type": "integer", "maximum": 3, "default": 4}}"#, "SELECT :a",
        "default that it does not allow"
      ),
      (
        #", "parameters": {"a": {"default": 1, "required": true}}"#, "SELECT :a",
        "default would never count"
      ),
      (
        #", "parameters": {"type": "object", "properties": {}, "required": ["a"]}"#, "SELECT 1",
        "none of the properties"
      ),
      (
        #", "parameters": {"type": "object", "additionalProperties": true}"#, "SELECT 1",
        "can only be false"
      ),
      (#", "parameters": {"type": "array"}"#, "SELECT 1", #"must be "object""#),
      (#", "from_claim": {"a": ""}"#, "SELECT :a", "must not be empty"),
    ])
  func wrong(_ members: String, _ statement: String, _ reason: String) throws {
    let problem = try Definitions.problem(Definitions.tool(members, statement: statement))
    #expect(problem.text.contains(reason), "\(problem)")
    #expect(problem.tool == "t")
  }
}
