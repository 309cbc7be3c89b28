import JSON
import Testing

@testable import MCP

@Suite struct ToolListTests {
  let server = Fixture.server

  private func list(
    _ tools: ToolList, cursor: String? = nil, _ revision: Revision = .july2026
  ) throws -> JSONValue {
    let params = cursor.map { #""cursor":"\#($0)""# } ?? ""
    let action =
      revision.isModern
      ? server.receive(
        Message.modern("tools/list", params), Fields.modern("tools/list"), tools: tools)
      : server.receive(
        Message.legacy("tools/list", params), Fields.legacy("\(revision.text)"), tools: tools)
    return try ReplyCheck.result(action, "ListToolsResult", revision)
  }

  private func names(_ result: JSONValue) -> [String] {
    result["tools"]?.array?.compactMap { $0["name"]?.string } ?? []
  }

  @Test(arguments: Revision.allCases)
  func listsEveryToolInOrder(_ revision: Revision) throws {
    let result = try list(Fixture.tools, revision)
    #expect(names(result) == ["echo_text", "echo_add", "query"])
    #expect(result["nextCursor"] == nil)
  }

  @Test func anEmptyCatalogueIsAnEmptyList() throws {
    #expect(names(try list(Fixture.list([]))) == [])
  }

  @Test func toolObjectsArriveAsTheyWereGiven() throws {
    let schema = ##"{"type":"object","$defs":{"a":{"const":1.50}},"allOf":[{"$ref":"#/$defs/a"}]}"##
    let tool = Fixture.tool("x", schema: schema, more: #","title":"X","_meta":{"a/b":1}"#)
    let action = server.receive(
      Message.modern("tools/list"), nil, tools: Fixture.list([tool]))
    let text = String(decoding: try #require(action.reply).body, as: UTF8.self)
    #expect(text.contains(String(decoding: tool.object, as: UTF8.self)))
  }

  @Test func lineBreaksBetweenTokensGo() throws {
    let object =
      "{\n \"name\": \"x\",\r\n \"inputSchema\": {\"type\": \"object\",\t\"title\":"
      + " \"a b\\n\\\" c\"}\n}"
    let tools = Fixture.list([OfferedTool(name: Array("x".utf8), object: Array(object.utf8))])
    let title = try list(tools)["tools"]?[0]?["inputSchema"]?["title"]
    #expect(title == "a b\n\" c")
  }

  @Test(arguments: [Revision.july2026, .november2025], [1, 2, 3, 4, 5, 7])
  func pagesFollowEachOther(_ revision: Revision, _ pageSize: Int) throws {
    let all = (0..<5).map { Fixture.tool("tool_\($0)") }
    let tools = Fixture.list(all, pageSize: pageSize)
    var seen: [String] = []
    var cursor: String?
    repeat {
      let page = try list(tools, cursor: cursor, revision)
      #expect(names(page).count <= pageSize)
      seen += names(page)
      cursor = page["nextCursor"]?.string
    } while cursor != nil && seen.count < 10
    #expect(seen == (0..<5).map { "tool_\($0)" })
  }

  @Test func theLargestPageHoldsAll() throws {
    let all = (0..<3).map { Fixture.tool("tool_\($0)") }
    let tools = Fixture.list(all, generation: 1, pageSize: .max)
    #expect(names(try list(tools)).count == 3)
    let first = try list(Fixture.list(all, pageSize: 1))
    #expect(names(try list(tools, cursor: first["nextCursor"]?.string)).count == 2)
  }

  @Test func theEmptyCursorIsThatOfTheFirstPage() throws {
    #expect(names(try list(Fixture.tools, cursor: "")).count == 3)
  }

  /// Two replicas that list the same take each other's cursors, whatever each went through before.
  @Test func aCursorFitsTheSameToolsAnywhere() throws {
    let all = (0..<3).map { Fixture.tool("tool_\($0)") }
    let first = try list(Fixture.list(all, generation: 1, pageSize: 2))
    let cursor = try #require(first["nextCursor"]?.string)
    let other = Fixture.list(all, generation: 2, pageSize: 2)
    #expect(names(try list(other, cursor: cursor)) == ["tool_2"])
    #expect(names(try list(other, cursor: cursor, .march2025)) == ["tool_2"])
  }

  @Test(arguments: [["tool_0", "tool_2", "tool_1"], ["tool_0", "tool_1", "tool_2", "tool_3"], []])
  func aCursorEndsWhenTheListChanges(_ changed: [String]) throws {
    let all = (0..<3).map { Fixture.tool("tool_\($0)") }
    let first = try list(Fixture.list(all, pageSize: 2))
    let cursor = try #require(first["nextCursor"]?.string)
    let body = Message.modern("tools/list", #""cursor":"\#(cursor)""#)
    let other = Fixture.list(changed.map { Fixture.tool($0) }, pageSize: 2)
    try ReplyCheck.error(server.receive(body, nil, tools: other), -32602, status: 400)
    let reworded = Fixture.list(all.dropLast() + [Fixture.tool("tool_2", more: #","title":"T""#)])
    try ReplyCheck.error(server.receive(body, nil, tools: reworded), -32602, status: 400)
  }

  /// `D` stands for the digest of the list.
  private func madeUp(_ pattern: String) -> String {
    let digest = String(Fixture.tools.rendered.digest.value, radix: 36)
    return pattern.split(separator: "D", omittingEmptySubsequences: false)
      .joined(separator: digest)
  }

  @Test func theDigestMakesACursor() throws {
    #expect(names(try list(Fixture.tools, cursor: madeUp("tD.1"))) == ["echo_add", "query"])
  }

  @Test(arguments: [
    "tD", "tD.", "tD.0", "tD.3", "tD.-1", "tD.01", "t0D.1", "tD.1.1", "tD1.1", "t7.1",
    "tD.zzzzzzzzzzzzzz", "D.1", "pD.1", "TD.1", ".",
  ])
  func madeUpCursorsAreRefused(_ pattern: String) throws {
    let cursor = madeUp(pattern)
    let body = Message.modern("tools/list", #""cursor":"\#(cursor)""#)
    try ReplyCheck.error(server.receive(body, nil), -32602, status: 400)
    let legacy = Message.legacy("tools/list", #""cursor":"\#(cursor)""#)
    try ReplyCheck.error(
      server.receive(legacy, Fields.legacy()), -32602, status: 200, .november2025)
  }

  @Test func namesAreFoundAmongMany() {
    let count = 500
    let tools = Fixture.list((0..<count).map { Fixture.tool("tool_\($0)") })
    for index in 0..<count {
      let name = "xtool_\(index)y"
      #expect(tools.index(ofName: Array(name.utf8).dropFirst().dropLast()) == index)
      #expect(tools.name(at: index).elementsEqual("tool_\(index)".utf8))
      #expect(tools.index(ofName: ArraySlice(name.utf8)) == nil)
    }
    #expect(tools.index(ofName: []) == nil)
    #expect(tools.count == count)
    #expect(tools.generation == 7)
  }
}

/// Tools that no list can hold.
@Suite struct ToolListErrorTests {
  private func fault(_ object: String) -> String? {
    let tool = OfferedTool(name: Array("x".utf8), object: Array(object.utf8))
    return ToolList.fault(of: tool)?.text
  }

  @Test(arguments: [
    ("{", "not JSON"), ("[]", "JSON object"), ("{}", "name"), (#"{"name":"y"}"#, "name"),
    (#"{"name":"x"}"#, "inputSchema"), (#"{"name":"x","inputSchema":true}"#, "inputSchema"),
    (#"{"name":"x","inputSchema":{"type":"string"}}"#, "inputSchema"),
    (#"{"name":"x","inputSchema":{"type":"object"},"title":1}"#, "title"),
    (#"{"name":"x","inputSchema":{"type":"object"},"description":null}"#, "description"),
    (#"{"name":"x","inputSchema":{"type":"object"},"outputSchema":true}"#, "outputSchema"),
    (#"{"name":"x","inputSchema":{"type":"object"},"annotations":[]}"#, "annotations"),
    (#"{"name":"x","inputSchema":{"type":"object"},"annotations":{"title":1}}"#, "title"),
    (
      #"{"name":"x","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":"yes"}}"#,
      "true or false"
    ),
    (#"{"name":"x","inputSchema":{"type":"object"},"icons":{}}"#, "icons"),
    (#"{"name":"x","inputSchema":{"type":"object"},"icons":["a"]}"#, "src"),
    (#"{"name":"x","inputSchema":{"type":"object"},"icons":[{"src":1}]}"#, "src"),
    (#"{"name":"x","inputSchema":{"type":"object","$schema":1}}"#, "$schema"),
    (#"{"name":"x","inputSchema":{"type":"object"},"_meta":"a"}"#, "_meta"),
    (#"{"name":"x","inputSchema":{"type":"object","properties":[]}}"#, "properties"),
    (#"{"name":"x","inputSchema":{"type":"object","properties":{"a":1}}}"#, "properties.a"),
    (#"{"name":"x","inputSchema":{"type":"object","required":[1]}}"#, "required"),
    (#"{"name":"x","inputSchema":{"type":"object"},"outputSchema":{"properties":1}}"#, "output"),
    (
      #"{"name":"x","inputSchema":{"type":"object","properties":{"a":{"type":"string","#
        + #""x-mcp-header":"a b"}}}}"#, "x-mcp-header"
    ),
    (
      #"{"name":"x","inputSchema":{"type":"object","properties":{"a":{"type":"array","#
        + #""x-mcp-header":"A"}}}}"#, "x-mcp-header"
    ),
    (
      #"{"name":"x","inputSchema":{"type":"object","properties":{"a":{"type":"string","#
        + #""x-mcp-header":"A"},"b":{"type":"string","x-mcp-header":"a"}}}}"#, "x-mcp-header"
    ),
  ])
  func theFaultIsNamed(_ object: String, _ word: String) throws {
    let text = try #require(fault(object))
    #expect(text.contains(word), "\(text)")
  }

  @Test(arguments: [
    #""x-mcp-header":"A""#, #""properties":{"a":{"items":{"type":"string","x-mcp-header":"A"}}}"#,
    #""anyOf":[{"properties":{"a":{"type":"string","x-mcp-header":"A"}}}]"#,
    #""$defs":{"a":{"type":"string","x-mcp-header":"A"}}"#,
    #""if":{"not":{"properties":{"a":{"x-mcp-header":"A"}}}}"#,
  ])
  func headerAnnotationsHaveTheirPlace(_ members: String) throws {
    let text = try #require(
      fault(#"{"name":"x","inputSchema":{"type":"object",\#(members)}}"#))
    #expect(text.contains("x-mcp-header"), "\(text)")
  }

  @Test(arguments: [
    #""properties":{"x-mcp-header":{"type":"string"}}"#, #""default":{"x-mcp-header":"A"}"#,
    #""properties":{"a":{"properties":{"b":{"type":"boolean","x-mcp-header":"A"}}}}"#,
  ])
  func whatOnlyLooksLikeAHeaderAnnotationIsNone(_ members: String) {
    #expect(fault(#"{"name":"x","inputSchema":{"type":"object",\#(members)}}"#) == nil)
  }

  @Test func aValidToolHasNoFault() {
    #expect(fault(#"{"name":"x","inputSchema":{"type":"object"}}"#) == nil)
    let full =
      #"{"name":"x","title":"X","description":"d","inputSchema":{"type":"object"},"#
      + #""annotations":{"title":"X","readOnlyHint":true,"openWorldHint":false},"#
      + #""icons":[{"src":"https://a.example/i.png","sizes":["any"],"theme":"dark"}],"_meta":{}}"#
    #expect(fault(full) == nil)
  }

  @Test func twoToolsOfOneNameAreRefused() {
    let error = #expect(throws: ToolListError.self) {
      try ToolList(tools: [Fixture.tool("a"), Fixture.tool("b"), Fixture.tool("a")], generation: 1)
    }
    #expect(error?.tool == "a")
  }
}

/// Tools as older revisions can express them.
@Suite struct LegacyToolTests {
  private func tool(_ revision: Revision, _ schema: String, more: String = "") throws -> JSONValue {
    let tools = Fixture.list([Fixture.tool("x", schema: schema, more: more)])
    let action =
      revision.isModern
      ? Fixture.server.receive(Message.modern("tools/list"), nil, tools: tools)
      : Fixture.server.receive(Message.legacy("tools/list"), nil, tools: tools, session: revision)
    let result = try ReplyCheck.result(action, "ListToolsResult", revision)
    return try #require(result["tools"]?[0])
  }

  private static let legacy = Revision.allCases.filter { !$0.isModern }

  @Test(arguments: legacy)
  func booleanPropertiesBecomeObjectsOfTheSameMeaning(_ revision: Revision) throws {
    let schema = #"{"type":"object","properties":{"a":true,"b":false,"c":{"type":"string"}}}"#
    let properties = try tool(revision, schema)["inputSchema"]?["properties"]
    #expect(properties == ["a": [:], "b": ["not": [:]], "c": ["type": "string"]])
    let modern = try tool(.july2026, schema)["inputSchema"]?["properties"]
    #expect(modern == ["a": true, "b": false, "c": ["type": "string"]])
  }

  @Test(arguments: legacy)
  func onlyOutputsThatAreObjectsAreDescribed(_ revision: Revision) throws {
    let plain = #"{"type":"object"}"#
    let array = try tool(revision, plain, more: #","outputSchema":{"type":"array"},"title":"X""#)
    #expect(array["outputSchema"] == nil)
    let object = try tool(
      revision, plain, more: #","outputSchema":{"type":"object","properties":{"a":true}}"#)
    let rewritten: JSONValue = ["type": "object", "properties": ["a": [:]]]
    #expect(object["outputSchema"] == (revision == .march2025 ? JSONValue?.none : rewritten))
    let modern = try tool(.july2026, plain, more: #","outputSchema":{"type":"array"}"#)
    #expect(modern["outputSchema"] == ["type": "array"])
  }

  @Test(arguments: Revision.allCases)
  func membersAreThoseOfTheRevision(_ revision: Revision) throws {
    let more =
      #","title":"X","_meta":{"a/b":1},"icons":[{"src":"data:,"}],"annotations":{"title":"Y"},"#
      + #""outputSchema":{"type":"object"},"other":1"#
    let object = try #require(try tool(revision, #"{"type":"object"}"#, more: more).object)
    var expected: Set = ["name", "description", "inputSchema", "annotations", "other"]
    if revision >= .june2025 { expected.formUnion(["title", "_meta", "outputSchema"]) }
    if revision >= .november2025 { expected.insert("icons") }
    #expect(Set(object.keys) == expected)
  }
}
