import JSON
import MCP
import Testing

/// One test for each row of the table of error codes and HTTP statuses of 2026-07-28.
@Suite struct ErrorTableTests {
  let server = Fixture.server

  @Test(arguments: ["", "{", "[1,", "\u{FEFF}{}", #"{"jsonrpc":"2.0","jsonrpc":"2.0"}"#, "nul"])
  func badJSONIsAParseError(_ body: String) throws {
    try ReplyCheck.error(server.receive(body, nil), -32700, status: 400, id: nil)
    try ReplyCheck.error(
      server.receive(body, Fields.modern("tools/list")), -32700, status: 400, id: nil)
  }

  @Test func aParseErrorNamesThePlace() throws {
    let message = try ReplyCheck.error(
      server.receive(#"{"jsonrpc" "2.0"}"#, nil), -32700, status: 400, id: nil)
    #expect(message["error"]?["message"]?.string?.contains("at byte 11") == true)
  }

  @Test(arguments: [
    "[]", "1", "null", #""text""#, "true", "{}", #"{"jsonrpc":"2.0"}"#,
    #"{"jsonrpc":"1.0","method":"tools/list"}"#, #"{"jsonrpc":2.0,"method":"tools/list"}"#,
    #"{"method":"tools/list"}"#, #"{"jsonrpc":"2.0","method":7}"#,
    #"{"jsonrpc":"2.0","result":{}}"#,
  ])
  func whatIsNoSingleMessageIsAnInvalidRequest(_ body: String) throws {
    try ReplyCheck.error(
      server.receive(body, Fields.modern("tools/list")), -32600, status: 400, id: nil)
  }

  @Test(arguments: ["null", "1.5", "1.0", "1e3", "true", "{}", "[]"])
  func anIdThatIsNeitherStringNorIntegerIsAnInvalidRequest(_ id: String) throws {
    try ReplyCheck.error(
      server.receive(Message.modern("tools/list", id: id), Fields.modern("tools/list")), -32600,
      status: 400, id: nil)
    try ReplyCheck.error(
      server.receive(Message.legacy("tools/list", id: id), Fields.legacy()), -32600, status: 400,
      .november2025, id: nil)
  }

  @Test(arguments: [
    "", #""_meta":null"#, #""_meta":[]"#, Message.meta(version: nil),
    Message.meta(capabilities: nil), Message.meta(version: "20260728"),
    Message.meta(capabilities: "true"), Message.meta(more: #""progressToken":1.5"#),
    Message.meta(more: #""io.modelcontextprotocol/clientInfo":"me""#),
    Message.meta(more: #""io.modelcontextprotocol/logLevel":"loud""#),
    Message.meta(more: #""io.modelcontextprotocol/logLevel":3"#),
  ])
  func missingOrInvalidMetadataIsInvalidParams(_ meta: String) throws {
    try ReplyCheck.error(
      server.receive(Message.modern("tools/list", meta: meta), Fields.modern("tools/list")),
      -32602, status: 400)
  }

  @Test(arguments: ["[]", "1", #""x""#])
  func paramsThatAreNoObjectAreInvalidParams(_ params: String) throws {
    let body = #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":\#(params)}"#
    try ReplyCheck.error(
      server.receive(body, Fields.modern("tools/list")), -32602, status: 400)
    try ReplyCheck.error(
      server.receive(body, Fields.legacy()), -32602, status: 200, .november2025)
  }

  @Test(
    arguments: [
      ("tools/call", #""name":"nope""#, "nope"), ("tools/call", #""name":7"#, nil),
      ("tools/call", "", nil), ("tools/call", #""name":"echo_text","arguments":[]"#, "echo_text"),
      ("tools/call", #""name":"echo_text","arguments":null"#, "echo_text"),
      ("tools/call", #""name":"echo_text","inputResponses":[]"#, "echo_text"),
      ("tools/call", #""name":"echo_text","inputResponses":null"#, "echo_text"),
      ("tools/call", #""name":"echo_text","inputResponses":{"k":null}"#, "echo_text"),
      ("tools/call", #""name":"echo_text","inputResponses":{"j":{},"k":"x"}"#, "echo_text"),
      ("tools/call", #""name":"echo_text","requestState":null"#, "echo_text"),
      ("prompts/get", #""name":"plain","inputResponses":[]"#, "plain"),
      ("resources/read", #""uri":"test://notes","requestState":1"#, "test://notes"),
      ("tools/call", #""name":"echo_text","requestState":{}"#, "echo_text"),
      ("prompts/get", #""name":"nope""#, "nope"), ("prompts/get", "", nil),
      ("prompts/get", #""name":"greeting""#, "greeting"),
      ("prompts/get", #""name":"plain","arguments":{"a":1}"#, "plain"),
      ("prompts/get", #""name":"plain","arguments":null"#, "plain"),
      ("tools/list", #""cursor":"nope""#, nil), ("tools/list", #""cursor":5"#, nil),
      ("prompts/list", #""cursor":"t7.1""#, nil), ("resources/list", #""cursor":"p7.1""#, nil),
      ("resources/templates/list", #""cursor":"r7.1""#, nil),
      ("resources/read", #""uri":"test://nope""#, "test://nope"), ("resources/read", "", nil),
      ("completion/complete", "", nil),
      ("completion/complete", #""ref":{"type":"ref/prompt","name":"p"}"#, nil),
      (
        "completion/complete",
        #""ref":{"type":"ref/else"},"argument":{"name":"a","value":"b"}"#, nil
      ),
    ] as [(String, String, String?)])
  func badParametersAreInvalidParams(_ method: String, _ params: String, _ name: String?) throws {
    try ReplyCheck.error(
      server.receive(Message.modern(method, params), Fields.modern(method, name: name)), -32602,
      status: 400)
    try ReplyCheck.error(
      server.receive(Message.modern(method, params), nil), -32602, status: 400)
  }

  @Test func anUnknownResourceIsNamedInTheData() throws {
    let message = try ReplyCheck.error(
      server.receive(Message.modern("resources/read", #""uri":"test://nope""#), nil), -32602,
      status: 400)
    #expect(message["error"]?["data"] == ["uri": "test://nope"])
  }

  @Test(arguments: [
    "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe",
    "tasks/get", "tasks/update", "tasks/cancel", "tasks/result", "tasks/list", "nope",
    "Tools/list", "tools/list/",
  ])
  func anUnservedMethodIsNotFound(_ method: String) throws {
    let message = try ReplyCheck.error(
      server.receive(Message.modern(method), Fields.modern(method)), -32601, status: 404)
    #expect(message["error"]?["message"]?.string?.contains(method) == true)
  }

  @Test func aHeaderThatDiffersFromTheBodyIsAMismatch() throws {
    let message = try ReplyCheck.error(
      server.receive(
        Message.modern("tools/call", #""name":"echo_text""#),
        Fields.modern("tools/call", name: "echo_add")), -32020, status: 400)
    #expect(
      message["error"]?["message"]?.string
        == #"Mcp-Name says "echo_add" but params.name is "echo_text"; both must be the same"#)
  }

  @Test func aMissingClientCapabilityNamesWhatIsNeeded() throws {
    let call = try #require(
      server.receive(Message.modern("tools/call", #""name":"echo_text""#), nil).call)
    let reply = #"{"sampling":{}}"#.withBytes { call.capabilityMissing($0) }
    let message = try ReplyCheck.error(.reply(reply), -32021, status: 400)
    #expect(message["error"]?["data"] == ["requiredCapabilities": ["sampling": [:]]])
  }

  @Test(arguments: ["1900-01-01", "2025-11-25", "2024-11-05", "2026-07-29", ""])
  func anUnsupportedVersionNamesTheSupportedOnes(_ version: String) throws {
    let body = Message.modern("tools/list", meta: Message.meta(version: "\"\(version)\""))
    for fields in [nil, Fields.modern("tools/list", version: version)] {
      let message = try ReplyCheck.error(server.receive(body, fields), -32022, status: 400)
      let data = message["error"]?["data"]
      #expect(data?["supported"] == ["2026-07-28"])
      #expect(data?["requested"] == .string(version))
    }
  }

  @Test func anInternalErrorIsReported() throws {
    let call = try #require(
      server.receive(Message.modern("tools/call", #""name":"echo_text""#), nil).call)
    try ReplyCheck.error(
      .reply(call.error(.internalError, "the worker is gone")), -32603, status: 500)
  }

  @Test(arguments: ["notifications/initialized", "notifications/cancelled", "nope"])
  func aNotificationIsAccepted(_ method: String) {
    let body = #"{"jsonrpc":"2.0","method":"\#(method)","params":{\#(Message.modernMeta)}}"#
    #expect(server.receive(body, Fields.modern(method)).isAccepted)
  }

  @Test func aRequestWithoutIdIsANotificationAndNotRun() {
    let body = #"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"echo_text"}}"#
    #expect(server.receive(body, Fields.legacy()).isAccepted)
    #expect(server.receive(body, nil).isAccepted)
  }

  @Test func acceptMustListBothMediaTypes() throws {
    var fields = Fields.modern("tools/list")
    fields.accept = ArraySlice("text/html".utf8)
    try ReplyCheck.error(
      server.receive(Message.modern("tools/list"), fields), -32600, status: 406, id: nil)
  }

  @Test func contentTypeMustBeJSON() throws {
    var fields = Fields.modern("tools/list")
    fields.contentType = ArraySlice("text/plain".utf8)
    try ReplyCheck.error(
      server.receive(Message.modern("tools/list"), fields), -32600, status: 415, id: nil)
  }

  /// The order in which several faults of one request are told.
  @Test func earlierChecksGoFirst() throws {
    var fields = Fields.modern("nope", version: "1900-01-01")
    fields.name = .repeated
    let noMeta = Message.modern("nope", meta: "")
    try ReplyCheck.error(server.receive(noMeta, fields), -32020, status: 400)
    fields.name = .absent
    try ReplyCheck.error(server.receive(noMeta, fields), -32602, status: 400)
    let oldMeta = Message.modern("nope", meta: Message.meta(version: #""1900-01-02""#))
    try ReplyCheck.error(server.receive(oldMeta, fields), -32020, status: 400)
    let sameMeta = Message.modern("nope", meta: Message.meta(version: #""1900-01-01""#))
    try ReplyCheck.error(server.receive(sameMeta, fields), -32022, status: 400)
    try ReplyCheck.error(
      server.receive(Message.modern("nope"), Fields.modern("nope")), -32601, status: 404)
  }
}
