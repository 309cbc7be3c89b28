import JSON
import MCP
import Testing

@Suite struct ResourceTests {
  private func read(
    _ uri: String, _ revision: Revision, lists: Lists = Fixture.lists
  ) -> MCPAction {
    Fixture.server.receive(
      "resources/read", #""uri":"\#(uri)""#, name: uri, revision, lists: lists)
  }

  private func call(_ revision: Revision) throws -> MCPCall {
    try #require(read("test://notes", revision).call)
  }

  @Test(
    arguments: ["test://notes", "test://picture", "test://item/123/data"], Revision.allCases)
  func aReadIsACall(_ uri: String, _ revision: Revision) throws {
    let call = try #require(read(uri, revision).call)
    #expect(call.target == .resource(uri: uri))
    #expect(call.arguments == nil)
  }

  @Test(
    arguments: ["test://nope", "", "test://item//data", "test://notes/"], Revision.allCases)
  func anUnknownURIIsNotFound(_ uri: String, _ revision: Revision) throws {
    let message = try ReplyCheck.error(
      read(uri, revision), revision.isModern ? -32602 : -32002,
      status: revision.isModern ? 400 : 200, revision)
    #expect(message["error"]?["data"] == ["uri": .string(uri)])
  }

  @Test(arguments: Revision.allCases)
  func whatThePluginDoesNotFindIsNotFound(_ revision: Revision) throws {
    let message = try ReplyCheck.error(
      .reply(call(revision).notFound()), revision.isModern ? -32602 : -32002,
      status: revision.isModern ? 400 : 200, revision)
    #expect(message["error"]?["data"] == ["uri": "test://notes"])
  }

  @Test(arguments: Revision.allCases)
  func contentsAreTextAndBytes(_ revision: Revision) throws {
    var writer = ResourceResultWriter(try call(revision))
    "text/plain".withBytes { type in
      "hi\n".withBytes { text in
        #"{"_meta":{"a":1},"text":"x"}"#.withBytes {
          writer.text(text, mediaType: type, members: $0)
        }
      }
    }
    "test://other".withBytes { uri in
      [UInt8]([0, 255]).withUnsafeBytes { writer.blob($0, uri: uri) }
    }
    let reply = #"{"a/b":1}"#.withBytes {
      writer.finish(ttlMilliseconds: 5, isPublic: true, meta: $0)
    }
    let result = try ReplyCheck.result(reply, "ReadResourceResult", revision)
    #expect(
      result["contents"] == [
        ["uri": "test://notes", "mimeType": "text/plain", "text": "hi\n", "_meta": ["a": 1]],
        ["uri": "test://other", "blob": "AP8="],
      ])
    #expect(result["ttlMs"] == (revision.isModern ? 5 : JSONValue?.none))
    #expect(result["cacheScope"] == (revision.isModern ? "public" : JSONValue?.none))
    #expect(result["_meta"]?["a/b"] == 1)
  }

  @Test func withoutALifetimeNothingIsKept() throws {
    var writer = ResourceResultWriter(try call(.july2026))
    "".withBytes { writer.text($0) }
    let result = try ReplyCheck.result(writer.finish(), "ReadResourceResult", .july2026)
    #expect(result["ttlMs"] == 0)
    #expect(result["cacheScope"] == "private")
    var longest = ResourceResultWriter(try call(.july2026))
    let reply = longest.finish(ttlMilliseconds: .max)
    #expect(
      try ReplyCheck.result(reply, "ReadResourceResult", .july2026)["ttlMs"]
        == 9_007_199_254_740_991)
  }

  @Test func brokenMembersAreAnInternalError() throws {
    var writer = ResourceResultWriter(try call(.july2026))
    "".withBytes { text in "[]".withBytes { writer.text(text, members: $0) } }
    try ReplyCheck.error(.reply(writer.finish()), -32603, status: 500)
    #expect(writer.fault?.contains("members") == true)
  }
}
