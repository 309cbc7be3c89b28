import JSON
import Testing

@testable import Postgres

@Suite struct DefinitionReaderTests {
  @Test func everyMemberIsRead() throws {
    let definition = try Definitions.one(
      """
      {
        // What the shop asks most.
        "name": "orders_of", "title": "Orders", "description": "Orders of a customer.",
        "database": "shop",
        "statement": ["SELECT id, total", "FROM orders", "WHERE customer = :customer"],
        "parameters": {"customer": {"type": "integer", "minimum": 1}},
        "annotations": {"idempotentHint": false},
        "max_rows": 20, "timeout_ms": 500, "role": "clerk", "result": "rows",
        "allow_functions": ["random"],
      }
      """)
    #expect(definition.name == "orders_of")
    #expect(definition.title == "Orders")
    #expect(definition.database == "shop")
    #expect(
      definition.statement.sql == "SELECT id, total\nFROM orders\nWHERE customer = $1")
    #expect(definition.parameters.all.map(\.name) == ["customer"])
    #expect(definition.maximumRows == 20)
    #expect(definition.timeoutMilliseconds == 500)
    #expect(definition.role == "clerk")
    #expect(definition.result == .rows)
    #expect(definition.mode == .read)
    #expect(definition.allowedFunctions == ["random"])
    #expect(
      definition.annotations == [
        "readOnlyHint": true, "destructiveHint": false, "idempotentHint": false,
        "openWorldHint": false,
      ])
  }

  @Test func writingToolsSaySo() throws {
    let definition = try Definitions.one(
      Definitions.tool(#", "mode": "write""#, statement: "DELETE FROM t"))
    #expect(definition.annotations["readOnlyHint"] == false)
    #expect(definition.annotations["destructiveHint"] == true)
  }

  @Test func anArrayHoldsTools() {
    let read = Definitions.read("[\(Definitions.tool("")), 1, {\"name\": \"query\"}]")
    #expect(read.count == 3)
    #expect(throws: Never.self) { try read[0].get() }
    #expect(throws: DeclaredProblem.self) { try read[1].get() }
    #expect(throws: DeclaredProblem.self) { try read[2].get() }
  }

  @Test(
    arguments: [
      (#"{"description": "d", "statement": "SELECT 1"}"#, #""name" is missing"#),
      (#"{"name": "t", "statement": "SELECT 1"}"#, #""description" is missing"#),
      (#"{"name": "t", "description": "d"}"#, #""statement" is missing"#),
      (Definitions.tool(#", "paramters": {}"#), #"did you mean "parameters"?"#),
      (Definitions.tool(#", "zzz": {}"#), "there are name, title"),
      (#"{"name": "a b"}"#, "A-Z, a-z, 0-9, _ and -"),
      (#"{"name": ""}"#, "must not be empty"),
      (#"{"name": "query"}"#, "that of a tool that the plugin has already"),
      (#"{"name": 1}"#, "name must be a string"),
      (Definitions.tool(#", "max_rows": 0"#), "max_rows must be a whole number from 1"),
      (Definitions.tool(#", "timeout_ms": 1.5"#), "timeout_ms must be a whole number"),
      (Definitions.tool(#", "result": "table""#), #"must be one of "rows", "row", "value""#),
      (Definitions.tool(#", "result": "row", "max_rows": 5"#), #"does not go with "result""#),
      (Definitions.tool(#", "mode": "write", "allow_functions": ["f"]"#), "is not needed"),
      (
        Definitions.tool(#", "mode": "write", "annotations": {"readOnlyHint": true}"#),
        "cannot be true"
      ),
      (Definitions.tool(#", "annotations": {"readonlyHint": true}"#), "readOnlyHint"),
      (Definitions.tool("", statement: "  "), "must not be empty"),
      (Definitions.tool("", statement: #"SELECT '\u0000'"#), "U+0000"),
      ("7", "must hold a tool, or an array of tools"),
      ("{", "end"),
      (#"{"name": "t", "name": "u"}"#, "name"),
      ("/* {}", "not closed"),
    ])
  func wrong(_ text: String, _ reason: String) throws {
    let problem = try Definitions.problem(text)
    #expect(problem.text.contains(reason), "\(problem)")
    #expect(problem.line == 1)
  }

  @Test func placesAreThoseOfTheFile() throws {
    let problem = try Definitions.problem(
      """
      {
        "name": "t", "description": "d",
        /* ä */ "statment": "SELECT 1"
      }
      """)
    #expect("\(problem)".hasPrefix("tools.json:3:23: tool \"t\": \"statment\" is not known here"))
  }

  @Test func aNameOfTheStatementStandsWhereItIsWritten() throws {
    let problem = try Definitions.problem(
      """
      {"name": "t", "description": "d", "statement": [
        "SELECT 'é\\u00e9\\ud83d\\ude00\\n',",
        "  'x\\t', :mising"
      ], "parameters": {"missing": {}}}
      """)
    #expect(problem.text == "\"missing\" is not used: the statement has no :missing, but :mising")
    let other = try Definitions.problem(
      """
      {"name": "t", "description": "d", "statement": [
        "SELECT 'é\\u00e9\\ud83d\\ude00\\n',",
        "  'x\\t', :mising"
      ], "parameters": {}}
      """)
    #expect(other.text == ":mising is neither in parameters nor in from_claim")
    #expect(other.line == 3)
    #expect(other.column == 13)
  }

  @Test func thePlaceOfAServersErrorIsThatOfTheFile() throws {
    let definition = try Definitions.one(
      """
      {"name": "t", "description": "d",
       "statement": "SELECT :long_name, '\\u00e9\\"' AS a, wrong",
       "parameters": {"long_name": {}}}
      """)
    let sql = definition.statement.sql
    let position = sql.unicodeScalars.count - "wrong".unicodeScalars.count + 1
    let problem = definition.statement.problem("no", atSent: position)
    #expect(problem.line == 2)
    // Where the word stands in the second line, escapes as they are written.
    #expect(problem.column == 52)
  }
}
