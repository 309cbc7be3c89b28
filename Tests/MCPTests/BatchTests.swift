import JSON
import MCP
import Testing

@Suite struct BatchTests {
  let server = Fixture.server
  private let ping = Message.legacy("ping", nil, id: "1")
  private let call = Message.legacy("tools/call", #""name":"echo_text""#, id: "2")
  private let note = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
  private let cancel =
    #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9}}"#

  @Test func everyMemberHasItsAction() throws {
    let body = "[\(ping),\(call),\(note),\(cancel),{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}]"
    let actions = try #require(server.receive(body, Fields.legacy(nil)).batch)
    #expect(actions.count == 5)
    #expect(actions[0].reply?.status == 200)
    #expect(actions[1].call?.revision == .march2025)
    #expect(actions[2].isAccepted)
    #expect(actions[3].cancelled == "9")
    #expect(actions[4].answer != nil)
  }

  @Test func aBrokenMemberFailsAlone() throws {
    let body = "[7,[],\(ping),{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"nope\"}]"
    let actions = try #require(server.receive(body, Fields.legacy("2025-03-26")).batch)
    try ReplyCheck.error(actions[0], -32600, status: 400, .july2026, id: nil)
    try ReplyCheck.error(actions[1], -32600, status: 400, .july2026, id: nil)
    #expect(actions[2].reply?.status == 200)
    try ReplyCheck.error(actions[3], -32601, status: 200, .march2025, id: 4)
  }

  @Test func initializeStandsAlone() throws {
    let actions = try #require(
      server.receive("[\(Message.initialize("2025-03-26"))]", Fields.legacy(nil)).batch)
    try ReplyCheck.error(actions[0], -32600, status: 400, .march2025)
  }

  @Test func modernMessagesStandAlone() throws {
    let actions = try #require(
      server.receive("[\(Message.modern("tools/list"))]", Fields.legacy(nil)).batch)
    try ReplyCheck.error(actions[0], -32600, status: 400, .march2025)
  }

  @Test(arguments: ["2025-06-18", "2025-11-25", "2026-07-28", "x"])
  func otherRevisionsHaveNone(_ header: String) throws {
    try ReplyCheck.error(
      server.receive("[\(ping)]", Fields.legacy(header)), -32600, status: 400, id: nil)
  }

  @Test func stdioHasThemWhereTheHandshakeSaidSo() throws {
    #expect(server.receive("[\(ping)]", nil, session: .march2025).batch?.count == 1)
    try ReplyCheck.error(server.receive("[\(ping)]", nil), -32600, status: 400, id: nil)
  }

  @Test func anEmptyBatchIsRefused() throws {
    try ReplyCheck.error(
      server.receive("[]", Fields.legacy(nil)), -32600, status: 400, id: nil)
  }

  @Test func aBatchIsBounded() throws {
    let server = MCPServer(identity: Fixture.identity, limits: MCPLimits(batchCount: 3))
    func batch(_ count: Int) -> String {
      "[\(Array(repeating: ping, count: count).joined(separator: ","))]"
    }
    #expect(server.receive(batch(3), Fields.legacy(nil)).batch?.count == 3)
    let message = try ReplyCheck.error(
      server.receive(batch(4), Fields.legacy(nil)), -32600, status: 400, id: nil)
    #expect(message["error"]?["message"]?.string?.contains("at most 3") == true)
  }

  @Test func repliesAreJoinedInOrder() throws {
    let joined = try #require(
      MCPReply.joined([Array("{\"id\":1}".utf8), nil, Array("{\"id\":2}".utf8)]))
    #expect(joined.status == 200)
    #expect(try JSONValue(parsing: joined.body) == [["id": 1], ["id": 2]])
    #expect(MCPReply.joined([nil, nil]) == nil)
    #expect(MCPReply.joined([]) == nil)
  }
}
