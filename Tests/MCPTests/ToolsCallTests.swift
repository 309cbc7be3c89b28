import JSON
import MCP
import Testing

@Suite struct ToolsCallTests {
  let server = Fixture.server

  private func text(_ call: MCPCall, _ range: Range<Int>?) -> String? {
    range.map { String(decoding: call.bytes[$0], as: UTF8.self) }
  }

  @Test func aModernCallNamesEverythingByItsPlace() throws {
    let meta = Message.meta(
      capabilities: #"{"elicitation":{}}"#,
      more: #""progressToken":"p-1","io.modelcontextprotocol/logLevel":"warning","#
        + #""traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","#
        + #""tracestate":"a=b""#)
    let params =
      #""name":"echo_add","arguments":{ "a" : 1 },"inputResponses":{"k":{}},"#
      + #""requestState":"s\u00e9""#
    let body = Message.modern("tools/call", params, meta: meta, id: #""id-1""#)
    let call = try #require(server.receive(body, nil).call)
    #expect(call.target == .tool(1))
    #expect(String(decoding: call.id, as: UTF8.self) == #""id-1""#)
    #expect(text(call, call.arguments) == #"{ "a" : 1 }"#)
    #expect(text(call, call.meta)?.hasPrefix(#"{"io.model"#) == true)
    #expect(text(call, call.progressToken) == #""p-1""#)
    #expect(text(call, call.inputResponses) == #"{"k":{}}"#)
    #expect(call.requestState == "s\u{E9}")
    #expect(text(call, call.clientCapabilities) == #"{"elicitation":{}}"#)
    #expect(
      text(call, call.traceParent) == "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    #expect(text(call, call.traceState) == "a=b")
    #expect(call.logLevel == .warning)
  }

  @Test func aLegacyCallHasNothingModern() throws {
    let params =
      #""name":"echo_text","inputResponses":7,"requestState":7,"task":{"ttl":1},"#
      + #""_meta":{"progressToken":5}"#
    let call = try #require(
      server.receive(Message.legacy("tools/call", params), Fields.legacy()).call)
    #expect(text(call, call.progressToken) == "5")
    #expect(call.arguments == nil)
    #expect(call.inputResponses == nil)
    #expect(call.requestState == nil)
    #expect(call.clientCapabilities == nil)
    #expect(call.logLevel == .debug)
  }

  @Test(arguments: ["null", "1.5", "{}"])
  func aLegacyProgressTokenThatIsNoneIsPassedOver(_ token: String) throws {
    let params = #""name":"echo_text","_meta":{"progressToken":\#(token)}"#
    let call = try #require(server.receive(Message.legacy("tools/call", params), nil).call)
    #expect(call.progressToken == nil)
  }

  @Test(arguments: ["7", "[]", "null"])
  func legacyMetadataThatIsNoObjectIsPassedOver(_ meta: String) throws {
    let params = #""name":"echo_text","_meta":\#(meta)"#
    let call = try #require(server.receive(Message.legacy("tools/call", params), nil).call)
    #expect(call.meta == nil)
  }

  @Test(arguments: Revision.allCases.filter { !$0.isModern })
  func anUnknownToolIsAProtocolErrorInEveryRevision(_ revision: Revision) throws {
    let message = try ReplyCheck.error(
      server.receive(
        Message.legacy("tools/call", #""name":"nope""#), Fields.legacy("\(revision.text)")),
      -32602, status: 200, revision)
    #expect(message["error"]?["message"]?.string?.hasPrefix(#"unknown tool "nope""#) == true)
  }

  @Test(arguments: [#""name":"echo_text","arguments":[]"#, #""name":null"#, ""])
  func malformedLegacyCallsAreRefused(_ params: String) throws {
    try ReplyCheck.error(
      server.receive(Message.legacy("tools/call", params), Fields.legacy()), -32602, status: 200,
      .november2025)
  }

  @Test func progressRepeatsTheToken() throws {
    let meta = Message.meta(more: #""progressToken":12"#)
    let call = try #require(
      server.receive(Message.modern("tools/call", #""name":"echo_text""#, meta: meta), nil).call)
    let bytes = try #require(
      "a\nb".withBytes { call.progressNotification(1.5, of: 3, message: $0) })
    let expected: JSONValue = [
      "jsonrpc": "2.0", "method": "notifications/progress",
      "params": ["progressToken": 12, "progress": 1.5, "total": 3, "message": "a\nb"],
    ]
    #expect(try JSONValue(parsing: bytes) == expected)
    #expect(!bytes.contains(UInt8(ascii: "\n")))
    ReplyCheck.record(try JSONValue(parsing: bytes), "ProgressNotification", .july2026)
    #expect(call.progressNotification(.nan) == nil)
    #expect(call.progressNotification(1, of: .infinity) == nil)
  }

  @Test func withoutTokenThereIsNoProgress() throws {
    let call = try #require(
      server.receive(Message.modern("tools/call", #""name":"echo_text""#), nil).call)
    #expect(call.progressNotification(1) == nil)
  }

  @Test func logMessagesGoToWhoAskedForTheirLevel() throws {
    let meta = Message.meta(more: #""io.modelcontextprotocol/logLevel":"warning""#)
    let call = try #require(
      server.receive(Message.modern("tools/call", #""name":"echo_text""#, meta: meta), nil).call)
    #expect("x".withBytes { call.logNotification(.notice, logger: "echo", message: $0) } == nil)
    let plain = try #require(
      "x".withBytes { call.logNotification(.warning, logger: "echo", message: $0) })
    #expect(
      try JSONValue(parsing: plain)["params"]
        == ["level": "warning", "logger": "echo", "data": "x"])
    let more = try #require(
      "x".withBytes { text in
        #"{"a":1,"message":"y"}"#.withBytes {
          call.logNotification(.error, logger: "", message: text, fields: $0)
        }
      })
    #expect(
      try JSONValue(parsing: more)["params"]
        == ["level": "error", "data": ["message": "x", "a": 1]])
    ReplyCheck.record(try JSONValue(parsing: more), "LoggingMessageNotification", .july2026)
  }

  @Test func aModernClientThatAskedForNoLevelGetsNoLogMessages() throws {
    let body = Message.modern("tools/call", #""name":"echo_text""#)
    var client = ClientContext()
    client.logLevel = .debug
    let call = try #require(server.receive(body, nil, client: client).call)
    #expect("x".withBytes { call.logNotification(.emergency, logger: "", message: $0) } == nil)
  }

  @Test func aLegacyClientGetsAllLogMessagesUntilItSetsALevel() throws {
    let body = Message.legacy("tools/call", #""name":"echo_text""#)
    let all = try #require(server.receive(body, nil).call)
    #expect("x".withBytes { all.logNotification(.debug, logger: "", message: $0) } != nil)
    var client = ClientContext()
    client.logLevel = .error
    let some = try #require(server.receive(body, nil, client: client).call)
    #expect("x".withBytes { some.logNotification(.warning, logger: "", message: $0) } == nil)
    #expect("x".withBytes { some.logNotification(.error, logger: "", message: $0) } != nil)
  }
}

extension String {
  /// The text's UTF-8 for the length of a call.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try Array(utf8).withUnsafeBytes(body)
  }
}
