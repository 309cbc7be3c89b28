import JSON
import MCP
import Testing

@Suite struct PromptTests {
  private func get(_ params: String, _ name: String, _ revision: Revision) -> MCPAction {
    Fixture.server.receive("prompts/get", params, name: name, revision)
  }

  private func call(_ revision: Revision) throws -> MCPCall {
    try #require(get(#""name":"plain""#, "plain", revision).call)
  }

  @Test(arguments: Revision.allCases)
  func aGetIsACall(_ revision: Revision) throws {
    let params = #""name":"greeting","arguments":{"who":"Ada","where":"here","more":""}"#
    let call = try #require(get(params, "greeting", revision).call)
    #expect(call.target == .prompt(0))
    let range = try #require(call.arguments)
    #expect(
      try JSONValue(parsing: Array(call.bytes[range]))
        == ["who": "Ada", "where": "here", "more": ""])
    #expect(try self.call(revision).arguments == nil)
  }

  @Test(arguments: [
    ("", #""who", "where""#), (#","arguments":{}"#, #""who", "where""#),
    (#","arguments":{"who":"a","tone":"b"}"#, #""where""#),
  ])
  func missingArgumentsAreNamed(_ arguments: String, _ names: String) throws {
    for revision in Revision.allCases {
      let message = try ReplyCheck.error(
        get(#""name":"greeting"\#(arguments)"#, "greeting", revision), -32602,
        status: revision.isModern ? 400 : 200, revision)
      let text = message["error"]?["message"]?.string
      #expect(text == "the prompt needs the arguments \(names), which are missing")
    }
  }

  @Test(arguments: ["1", "null", "{}", "[]", "true"])
  func argumentsAreStrings(_ value: String) throws {
    let message = try ReplyCheck.error(
      get(#""name":"plain","arguments":{"a":\#(value)}"#, "plain", .november2025), -32602,
      status: 200, .november2025)
    #expect(message["error"]?["message"]?.string?.contains(#""a""#) == true)
  }

  @Test func answersAndStateComeAlong() throws {
    let params = #""name":"plain","inputResponses":{"k":{"action":"decline"}},"requestState":"s""#
    let call = try #require(get(params, "plain", .july2026).call)
    #expect(call.requestState == "s")
    #expect(call.inputResponses != nil)
  }

  @Test(arguments: Revision.allCases)
  func partsBecomeMessages(_ revision: Revision) throws {
    var writer = PromptResultWriter(try call(revision))
    "hi".withBytes { writer.content.text($0) }
    writer.content.role = .assistant
    [UInt8]([1]).withUnsafeBytes { data in
      "image/png".withBytes { writer.content.image(data, mediaType: $0) }
    }
    "test://a".withBytes { uri in
      "A".withBytes { writer.content.resourceLink(uri: uri, name: $0) }
    }
    let reply = "About".withBytes { about in
      #"{"a/b":1}"#.withBytes { writer.finish(description: about, meta: $0) }
    }
    let result = try ReplyCheck.result(reply, "GetPromptResult", revision)
    let link: JSONValue =
      revision == .march2025
      ? ["type": "text", "text": "A: test://a"]
      : ["type": "resource_link", "uri": "test://a", "name": "A"]
    #expect(
      result["messages"] == [
        ["role": "user", "content": ["type": "text", "text": "hi"]],
        [
          "role": "assistant",
          "content": ["type": "image", "data": "AQ==", "mimeType": "image/png"],
        ],
        ["role": "assistant", "content": link],
      ])
    #expect(result["description"] == "About")
    #expect(result["_meta"]?["a/b"] == 1)
  }

  @Test func anEmptyPromptHasNoMessages() throws {
    var writer = PromptResultWriter(try call(.july2026))
    let result = try ReplyCheck.result(writer.finish(), "GetPromptResult", .july2026)
    #expect(result["messages"] == [])
    #expect(result["description"] == nil)
  }

  @Test func brokenMembersAreAnInternalError() throws {
    var writer = PromptResultWriter(try call(.july2026))
    "hi".withBytes { text in "{".withBytes { writer.content.text(text, members: $0) } }
    try ReplyCheck.error(.reply(writer.finish()), -32603, status: 500)
    #expect(writer.fault != nil)
  }

  @Test(arguments: Revision.allCases)
  func refusalsHaveTheCodesOfPrompts(_ revision: Revision) throws {
    let call = try call(revision)
    let status = revision.isModern ? 400 : 200
    try ReplyCheck.error(.reply(call.notFound()), -32602, status: status, revision)
    try ReplyCheck.error(
      .reply(call.toolError("no")), -32603, status: revision.isModern ? 500 : 200, revision)
    try ReplyCheck.error(
      .reply(#"{"roots":{}}"#.withBytes { call.capabilityMissing($0) }),
      revision.isModern ? -32021 : -32602, status: status, revision)
  }
}
