import JSON
import MCP
import Testing

/// What only the revisions with a handshake have.
@Suite struct LegacyMethodTests {
  private static let revisions = Revision.allCases.filter { !$0.isModern }

  private func receive(_ method: String, _ params: String, _ revision: Revision) -> MCPAction {
    Fixture.server.receive(method, params, revision)
  }

  @Test(
    arguments: [
      "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency",
    ], revisions)
  func theLevelIsSet(_ level: String, _ revision: Revision) throws {
    let action = receive("logging/setLevel", #""level":"\#(level)""#, revision)
    guard case .setLevel(let least, let reply) = action else {
      Issue.record("\(action)")
      return
    }
    #expect(LogLevel.allCases.firstIndex(of: least) == Self.levels.firstIndex(of: level))
    #expect(try ReplyCheck.result(reply, "EmptyResult", revision) == [:])
  }

  private static let levels = [
    "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency",
  ]

  @Test(arguments: [#""level":"loud""#, #""level":"INFO""#, #""level":3"#, ""], revisions)
  func aLevelThatIsNoneIsInvalidParams(_ params: String, _ revision: Revision) throws {
    try ReplyCheck.error(
      receive("logging/setLevel", params, revision), -32602, status: 200, revision)
  }

  @Test(arguments: ["test://notes", "test://item/7/data"], revisions)
  func resourcesAreSubscribedTo(_ uri: String, _ revision: Revision) throws {
    let params = #""uri":"\#(uri)""#
    guard case .subscribe(uri, let reply) = receive("resources/subscribe", params, revision)
    else {
      Issue.record("no subscription")
      return
    }
    #expect(try ReplyCheck.result(reply, "EmptyResult", revision) == [:])
    guard case .unsubscribe(uri, let reply) = receive("resources/unsubscribe", params, revision)
    else {
      Issue.record("no end of the subscription")
      return
    }
    #expect(try ReplyCheck.result(reply, "EmptyResult", revision) == [:])
  }

  @Test(arguments: revisions)
  func onlyKnownResourcesAreSubscribedTo(_ revision: Revision) throws {
    let message = try ReplyCheck.error(
      receive("resources/subscribe", #""uri":"test://nope""#, revision), -32002, status: 200,
      revision)
    #expect(message["error"]?["data"] == ["uri": "test://nope"])
    try ReplyCheck.error(
      receive("resources/subscribe", "", revision), -32602, status: 200, revision)
    try ReplyCheck.error(
      receive("resources/unsubscribe", #""uri":7"#, revision), -32602, status: 200, revision)
  }

  /// A resource that one subscribed to may be gone when one unsubscribes.
  @Test func unsubscribingTakesAnyURI() {
    let action = receive("resources/unsubscribe", #""uri":"test://gone""#, .june2025)
    guard case .unsubscribe("test://gone", _) = action else {
      Issue.record("\(action)")
      return
    }
  }

  @Test(
    arguments: [
      (#""id":"q1","result":{"a":1}"#, "q1", .result(Array(#"{"a":1}"#.utf8))),
      (#""id":"q1","error":{"code":-1,"message":"no"}"#, "q1", .error(message: "no")),
      (
        #""id":"q1","error":{}"#, "q1", .error(message: "the client answered with an error")
      ),
      (
        #""id":"q1","result":[]"#, "q1",
        .error(message: "the client's result is not a JSON object")
      ),
      (#""id":7,"result":{}"#, nil, .result(Array("{}".utf8))),
      (#""id":null,"error":{"message":"x"}"#, nil, .error(message: "x")),
      (#""result":{}"#, nil, .result(Array("{}".utf8))),
    ] as [(String, String?, ClientAnswer.Outcome)])
  func responsesAreAnswers(
    _ members: String, _ id: String?, _ outcome: ClientAnswer.Outcome
  ) throws {
    for fields in [nil, Fields.legacy(), Fields.legacy(nil)] {
      let answer = try #require(
        Fixture.server.receive(#"{"jsonrpc":"2.0",\#(members)}"#, fields).answer)
      #expect(answer.id == id)
      #expect(answer.outcome == outcome)
    }
  }
}
