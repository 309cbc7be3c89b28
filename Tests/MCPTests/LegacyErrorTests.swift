import JSON
import MCP
import Testing

/// The rows of the error table as the revisions with a handshake have them: a well-formed request
/// is answered with status 200, since their clients take others for the end of a connection.
@Suite struct LegacyErrorTests {
  private static let revisions = Revision.allCases.filter { !$0.isModern }

  private func receive(_ method: String, _ params: String, _ revision: Revision) -> MCPAction {
    Fixture.server.receive(method, params, revision)
  }

  @Test(arguments: revisions)
  func badJSONIsAParseError(_ revision: Revision) throws {
    try ReplyCheck.error(
      Fixture.server.receive("{", Fields.legacy("\(revision.text)")), -32700, status: 400,
      revision, id: nil)
  }

  @Test(arguments: revisions, [#"{"jsonrpc":"2.0"}"#, #"{"jsonrpc":"1.0","method":"ping"}"#, "7"])
  func whatIsNoMessageIsAnInvalidRequest(_ revision: Revision, _ body: String) throws {
    try ReplyCheck.error(
      Fixture.server.receive(body, Fields.legacy("\(revision.text)")), -32600, status: 400,
      revision, id: nil)
  }

  @Test(
    arguments: [
      ("tools/call", #""name":"nope""#), ("tools/call", ""),
      ("tools/call", #""name":"echo_text","arguments":7"#), ("prompts/get", #""name":"nope""#),
      ("prompts/get", #""name":"greeting","arguments":{"who":"a"}"#),
      ("tools/list", #""cursor":"nope""#), ("resources/list", #""cursor":1"#),
      ("resources/read", ""), ("completion/complete", ""), ("logging/setLevel", ""),
      ("resources/subscribe", ""), ("initialize", ""),
    ], revisions)
  func badParametersAreInvalidParams(
    _ request: (String, String), _ revision: Revision
  ) throws {
    try ReplyCheck.error(
      receive(request.0, request.1, revision), -32602, status: 200, revision)
  }

  @Test(arguments: ["resources/read", "resources/subscribe"], revisions)
  func anUnknownResourceHasACodeOfItsOwn(_ method: String, _ revision: Revision) throws {
    let message = try ReplyCheck.error(
      receive(method, #""uri":"test://nope""#, revision), -32002, status: 200, revision)
    #expect(message["error"]?["data"] == ["uri": "test://nope"])
  }

  @Test(
    arguments: [
      "server/discover", "subscriptions/listen", "tasks/get", "tasks/list", "nope", "tools/Call",
    ], revisions)
  func anUnservedMethodIsNotFound(_ method: String, _ revision: Revision) throws {
    try ReplyCheck.error(receive(method, "", revision), -32601, status: 200, revision)
  }

  /// The headers that 2026-07-28 added mean nothing here.
  @Test(arguments: revisions)
  func headersAreNotCompared(_ revision: Revision) {
    var fields = Fields.legacy("\(revision.text)")
    fields.method = .repeated
    fields.name = Fields.value("other")
    let body = Message.legacy("tools/call", #""name":"echo_text""#)
    #expect(Fixture.server.receive(body, fields).call != nil)
  }

  @Test(arguments: revisions)
  func aMissingCapabilityIsAToolError(_ revision: Revision) throws {
    let call = try ToolResultWriterTests.call(revision)
    let reply = #"{"sampling":{}}"#.withBytes { call.capabilityMissing($0) }
    let result = try ReplyCheck.result(reply, "CallToolResult", revision)
    #expect(result["isError"] == true)
    #expect(result["content"]?[0]?["text"]?.string?.contains("sampling") == true)
  }

  @Test(arguments: revisions)
  func anInternalErrorIsReported(_ revision: Revision) throws {
    let call = try ToolResultWriterTests.call(revision)
    try ReplyCheck.error(.reply(call.failed("no")), -32603, status: 200, revision)
    try ReplyCheck.error(.reply(call.stateRefused()), -32602, status: 200, revision)
  }

  @Test(arguments: ["{", "[]", ""])
  func capabilitiesThatAreNoneAreAnInternalError(_ json: String) throws {
    for revision in [Revision.november2025, .july2026] {
      let call = try ToolResultWriterTests.call(revision)
      try ReplyCheck.error(
        .reply(json.withBytes { call.capabilityMissing($0) }), -32603,
        status: revision.isModern ? 500 : 200, revision)
    }
  }
}
