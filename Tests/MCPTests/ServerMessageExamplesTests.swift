import JSON
import Testing

@testable import MCP

/// The published examples of requests for input, errors and notifications.
@Suite(.enabled(if: Examples.arePresent, "the vectors are not there; set TOOLRACK_VECTORS"))
struct ServerMessageExamplesTests {
  private static let capabilities =
    #"{"elicitation":{"form":{},"url":{}},"sampling":{"tools":{}},"roots":{}}"#

  private func ask(_ requests: JSONValue?, state: String? = nil) throws -> JSONValue {
    let meta = Message.meta(capabilities: Self.capabilities)
    let reply = try ToolResultWriterTests.call(.july2026, meta: meta).inputRequired(
      requests: requests?.serialized() ?? [], state: state)
    return try ReplyCheck.result(reply, "InputRequiredResult", .july2026)
  }

  @Test func resultsThatAskTheClient() throws {
    for example in try Examples.of("InputRequiredResult") {
      let value = try example.value()
      var expected = try #require(value.object)
      let result = try ask(expected["inputRequests"], state: expected["requestState"]?.string)
      expected["_meta"] = result["_meta"]
      #expect(result == .object(expected), "\(example)")
    }
    for example in try Examples.of("InputRequests") {
      let requests = try example.value()
      #expect(try ask(requests)["inputRequests"] == requests)
    }
  }

