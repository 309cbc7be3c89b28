import JSON
import MCP
import Testing

/// The published example messages of 2026-07-28: what a client sends is answered, and what a
/// server sends can be said with the writers here.
@Suite(.enabled(if: Examples.arePresent, "the vectors are not there; set TOOLRACK_VECTORS"))
struct ExampleMessagesTests {
  private static let lists = Lists(
    tools: Fixture.list([Fixture.tool("get_weather"), Fixture.tool("build_simulation")]),
    prompts: Fixture.items(
      .prompt,
      [#"{"name":"code_review","arguments":[{"name":"code","required":true}]}"#]),
    resources: Fixture.items(
      .resource, [#"{"uri":"file:///project/src/main.rs","name":"main.rs"}"#]),
    templates: Fixture.items(.template, [#"{"uriTemplate":"file:///{path}","name":"files"}"#]),
    hasCompletion: true)

  private func receive(_ message: JSONValue, _ name: String? = nil) -> MCPAction {
    let method = message["method"]?.string ?? ""
    return Fixture.server.receive(
      message.description, Fields.modern(method, name: name), lists: Self.lists)
  }

  @Test func thereAre129() {
    #expect(Examples.all.count == 129)
  }

  /// All of them are JSON that goes through the index, the tree and the writer unchanged.
  @Test(arguments: Examples.all)
  func everyExampleIsReadAndWrittenAlike(_ example: Examples.Example) throws {
    let bytes = try example.bytes()
    let document = try JSONDocument(parsing: bytes)
    let value = document.value(document.root)
    #expect(try JSONValue(parsing: bytes) == value)
    #expect(try JSONValue(parsing: value.serialized()) == value)
  }

  @Test(arguments: [
    ("DiscoverRequest", "DiscoverResult"), ("ListToolsRequest", "ListToolsResult"),
    ("ListPromptsRequest", "ListPromptsResult"), ("ListResourcesRequest", "ListResourcesResult"),
    ("ListResourceTemplatesRequest", "ListResourceTemplatesResult"),
  ])
  func requestsAreAnswered(_ definition: String, _ result: String) throws {
    for example in try Examples.of(definition) {
      let message = try example.value()
      let action = receive(message)
      _ = try ReplyCheck.result(action, result, .july2026)
      let reply = try JSONValue(parsing: try #require(action.reply).body)
      #expect(reply["id"] == message["id"])
    }
  }

  @Test(arguments: [
    ("CallToolRequest", MCPCall.Target.tool(0), "name"),
    ("GetPromptRequest", .prompt(0), "name"),
    ("ReadResourceRequest", .resource(uri: "file:///project/src/main.rs"), "uri"),
    ("CompleteRequest", .promptCompletion(0), ""),
  ])
  func requestsForPluginsAreCalls(
    _ definition: String, _ target: MCPCall.Target, _ parameter: String
  ) throws {
    for example in try Examples.of(definition) {
      let message = try example.value()
      let name = message["params"]?.object?[parameter]?.string
      let call = try #require(receive(message, name).call)
      #expect(call.target == target)
      if let arguments = call.arguments, definition != "CompleteRequest" {
        let sent = try JSONValue(parsing: Array(call.bytes[arguments]))
        #expect(sent == message["params"]?["arguments"])
      }
    }
  }

  /// Parameters without a message around them.
  @Test(arguments: [
    ("CallToolRequestParams", "tools/call"), ("GetPromptRequestParams", "prompts/get"),
    ("CompleteRequestParams", "completion/complete"),
  ])
  func parametersOfRequestsAreTaken(_ definition: String, _ method: String) throws {
    for example in try Examples.of(definition) {
      let params = try example.value()
      let message: JSONValue = [
        "jsonrpc": "2.0", "id": 1, "method": .string(method), "params": params,
      ]
      let name = method == "completion/complete" ? nil : params["name"]?.string
      #expect(receive(message, name).call != nil, "\(example)")
    }
  }

  @Test func aCursorThatIsNotOfThisServerIsRefused() throws {
    let params = try #require(try Examples.of("PaginatedRequestParams").first).value()
    let message: JSONValue = [
      "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": params,
    ]
    try ReplyCheck.error(receive(message), -32602, status: 400)
  }

  @Test func theStreamOfNotificationsIsOpened() throws {
    let message = try #require(try Examples.of("SubscriptionsListenRequest").first).value()
    let listen = try #require(receive(message).listen)
    let acknowledged = try #require(
      try Examples.of("SubscriptionsAcknowledgedNotification").first
    ).value()
    #expect(try JSONValue(parsing: listen.acknowledged()) == acknowledged)
    let closed = try #require(try Examples.of("SubscriptionsListenResultResponse").first).value()
    let ended = try ReplyCheck.result(listen.ended(), "SubscriptionsListenResult", .july2026)
    let key = "io.modelcontextprotocol/subscriptionId"
    #expect(ended["_meta"]?[key] == closed["result"]?["_meta"]?[key])
    for example in try Examples.of("SubscriptionsListenResult") {
      #expect(try example.value()["_meta"]?[key] == ended["_meta"]?[key])
    }
  }

  @Test func theCancellationCancels() throws {
    let message = try #require(try Examples.of("CancelledNotification").first).value()
    #expect(Fixture.server.receive(message.description, nil).cancelled == #""123""#)
    let params = try #require(try Examples.of("CancelledNotificationParams").first).value()
    let bare: JSONValue = [
      "jsonrpc": "2.0", "method": "notifications/cancelled", "params": params,
    ]
    #expect(
      Fixture.server.receive(bare.description, nil).cancelled == params["requestId"]?.description)
  }

  /// The capabilities of a client decide what it is asked for.
  @Test(arguments: Examples.any(of: "ClientCapabilities"))
  func capabilitiesOfClientsAreUnderstood(_ example: Examples.Example) throws {
    let capabilities = try example.value()
    let needs: [(String, String)] = [
      ("elicitation", InputRequiredTests.form), ("sampling", InputRequiredTests.sampling),
      ("roots", InputRequiredTests.roots),
    ]
    let meta = Message.meta(capabilities: capabilities.description)
    let call = try ToolResultWriterTests.call(.july2026, meta: meta)
    for (capability, requests) in needs {
      let reply = call.inputRequired(requests: Array(requests.utf8), state: nil)
      #expect((reply.error == nil) == (capabilities[capability] != nil), "\(capability)")
    }
  }

  /// Answers of a client come back to the plugin word for word.
  @Test(arguments: [
    "ElicitResult", "CreateMessageResult", "ListRootsResult", "Root", "InputResponses",
  ])
  func answersOfClientsPassThrough(_ definition: String) throws {
    for example in try Examples.of(definition) {
      let value = try example.value()
      let responses: JSONValue =
        switch definition {
        case "InputResponses": value
        case "Root": ["k": ["roots": [value]]]
        default: ["k": value]
        }
      let body = Message.modern(
        "tools/call", #""name":"echo_text","inputResponses":\#(responses.description)"#)
      let call = try #require(Fixture.server.receive(body, nil).call)
      let range = try #require(call.inputResponses)
      #expect(try JSONValue(parsing: Array(call.bytes[range])) == responses)
    }
  }
}
