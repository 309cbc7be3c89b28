import JSON
import Testing

@testable import MCP

/// Arguments and structured content against the schemas of a tool.
@Suite struct ToolSchemaTests {
  private static let tools = Fixture.list([
    Fixture.tool(
      "add",
      schema: #"""
        {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"},
         "region":{"type":"string","x-mcp-header":"Region"}},
         "required":["a"],"additionalProperties":false}
        """#,
      more: #","outputSchema":{"type":"object","properties":{"sum":{"type":"integer"}}}"#),
    Fixture.tool("none", schema: #"{"type":"object","additionalProperties":false}"#),
    Fixture.tool("list", more: #","outputSchema":{"type":"array","items":{"type":"string"}}"#),
  ])

  private func call(
    _ name: String, _ arguments: String?, _ revision: Revision = .july2026
  ) -> MCPAction {
    let tail = arguments.map { #","arguments":\#($0)"# } ?? ""
    let params = #""name":"\#(name)"\#(tail)"#
    let lists = Fixture.lists.with(tools: Self.tools)
    return Fixture.server.receive("tools/call", params, name: name, revision, lists: lists)
  }

  @Test(
    arguments: [
      ("add", #"{"a":1}"#), ("add", #"{"a":1,"b":2}"#), ("none", "{}"), ("none", nil),
    ] as [(String, String?)], Revision.allCases)
  func argumentsThatFitAreACall(_ call: (String, String?), _ revision: Revision) {
    #expect(self.call(call.0, call.1, revision).call != nil)
  }

  @Test(
    arguments: [
      ("add", nil, "a"), ("add", "{}", "a"), ("add", #"{"a":"1"}"#, "/a"),
      ("add", #"{"a":1,"c":2}"#, "c"), ("none", #"{"x":1}"#, "x"),
    ] as [(String, String?, String)], Revision.allCases)
  func argumentsThatDoNotFitAreAToolError(
    _ call: (String, String?, String), _ revision: Revision
  ) throws {
    let result = try ReplyCheck.result(
      self.call(call.0, call.1, revision), "CallToolResult", revision)
    #expect(result["isError"] == true)
    #expect(result["content"]?.array?.count == 1)
    let text = try #require(result["content"]?[0]?["text"]?.string)
    #expect(text.hasPrefix("The arguments do not fit the tool's input schema: "))
    #expect(text.contains(call.2), "\(text)")
    #expect(!text.contains("\n"))
  }

  /// The frame of the call comes first: its faults are protocol errors.
  @Test func headersComeBeforeTheSchema() throws {
    try ReplyCheck.error(call("add", #"{"a":"1","region":"eu"}"#), -32020, status: 400)
  }

  private func finish(
    _ name: String, _ structured: String, isError: Bool = false,
    _ revision: Revision = .july2026
  ) throws -> (result: JSONValue, fault: String?) {
    let arguments = name == "add" ? #"{"a":1}"# : nil
    var writer = ToolResultWriter(try #require(call(name, arguments, revision).call))
    "t".withBytes { writer.content.text($0) }
    let bytes = structured.withBytes { writer.finish(isError: isError, structured: $0) }
    let reply = MCPReply(body: bytes)
    return (try ReplyCheck.result(reply, "CallToolResult", revision), writer.fault)
  }

  @Test func structuredContentThatFitsIsHandedOn() throws {
    let (object, noFault) = try finish("add", #"{"sum":3}"#)
    #expect(object["structuredContent"] == ["sum": 3])
    #expect(object["isError"] == nil)
    #expect(noFault == nil)
    #expect(try finish("list", #"["a"]"#).result["structuredContent"] == ["a"])
  }

  @Test(arguments: [
    ("add", #"{"sum":"3"}"#, "/sum"), ("add", "[]", "object"), ("list", "[1]", "/0"),
  ])
  func structuredContentThatDoesNotFitIsAToolError(
    _ name: String, _ structured: String, _ place: String
  ) throws {
    for revision in Revision.allCases {
      let (result, fault) = try finish(name, structured, revision)
      #expect(result["isError"] == true)
      #expect(result["structuredContent"] == nil)
      #expect(fault?.contains(place) == true, "\(fault ?? "")")
      #expect(result["content"]?[1]?["text"]?.string?.contains(place) == true)
    }
  }

  @Test func structuredContentMustBeThereUnlessTheToolFailed() throws {
    let (missing, fault) = try finish("add", "")
    #expect(missing["isError"] == true)
    #expect(fault?.contains("missing") == true)
    let (failed, noFault) = try finish("add", "", isError: true)
    #expect(failed["content"] == [["type": "text", "text": "t"]])
    #expect(noFault == nil)
    #expect(try finish("add", #"{"code":7}"#, isError: true).fault == nil)
  }

  @Test(arguments: [
    (#"{"type":"object","properties":{"a":{"type":"text"}}}"#, "", "/properties/a/type"),
    (#"{"type":"object","properties":{"a":{"pattern":"("}}}"#, "", "/properties/a/pattern"),
    (#"{"type":"object","$schema":"http://json-schema.org/draft-07/schema#"}"#, "", "$schema"),
    (#"{"type":"object"}"#, #","outputSchema":{"items":7}"#, "/items"),
    (##"{"type":"object","$ref":"#/$defs/none"}"##, "", "$ref"),
  ])
  func aSchemaThatDoesNotCompileIsRefused(
    _ schema: String, _ more: String, _ place: String
  ) throws {
    let error = try #require(ToolList.fault(of: Fixture.tool("x", schema: schema, more: more)))
    #expect(error.tool == "x")
    #expect(error.text.hasPrefix(more.isEmpty ? "its inputSchema" : "its outputSchema"))
    #expect(error.text.contains(place), "\(error.text)")
  }

  /// A list that takes over what an earlier one knew serves the same, and what has changed anew.
  @Test func whatHasNotChangedIsTakenOver() throws {
    let first = Fixture.list([Fixture.tool("a"), Fixture.tool("b"), Fixture.tool("c")])
    let strict = #"{"type":"object","required":["x"]}"#
    let second = try ToolList(
      tools: [Fixture.tool("c"), Fixture.tool("a", schema: strict), Fixture.tool("d")],
      generation: 8, reusing: first)
    #expect(second.count == 3)
    #expect(second.generation == 8)
    #expect(second.definition(at: 0) === first.definition(at: 2))
    #expect(second.definition(at: 1) !== first.definition(at: 0))
    func receive(_ name: String) -> MCPAction {
      Fixture.server.receive(
        Message.modern("tools/call", #""name":"\#(name)""#), nil, tools: second)
    }
    #expect(receive("c").call?.target == .tool(0))
    #expect(receive("d").call?.target == .tool(2))
    let result = try ReplyCheck.result(receive("a"), "CallToolResult", .july2026)
    #expect(result["isError"] == true)
    try ReplyCheck.error(receive("b"), -32602, status: 400)
  }
}