  /// Parameters of requests, and requests, reach the client of either era word for word.
  @Test(arguments: [
    ("ElicitRequestFormParams", "elicitation/create"),
    ("ElicitRequestURLParams", "elicitation/create"),
    ("CreateMessageRequestParams", "sampling/createMessage"), ("ElicitRequest", nil),
    ("CreateMessageRequest", nil), ("ListRootsRequest", nil),
  ])
  func requestsForInput(_ definition: String, _ method: String?) throws {
    for example in try Examples.of(definition) {
      let value = try example.value()
      var request: JSONObject =
        method.map { ["method": .string($0), "params": value] } ?? value.object ?? [:]
      request["id"] = nil
      request["jsonrpc"] = nil
      let requests: JSONValue = ["k": .object(request)]
      #expect(try ask(requests)["inputRequests"] == requests, "\(example)")
      let call = try ToolResultWriterTests.call(.november2025)
      guard case .questions(let questions) = call.questions(requests.serialized()) else {
        Issue.record("\(example) is not asked")
        continue
      }
      let asked = try JSONValue(parsing: try #require(questions.first).message(id: "q"))
      var message = try #require(asked.object)
      #expect(message["id"] == "q" && message["jsonrpc"] == "2.0")
      message["id"] = nil
      message["jsonrpc"] = nil
      #expect(JSONValue.object(message) == .object(request), "\(example)")
    }
  }

  /// The words are this server's own; codes and data are those of the examples.
  @Test(arguments: [
    ("HeaderMismatchError", Message.modern("tools/call", #""name":"bar""#), "foo"),
    ("InternalError", "", ""), ("ParseError", "{", ""),
    ("InvalidParamsError", Message.modern("tools/call", #""name":"invalid_tool_name""#), ""),
    ("MethodNotFoundError", Message.modern("prompts/nope"), ""),
    ("MissingRequiredClientCapabilityError", "", ""),
    (
      "UnsupportedProtocolVersionError",
      Message.modern("tools/list", meta: Message.meta(version: #""1900-01-01""#)), ""
    ),
  ])
  func errors(_ definition: String, _ body: String, _ header: String) throws {
    let call = try ToolResultWriterTests.call(.july2026)
    let reply =
      switch definition {
      case "InternalError": call.failed("no")
      case "MissingRequiredClientCapabilityError":
        call.inputRequired(requests: Array(InputRequiredTests.form.utf8), state: nil)
      default:
        try #require(
          Fixture.server.receive(
            body, header.isEmpty ? nil : Fields.modern("tools/call", name: header)
          ).reply)
      }
    let written = try JSONValue(parsing: reply.body)["error"]
    for example in try Examples.of(definition) {
      let value = try example.value()
      let expected = value["error"] ?? value
      #expect(written?["code"] == expected["code"], "\(example)")
      #expect(written?["message"]?.string?.isEmpty == false)
      if definition.hasPrefix("Missing") { #expect(written?["data"] == expected["data"]) }
      if definition.hasPrefix("Unsupported") {
        #expect(written?["data"]?["requested"] == expected["data"]?["requested"])
        #expect(written?["data"]?["supported"] == ["2026-07-28"])
      }
    }
  }

  @Test func progress() throws {
    let message = try #require(try Examples.of("ProgressNotification").first).value()
    let params = try #require(try Examples.of("ProgressNotificationParams").first).value()
    #expect(message["params"] == params)
    let token = try #require(params["progressToken"]).description
    let call = try ToolResultWriterTests.call(
      .july2026, meta: Message.meta(more: #""progressToken":\#(token)"#))
    let bytes = try #require(params["message"]?.string).withBytes {
      call.progressNotification(
        params["progress"]?.double ?? 0, of: params["total"]?.double, message: $0)
    }
    let written = try JSONValue(parsing: try #require(bytes))
    #expect(written["method"] == message["method"])
    #expect(written["params"]?["progressToken"] == params["progressToken"])
    #expect(written["params"]?["message"] == params["message"])
    for number in ["progress", "total"] {
      #expect(written["params"]?[number]?.double == params[number]?.double)
    }
  }

  /// A plugin's message has words beside the fields, which the example has not.
  @Test func logMessages() throws {
    let message = try #require(try Examples.of("LoggingMessageNotification").first).value()
    let params = try #require(try Examples.of("LoggingMessageNotificationParams").first).value()
    #expect(message["params"] == params)
    let call = try ToolResultWriterTests.call(
      .july2026, meta: Message.meta(more: #""io.modelcontextprotocol/logLevel":"debug""#))
    let bytes = try #require(params["data"]).description.withBytes { fields in
      "m".withBytes {
        call.logNotification(.error, logger: "database", message: $0, fields: fields)
      }
    }
    var expected = try #require(params.object)
    var data: JSONObject = ["message": "m"]
    for (key, value) in params["data"]?.object?.members ?? [] { data[key] = value }
    expected["data"] = .object(data)
    #expect(try JSONValue(parsing: try #require(bytes))["params"] == .object(expected))
  }

  @Test(
    arguments: [
      ("ToolListChangedNotification", .list(.tools)),
      ("PromptListChangedNotification", .list(.prompts)),
      ("ResourceListChangedNotification", .list(.resources)),
      ("ResourceUpdatedNotification", .resource(uri: "file:///project/src/main.rs")),
    ] as [(String, ChangeEvent)])
  func changes(_ definition: String, _ event: ChangeEvent) throws {
    for example in try Examples.of(definition) {
      let written = event.notification(subscription: Array(#""listen-1""#.utf8))
      #expect(try JSONValue(parsing: written) == example.value(), "\(example)")
    }
    for example in Examples.any(of: definition + "Params") {
      let written = event.notification()
      #expect(try JSONValue(parsing: written)["params"] == example.value(), "\(example)")
    }
  }

  /// What a form may ask for reaches the client word for word, as part of a request.
  @Test(arguments: [
    "BooleanSchema", "NumberSchema", "StringSchema", "TitledMultiSelectEnumSchema",
    "TitledSingleSelectEnumSchema", "UntitledMultiSelectEnumSchema",
    "UntitledSingleSelectEnumSchema",
  ])
  func schemasOfForms(_ definition: String) throws {
    for example in try Examples.of(definition) {
      let form: JSONValue = ["type": "object", "properties": ["p": try example.value()]]
      let requests: JSONValue = [
        "k": [
          "method": "elicitation/create", "params": ["message": "m", "requestedSchema": form],
        ]
      ]
      #expect(try ask(requests)["inputRequests"] == requests, "\(example)")
    }
  }

  /// Likewise the parts of a request for sampling.
  @Test(arguments: [
    ("SamplingMessage", "messages"), ("ModelPreferences", "modelPreferences"),
    ("ToolUseContent", "content"), ("ToolResultContent", "content"),
  ])
  func partsOfSampling(_ definition: String, _ place: String) throws {
    for example in try Examples.of(definition) {
      let part = try example.value()
      let params: JSONValue =
        switch place {
        case "messages": ["messages": [part], "maxTokens": 1]
        case "content":
          ["messages": [["role": "user", "content": part]], "maxTokens": 1]
        default: ["messages": [], "maxTokens": 1, "modelPreferences": part]
        }
      let requests: JSONValue = [
        "k": ["method": "sampling/createMessage", "params": params]
      ]
      #expect(try ask(requests)["inputRequests"] == requests, "\(example)")
    }
  }
}
