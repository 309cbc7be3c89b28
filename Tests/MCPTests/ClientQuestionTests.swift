import JSON
import MCP
import Testing

/// What a legacy client is asked on behalf of a plugin.
@Suite struct ClientQuestionTests {
  private func questions(
    _ requests: String, _ revision: Revision, capabilities: String? = nil
  ) throws -> LegacyQuestions {
    var client = ClientContext()
    client.revision = revision
    client.capabilities = capabilities.map { Array($0.utf8) }
    let body = Message.legacy("tools/call", #""name":"echo_text""#)
    let call = try #require(Fixture.server.receive(body, nil, client: client).call)
    return call.questions(Array(requests.utf8))
  }

  private func asked(_ questions: LegacyQuestions) -> [ClientQuestion] {
    if case .questions(let all) = questions { all } else { [] }
  }

  private static let both =
    #"{"name":{"params":{"message":"m","requestedSchema":{"type":"object","properties":{}}},"#
    + "\n" + #""method":"elicitation/create"},"rest":{"method":"roots/list"}}"#

  @Test func everyRequestIsAMessage() throws {
    let all = asked(try questions(Self.both, .november2025))
    #expect(all.map(\.key) == ["name", "rest"])
    let first = try JSONValue(parsing: try #require(all.first).message(id: "q\"1"))
    #expect(
      first == [
        "jsonrpc": "2.0", "id": "q\"1", "method": "elicitation/create",
        "params": [
          "message": "m", "requestedSchema": ["type": "object", "properties": [:]],
        ],
      ])
    ReplyCheck.record(first, "ElicitRequest", .november2025)
    let last = try #require(all.last).message(id: "q2")
    #expect(!last.contains(UInt8(ascii: "\n")))
    #expect(
      try JSONValue(parsing: last) == ["jsonrpc": "2.0", "id": "q2", "method": "roots/list"])
  }

  @Test func allIsAskedOrNothing() throws {
    let questions = try questions(Self.both, .november2025, capabilities: #"{"roots":{}}"#)
    guard case .reply(let reply) = questions else {
      Issue.record("it is asked")
      return
    }
    let result = try ReplyCheck.result(reply, "CallToolResult", .november2025)
    let text = try #require(result["content"]?[0]?["text"]?.string)
    #expect(result["isError"] == true)
    #expect(text.contains("elicitation") && !text.contains("roots"))
  }

  @Test(
    arguments: [
      (InputRequiredTests.form, .march2025, false), (InputRequiredTests.form, .june2025, true),
      (InputRequiredTests.url, .june2025, false), (InputRequiredTests.url, .november2025, true),
      (InputRequiredTests.sampling, .march2025, true),
      (InputRequiredTests.roots, .march2025, true),
    ] as [(String, Revision, Bool)])
  func aRevisionIsAskedForWhatItHas(
    _ requests: String, _ revision: Revision, _ isAsked: Bool
  ) throws {
    #expect(asked(try questions(requests, revision)).count == (isAsked ? 1 : 0))
  }

  @Test func aClientThatCannotBeAskedGetsAToolError() throws {
    let questions = try questions(InputRequiredTests.form, .june2025, capabilities: "{}")
    guard case .reply(let reply) = questions else {
      Issue.record("it is asked")
      return
    }
    let result = try ReplyCheck.result(reply, "CallToolResult", .june2025)
    #expect(result["isError"] == true)
    #expect(result["content"]?[0]?["text"]?.string?.contains("elicitation") == true)
  }

  @Test func forAPromptThatIsInvalid() throws {
    var client = ClientContext()
    client.capabilities = Array("{}".utf8)
    let body = Message.legacy("prompts/get", #""name":"plain""#)
    let call = try #require(Fixture.server.receive(body, nil, client: client).call)
    guard case .reply(let reply) = call.questions(Array(InputRequiredTests.form.utf8)) else {
      Issue.record("it is asked")
      return
    }
    try ReplyCheck.error(.reply(reply), -32602, status: 200, .november2025)
  }

  @Test(arguments: ["", "{}", "{", #"{"k":{"method":"ping"}}"#])
  func requestsThatAreNoneAreAToolError(_ requests: String) throws {
    guard case .reply(let reply) = try questions(requests, .november2025) else {
      Issue.record("it is asked")
      return
    }
    #expect(
      try ReplyCheck.result(reply, "CallToolResult", .november2025)["isError"] == true)
  }
}
