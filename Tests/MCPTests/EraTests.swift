import JSON
import MCP
import Testing

/// Which rules a message is read by: body first, then header.
@Suite struct EraTests {
  let server = Fixture.server
  let legacyCall = Message.legacy("tools/call", #""name":"echo_text""#)

  @Test func aBodyThatNamesAVersionIsModern() throws {
    let body = Message.modern("tools/call", #""name":"echo_text""#)
    let call = try #require(
      server.receive(body, Fields.modern("tools/call", name: "echo_text")).call)
    #expect(call.isModern)
    #expect(call.revision == .july2026)
  }

  @Test(
    arguments: [
      (nil, Revision.march2025), ("2025-03-26", .march2025), ("2025-06-18", .june2025),
      ("2025-11-25", .november2025),
    ] as [(String?, Revision)])
  func theHeaderTellsTheLegacyRevision(_ header: String?, _ revision: Revision) throws {
    let call = try #require(server.receive(legacyCall, Fields.legacy(header)).call)
    #expect(call.revision == revision)
    #expect(!call.isModern)
  }

  @Test func theSessionTellsWhereTheHeaderDoesNot() throws {
    let fields = Fields.legacy(nil)
    #expect(server.receive(legacyCall, fields, session: .june2025).call?.revision == .june2025)
    let header = Fields.legacy("2025-11-25")
    #expect(server.receive(legacyCall, header, session: .june2025).call?.revision == .november2025)
  }

  @Test func stdioAssumesTheLatestLegacyRevision() {
    #expect(server.receive(legacyCall, nil).call?.revision == .november2025)
    #expect(server.receive(legacyCall, nil, session: .march2025).call?.revision == .march2025)
  }

  @Test func bothErasShareOneStdioStream() {
    let modern = Message.modern("tools/call", #""name":"echo_text""#)
    #expect(server.receive(modern, nil, session: .june2025).call?.revision == .july2026)
    #expect(server.receive(legacyCall, nil, session: .june2025).call?.revision == .june2025)
  }

  @Test(arguments: ["2026-07-28", "1900-01-01", "x", ""])
  func anUnknownHeaderIsReadByTheModernRules(_ header: String) throws {
    try ReplyCheck.error(
      server.receive(legacyCall, Fields.legacy(header)), -32602, status: 400)
  }

  @Test func aRetiredRevisionIsRefusedButMayStartOver() throws {
    let message = try ReplyCheck.error(
      server.receive(legacyCall, Fields.legacy("2024-11-05")), -32600, status: 400, .march2025)
    #expect(message["error"]?["message"]?.string?.contains("2025-11-25") == true)
    let initialize = server.receive(
      Message.initialize("2024-11-05"), Fields.legacy("2024-11-05"))
    #expect(initialize.reply?.negotiated == .november2025)
  }

  /// A legacy client takes 404 for the end of its session and 400 for a broken one.
  @Test(arguments: ["nope", "subscriptions/listen", "tasks/get", "server/discover"])
  func legacyErrorsHaveStatus200(_ method: String) throws {
    try ReplyCheck.error(
      server.receive(Message.legacy(method), Fields.legacy()), -32601, status: 200, .november2025)
  }

  @Test(arguments: Revision.allCases.filter { !$0.isModern })
  func legacyResourcesHaveACodeOfTheirOwn(_ revision: Revision) throws {
    let message = try ReplyCheck.error(
      server.receive(
        Message.legacy("resources/read", #""uri":"test://a\"b""#),
        Fields.legacy("\(revision.text)")), -32002, status: 200, revision)
    #expect(message["error"]?["data"] == ["uri": #"test://a"b"#])
  }

  @Test func legacyResponsesAreAnswersAndModernOnesRefused() throws {
    let response = #"{"jsonrpc":"2.0","id":1,"result":{}}"#
    #expect(server.receive(response, Fields.legacy()).answer != nil)
    #expect(server.receive(#"{"jsonrpc":"2.0","id":1,"error":{}}"#, nil).answer != nil)
    try ReplyCheck.error(
      server.receive(response, Fields.legacy("2026-07-28")), -32600, status: 400)
  }

  @Test(arguments: [#""abc""#, "0", "-7", "123456789012345678901234567890", #""\u00e9 \n""#])
  func idsAreEchoedByteForByte(_ id: String) throws {
    let reply = try #require(server.receive(Message.legacy("ping", id: id), nil).reply)
    let text = String(decoding: reply.body, as: UTF8.self)
    #expect(text == #"{"jsonrpc":"2.0","id":\#(id),"result":{}}"#)
  }

  @Test func unknownMembersAreIgnored() throws {
    let body = #"{"jsonrpc":"2.0","id":1,"method":"ping","extra":1,"params":{"more":[]}}"#
    #expect(server.receive(body, Fields.legacy()).reply?.status == 200)
  }

  @Test func legacyParamsMayBeAbsentOrNull() throws {
    let absent = server.receive(Message.legacy("tools/list", nil), Fields.legacy())
    _ = try ReplyCheck.result(absent, "ListToolsResult", .november2025)
    let null = server.receive(
      #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":null}"#, Fields.legacy())
    _ = try ReplyCheck.result(null, "ListToolsResult", .november2025)
  }
}
