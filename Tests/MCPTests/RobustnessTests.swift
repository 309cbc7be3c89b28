import JSON
import MCP
import Testing

/// Whatever arrives, the answer is one valid JSON value on one line, or none.
@Suite struct RobustnessTests {
  private static let samples = [
    Message.modern(
      "tools/call", #""name":"echo_text","arguments":{"a":[1,"\u00e9"]},"requestState":"s""#),
    Message.legacy("tools/call", #""name":"query","_meta":{"progressToken":"t"}"#),
    Message.modern("tools/list", #""cursor":"7.1""#), Message.initialize("2025-06-18"),
    Message.legacy("completion/complete", #""ref":{"type":"ref/prompt","name":"p"}"#),
    "[\(Message.legacy("ping", nil)),\(Message.legacy("tools/list"))]",
    Message.legacy("prompts/get", #""name":"greeting","arguments":{"who":"a","where":"b"}"#),
    Message.modern("resources/read", #""uri":"test://item/a/data""#),
    Message.modern("subscriptions/listen", #""notifications":{"resourceSubscriptions":["a:b"]}"#),
  ]

  private func check(_ body: [UInt8]) throws {
    for fields in [nil, Fields.legacy(nil), Fields.modern("tools/call", name: "echo_text")] {
      try check(
        Fixture.server.receive(body, fields: fields?.received(), lists: Fixture.lists))
    }
  }

  private func check(_ action: MCPAction) throws {
    switch action {
    case .accepted, .answer, .listen, .task: break
    case .setLevel(_, let reply), .subscribe(_, let reply), .unsubscribe(_, let reply):
      try check(reply: reply.body)
    case .reply(let reply), .unknown(_, let reply): try check(reply: reply.body)
    case .cancel(let id): _ = try JSONValue(parsing: id)
    case .batch(let actions): for action in actions { try check(action) }
    case .call(let call):
      var writer = ToolResultWriter(call)
      writer.content.text("x")
      try check(reply: writer.finish())
    }
  }

  private func check(reply: [UInt8]) throws {
    #expect(!reply.contains { $0 < 0x20 })
    #expect(try JSONValue(parsing: reply).kind == .object)
  }

  @Test(arguments: samples)
  func everyPrefix(_ sample: String) throws {
    let bytes = Array(sample.utf8)
    for count in 0..<bytes.count { try check(Array(bytes[..<count])) }
  }

  @Test(arguments: samples)
  func everyByteReplaced(_ sample: String) throws {
    let bytes = Array(sample.utf8)
    for index in bytes.indices {
      for replacement: UInt8 in [0, 0x0A, 0x22, 0x2C, 0x30, 0x5B, 0x5C, 0x7B, 0x7D, 0x80, 0xFF] {
        var changed = bytes
        changed[index] = replacement
        try check(changed)
      }
    }
  }

  @Test func depthIsBounded() throws {
    let deep = String(repeating: "[", count: 100_000)
    try ReplyCheck.error(
      Fixture.server.receive(deep, nil), -32700, status: 400, id: nil)
  }

  @Test func sizeIsBounded() throws {
    let server = MCPServer(
      identity: Fixture.identity, limits: MCPLimits(json: JSONLimits(maximumBytes: 100)))
    let long = Message.legacy("ping", #""a":"\#(String(repeating: "x", count: 100))""#)
    try ReplyCheck.error(server.receive(long, nil), -32700, status: 400, id: nil)
    #expect(server.receive(Message.legacy("ping"), nil).reply?.status == 200)
  }

  @Test func dataOfAnErrorStaysOnOneLine() throws {
    let reply = try ToolResultWriterTests.call(.july2026)
      .error(ErrorCode(rawValue: 17), "no", data: Array("{\n\"a\":\r\n1}".utf8))
    let message = try ReplyCheck.error(.reply(reply), 17, status: 200)
    #expect(message["error"]?["data"] == ["a": 1])
  }
}
