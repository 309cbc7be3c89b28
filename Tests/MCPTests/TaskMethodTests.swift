import JSON
import MCP
import Testing

/// tasks/get, tasks/update and tasks/cancel, and tools that become tasks.
@Suite struct TaskMethodTests {
  private static let server = MCPServer(
    identity: Fixture.identity, options: MCPOptions(servesTasks: true))
  private static let extensions = #"{"extensions":{"io.modelcontextprotocol/tasks":{}}}"#
  private static let meta = Message.meta(capabilities: extensions)
  private static let required: JSONValue = [
    "requiredCapabilities": ["extensions": ["io.modelcontextprotocol/tasks": [:]]]
  ]

  private func receive(
    _ method: String, _ params: String, meta: String = meta, name: String? = "t1",
    server: MCPServer = server
  ) -> MCPAction {
    server.receive(Message.modern(method, params, meta: meta), Fields.modern(method, name: name))
  }

  @Test(
    arguments: [
      ("tasks/get", #""taskId":"t1""#, .get), ("tasks/cancel", #""taskId":"t1""#, .cancel),
      (
        "tasks/update", #""taskId":"t1","inputResponses":{"k":{}}"#,
        .update(inputResponses: Array(#"{"k":{}}"#.utf8))
      ),
    ] as [(String, String, TaskRequest.Kind)])
  func whatFitsIsATaskRequest(
    _ method: String, _ params: String, _ kind: TaskRequest.Kind
  ) throws {
    let request = try #require(receive(method, params).task)
    #expect(request.kind == kind)
    #expect(request.taskID == "t1")
    #expect(request.id == Array("1".utf8))
  }

  @Test(arguments: ["tasks/get", "tasks/update", "tasks/cancel"])
  func theExtensionMustBeDeclared(_ method: String) throws {
    for capabilities in ["{}", #"{"extensions":{}}"#, #"{"extensions":7}"#] {
      let meta = Message.meta(capabilities: capabilities)
      let message = try ReplyCheck.error(
        receive(method, "", meta: meta, name: nil), -32021, status: 400)
      #expect(message["error"]?["data"] == Self.required)
    }
  }

  @Test(arguments: ["tasks/get", "tasks/update", "tasks/cancel"])
  func theNameInTheHeaderIsTheTask(_ method: String) throws {
    try ReplyCheck.error(receive(method, #""taskId":"t2""#), -32020, status: 400)
    try ReplyCheck.error(receive(method, #""taskId":"t1""#, name: nil), -32020, status: 400)
  }

  @Test(arguments: [
    ("tasks/get", ""), ("tasks/get", #""taskId":1"#), ("tasks/cancel", ""),
    ("tasks/update", #""taskId":"t1""#), ("tasks/update", #""taskId":"t1","inputResponses":[]"#),
    ("tasks/update", #""taskId":"t1","inputResponses":{"k":1}"#),
  ])
  func whatDoesNotFitIsInvalidParams(_ method: String, _ params: String) throws {
    try ReplyCheck.error(receive(method, params), -32602, status: 400)
  }

  @Test(arguments: ["tasks/result", "tasks/list"])
  func methodsOfOlderTasksAreNotFound(_ method: String) throws {
    try ReplyCheck.error(receive(method, #""taskId":"t1""#), -32601, status: 404)
  }

  @Test(arguments: ["tasks/get", "tasks/update", "tasks/cancel"])
  func withoutTheOptionThereAreNoTasks(_ method: String) throws {
    for name in ["t1", nil] {
      try ReplyCheck.error(
        receive(method, #""taskId":"t1""#, name: name, server: Fixture.server), -32601,
        status: 404)
    }
    try ReplyCheck.error(
      Self.server.receive(method, #""taskId":"t1""#, .november2025), -32601, status: 200,
      .november2025)
  }

  private static let tools = Fixture.list([
    Fixture.tool("never"), task("may", .optional), task("must", .required),
  ])

  private static func task(
    _ name: String, _ support: OfferedTool.TaskSupport
  ) -> OfferedTool {
    var tool = Fixture.tool(name)
    tool.taskSupport = support
    return tool
  }

  private func mode(
    _ tool: String, _ meta: String, server: MCPServer = server
  ) -> MCPCall.TaskMode? {
    let body = Message.modern("tools/call", #""name":"\#(tool)""#, meta: meta)
    return server.receive(body, nil, tools: Self.tools).call?.taskMode
  }

  @Test func whoDeclaresTheExtensionGetsATask() {
    #expect(mode("never", Self.meta) == .never)
    #expect(mode("may", Self.meta) == .allowed)
    #expect(mode("must", Self.meta) == .demanded)
  }

  @Test func whoDoesNotWaitsUnlessTheToolDemandsATask() throws {
    #expect(mode("never", Message.modernMeta) == .never)
    #expect(mode("may", Message.modernMeta) == .never)
    let body = Message.modern("tools/call", #""name":"must""#)
    let message = try ReplyCheck.error(
      Self.server.receive(body, nil, tools: Self.tools), -32021, status: 400)
    #expect(message["error"]?["data"] == Self.required)
  }

  @Test func withoutTheOptionEveryoneWaits() {
    for tool in ["never", "may", "must"] {
      #expect(mode(tool, Self.meta, server: Fixture.server) == .never)
    }
  }

  @Test func legacyClientsWait() {
    for tool in ["never", "may", "must"] {
      let body = Message.legacy("tools/call", #""name":"\#(tool)","task":{"ttl":1}"#)
      #expect(Self.server.receive(body, nil, tools: Self.tools).call?.taskMode == .never)
    }
  }
}

/// subscriptions/listen.
@Suite struct ListenMethodTests {
  @Test func aFilterIsRead() throws {
    let params = #""notifications":{"promptsListChanged":true,"resourceSubscriptions":["a:b"]}"#
    let request = try #require(
      Fixture.server.receive("subscriptions/listen", params, .july2026).listen)
    #expect(request.filter == SubscriptionFilter(lists: .prompts, uris: ["a:b"]))
    #expect(request.id == Array("1".utf8))
  }

  @Test(arguments: [
    "", #""notifications":null"#, #""notifications":[]"#,
    #""notifications":{"toolsListChanged":1}"#,
    #""notifications":{"resourceSubscriptions":"a:b"}"#,
    #""notifications":{"resourceSubscriptions":[1]}"#,
  ])
  func whatIsNoFilterIsInvalidParams(_ params: String) throws {
    try ReplyCheck.error(
      Fixture.server.receive("subscriptions/listen", params, .july2026), -32602, status: 400)
  }
}
