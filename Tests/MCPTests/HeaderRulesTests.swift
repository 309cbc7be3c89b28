import JSON
import MCP
import Testing

@Suite struct HeaderRulesTests {
  let server = Fixture.server
  let call = Message.modern("tools/call", #""name":"echo_text""#)

  private func expectMismatch(
    _ body: String, _ fields: Fields, names header: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let message = try ReplyCheck.error(
      server.receive(body, fields), -32020, status: 400, sourceLocation: sourceLocation)
    let text = message["error"]?["message"]?.string
    #expect(text?.hasPrefix(header) == true, "\(text ?? "")", sourceLocation: sourceLocation)
  }

  @Test func matchingHeadersPass() {
    let fields = Fields.modern("tools/call", name: "echo_text")
    #expect(server.receive(call, fields).call != nil)
  }

  @Test func blanksAroundValuesAreTrimmed() {
    let fields = Fields.modern(" tools/call\t", name: "\t echo_text ", version: " 2026-07-28 ")
    #expect(server.receive(call, fields).call != nil)
  }

  @Test func everyHeaderMustBeThere() throws {
    try expectMismatch(
      call, Fields.modern(nil, name: "echo_text"), names: "Mcp-Method is missing")
    try expectMismatch(call, Fields.modern("tools/call"), names: "Mcp-Name is missing")
    try expectMismatch(
      call, Fields.modern("tools/call", name: "echo_text", version: nil),
      names: "MCP-Protocol-Version is missing")
  }

  @Test func noHeaderMayBeRepeated() throws {
    let right = Fields.modern("tools/call", name: "echo_text")
    var fields = right
    fields.protocolVersion = .repeated
    try expectMismatch(call, fields, names: "MCP-Protocol-Version occurs")
    fields = right
    fields.method = .repeated
    try expectMismatch(call, fields, names: "Mcp-Method occurs")
    fields = right
    fields.name = .repeated
    try expectMismatch(call, fields, names: "Mcp-Name occurs")
  }

  @Test func valuesAreCaseSensitive() throws {
    try expectMismatch(
      call, Fields.modern("Tools/Call", name: "echo_text"), names: "Mcp-Method says")
    try expectMismatch(
      call, Fields.modern("tools/call", name: "Echo_text"), names: "Mcp-Name says")
  }

  @Test func aLegacyHeaderOnAModernBodyIsAMismatch() throws {
    try expectMismatch(
      call, Fields.modern("tools/call", name: "echo_text", version: "2025-11-25"),
      names: "MCP-Protocol-Version says")
  }

  @Test func theNameMayBeEncoded() {
    let fields = Fields.modern("tools/call", name: "=?base64?ZWNob190ZXh0?=")
    #expect(server.receive(call, fields).call != nil)
  }

  /// Names outside printable ASCII can only come encoded; being no tool, they end as unknown.
  @Test func anEncodedNameIsComparedDecoded() throws {
    let body = Message.modern("tools/call", #""name":"h\u00e9llo""#)
    try ReplyCheck.error(
      server.receive(body, Fields.modern("tools/call", name: "=?base64?aMOpbGxv?=")), -32602,
      status: 400)
    try expectMismatch(
      body, Fields.modern("tools/call", name: "=?base64?aGVsbG8=?="), names: "Mcp-Name says")
    try expectMismatch(
      body, Fields.modern("tools/call", name: "h\u{E9}llo"), names: "Mcp-Name holds bytes")
  }

  @Test(arguments: ["ZWNob190ZXh0=", "ZWNob19 ZXh0", "ZWNob190ZXh", "!!!!", "/w==", "ZWNob190ZXi="])
  func brokenBase64IsRefused(_ text: String) throws {
    try expectMismatch(
      call, Fields.modern("tools/call", name: "=?base64?\(text)?="), names: "Mcp-Name is not")
  }

  /// A name that looks encoded must be encoded itself.
  @Test func aNameThatLooksEncodedDoesNotStandForItself() throws {
    let name = "=?base64?ZWNob190ZXh0?="
    try expectMismatch(
      Message.modern("tools/call", #""name":"\#(name)""#),
      Fields.modern("tools/call", name: name), names: "Mcp-Name says")
  }

  @Test func methodAndVersionAreNeverEncoded() throws {
    try expectMismatch(
      call, Fields.modern("=?base64?dG9vbHMvY2FsbA==?=", name: "echo_text"),
      names: "Mcp-Method says")
  }

  @Test func promptsAndResourcesHaveANameToo() throws {
    try expectMismatch(
      Message.modern("prompts/get", #""name":"p""#), Fields.modern("prompts/get", name: "q"),
      names: "Mcp-Name says")
    try expectMismatch(
      Message.modern("resources/read", #""uri":"a:b""#), Fields.modern("resources/read"),
      names: "Mcp-Name is missing")
  }

  @Test func escapesInTheBodyAreDecodedBeforeComparing() {
    let body = Message.modern("tools/call", #""name":"echo\u005ftext""#)
    #expect(
      server.receive(body, Fields.modern("tools/call", name: "echo_text")).call?.target
        == .tool(0))
  }

  @Test func anOverlongValueIsCutInTheSentence() throws {
    let long = String(repeating: "x", count: 5000)
    let message = try ReplyCheck.error(
      server.receive(call, Fields.modern("tools/call", name: long)), -32020, status: 400)
    let text = try #require(message["error"]?["message"]?.string)
    #expect(text.utf8.count < 300)
  }

  @Test func overStdioThereAreNoHeaders() {
    #expect(server.receive(call, nil).call != nil)
  }
}

/// Arguments repeated as Mcp-Param-*.
@Suite struct HeaderParameterTests {
  let server = Fixture.server

  private func receive(_ arguments: String?, _ headers: [(String, String)]) -> MCPAction {
    var fields = Fields.modern("tools/call", name: "query")
    fields.parameters = headers.map { (ArraySlice($0.0.utf8), ArraySlice($0.1.utf8)) }
    let tail = arguments.map { #","arguments":\#($0)"# } ?? ""
    return server.receive(Message.modern("tools/call", #""name":"query"\#(tail)"#), fields)
  }

  @Test(
    arguments: [
      (#"{"region":"eu"}"#, [("Mcp-Param-Region", "eu")]),
      (#"{"region":"eu"}"#, [("mcp-param-REGION", " eu ")]),
      (#"{"region":"e\u0075"}"#, [("Mcp-Param-Region", "=?base64?ZXU=?=")]),
      (#"{}"#, []), (nil, []),
      (#"{"page":{"size":10}}"#, [("Mcp-Param-Size", "10")]),
      (#"{"page":{"size":10}}"#, [("Mcp-Param-Size", "010")]),
      (#"{"page":{"size":10.0}}"#, [("Mcp-Param-Size", "10")]),
      (#"{"page":{"size":1e1}}"#, [("Mcp-Param-Size", "10")]),
      (#"{"page":{"size":10}}"#, [("Mcp-Param-Size", "1.0e1")]),
      (
        #"{"page":{"size":123456789012345678901}}"#,
        [("Mcp-Param-Size", "123456789012345678901")]
      ), (#"{"region":""}"#, [("Mcp-Param-Region", "")]),
      (#"{"region":"SGVsbG8="}"#, [("Mcp-Param-Region", "SGVsbG8=")]),
      (#"{"region":"=?base64?SGVsbG8="}"#, [("Mcp-Param-Region", "=?base64?SGVsbG8=")]),
      (#"{"region":" a"}"#, [("Mcp-Param-Region", "=?base64?IGE=?=")]),
      (#"{"other":1}"#, [("Mcp-Param-Unknown", "x")]),
    ] as [(String?, [(String, String)])])
  func whatAgreesPasses(_ arguments: String?, _ headers: [(String, String)]) {
    #expect(receive(arguments, headers).call != nil)
  }

  /// Null stands for an absent argument, which no header repeats; the schema refuses it after that.
  @Test func nullNeedsNoHeader() throws {
    let result = try ReplyCheck.result(
      receive(#"{"region":null}"#, []), "CallToolResult", .july2026)
    #expect(result["isError"] == true)
  }

  @Test(
    arguments: [
      (#"{"region":"eu"}"#, []), (#"{"region":"eu"}"#, [("Mcp-Param-Region", "us")]),
      (#"{}"#, [("Mcp-Param-Region", "eu")]), (nil, [("Mcp-Param-Region", "eu")]),
      (#"{"region":null}"#, [("Mcp-Param-Region", "null")]),
      (#"{"region":"eu"}"#, [("Mcp-Param-Region", "=?base64?Z?=")]),
      (#"{"region":"eu"}"#, [("Mcp-Param-Region", "eu"), ("mcp-param-region", "eu")]),
      (#"{"page":{"size":10}}"#, [("Mcp-Param-Size", "11")]),
      (#"{"page":{"size":9007199254740993}}"#, [("Mcp-Param-Size", "9007199254740992")]),
      (#"{"page":{"size":10}}"#, [("Mcp-Param-Size", "ten")]),
      (#"{"page":{"size":10}}"#, [("Mcp-Param-Size", "0xA")]),
      (#"{"page":{"size":10.5}}"#, [("Mcp-Param-Size", "10")]),
      (
        #"{"page":{"size":123456789012345678901}}"#,
        [("Mcp-Param-Size", "123456789012345678902")]
      ),
      (#"{"region":"Hello"}"#, [("Mcp-Param-Region", "=?base64?SGVsbG8?=")]),
      (#"{"region":"Hello"}"#, [("Mcp-Param-Region", "=?base64?SGVs!!!bG8=?=")]),
      (#"{"region":"=?base64?ZXU=?="}"#, [("Mcp-Param-Region", "=?base64?ZXU=?=")]),
      (#"{"region":"é"}"#, [("Mcp-Param-Region", "é")]),
    ] as [(String?, [(String, String)])])
  func whatDisagreesIsAMismatch(_ arguments: String?, _ headers: [(String, String)]) throws {
    try ReplyCheck.error(receive(arguments, headers), -32020, status: 400)
  }
}
