import JSON
import MCP
import Testing

@Suite struct CompletionTests {
  private static let prompt = #""ref":{"type":"ref/prompt","name":"greeting"}"#
  private static let argument = #""argument":{"name":"who","value":"A"}"#

  private func receive(_ params: String, _ revision: Revision = .july2026) -> MCPAction {
    Fixture.server.receive("completion/complete", params, revision)
  }

  private func call(_ revision: Revision = .july2026) throws -> MCPCall {
    try #require(receive("\(Self.prompt),\(Self.argument)", revision).call)
  }

  @Test(
    arguments: [
      (prompt, .promptCompletion(0)),
      (
        #""ref":{"type":"ref/resource","uri":"test://item/{id}/data"}"#,
        .resourceCompletion(uri: "test://item/{id}/data")
      ),
      (
        #""ref":{"type":"ref/resource","uri":"test://notes"}"#,
        .resourceCompletion(uri: "test://notes")
      ),
    ] as [(String, MCPCall.Target)], Revision.allCases)
  func aReferenceIsACall(_ reference: (String, MCPCall.Target), _ revision: Revision) throws {
    let params = "\(reference.0),\(Self.argument),\"context\":{\"arguments\":{\"tone\":\"x\"}}"
    let call = try #require(receive(params, revision).call)
    #expect(call.target == reference.1)
    let range = try #require(call.arguments)
    let sent = try JSONValue(parsing: Array(call.bytes[range]))
    #expect(sent["argument"] == ["name": "who", "value": "A"])
    #expect(sent["context"] == ["arguments": ["tone": "x"]])
  }

  @Test(
    arguments: [
      #""ref":{"type":"ref/prompt","name":"nope"}"#,
      #""ref":{"type":"ref/resource","uri":"test://nope"}"#,
      #""ref":{"type":"ref/resource","uri":"test://item/1/data"}"#,
      #""ref":{"type":"ref/prompt","uri":"test://notes"}"#, #""ref":{"type":"ref/tool"}"#,
      #""ref":"ref/prompt""#,
    ], Revision.allCases)
  func anUnknownReferenceIsInvalidParams(_ reference: String, _ revision: Revision) throws {
    try ReplyCheck.error(
      receive("\(reference),\(Self.argument)", revision), -32602,
      status: revision.isModern ? 400 : 200, revision)
  }

  @Test(arguments: [
    #""argument":{"name":"who"}"#, #""argument":{"name":1,"value":""}"#, #""argument":[]"#,
    argument + #","context":[]"#, argument + #","context":{"arguments":[]}"#,
    argument + #","context":{"arguments":{"tone":1}}"#,
  ])
  func whatDoesNotFitIsInvalidParams(_ members: String) throws {
    try ReplyCheck.error(receive("\(Self.prompt),\(members)"), -32602, status: 400)
  }

  @Test(
    arguments: [
      ("", #"{"values":[],"total":0,"hasMore":false}"#),
      (#"{"values":["a","b\n"]}"#, #"{"values":["a","b\n"]}"#),
      (
        #"{"hasMore":true,"total":9,"values":["a"],"other":1}"#,
        #"{"values":["a"],"total":9,"hasMore":true}"#
      ),
      ("{\"values\":\n[],\"total\":0}", #"{"values":[],"total":0}"#),
    ], Revision.allCases)
  func suggestionsAreHandedOn(_ texts: (String, String), _ revision: Revision) throws {
    let reply = try texts.0.withBytes { try call(revision).completion($0) }
    let result = try ReplyCheck.result(reply, "CompleteResult", revision)
    #expect(result["completion"]?.description == texts.1)
  }

  @Test func beyondAHundredTheyAreCutOff() throws {
    let values = (0..<101).map { "\"\($0)\"" }.joined(separator: ",")
    let reply = try "{\"values\":[\(values)],\"hasMore\":false}".withBytes {
      try call().completion($0)
    }
    let completion = try ReplyCheck.result(reply, "CompleteResult", .july2026)["completion"]
    #expect(completion?["values"]?.array?.count == 100)
    #expect(completion?["total"] == 101)
    #expect(completion?["hasMore"] == true)
  }

  @Test(arguments: [
    "{", "[]", "{}", #"{"values":"a"}"#, #"{"values":[1]}"#, #"{"values":[],"total":-1}"#,
    #"{"values":[],"total":"1"}"#, #"{"values":[],"hasMore":1}"#,
  ])
  func whatIsNoCompletionIsAnInternalError(_ json: String) throws {
    let reply = try json.withBytes { try call().completion($0) }
    let message = try ReplyCheck.error(.reply(reply), -32603, status: 500)
    #expect(message["error"]?["message"]?.string?.contains("completion") == true)
  }

  @Test func whatThePluginDoesNotKnowIsInvalidParams() throws {
    try ReplyCheck.error(.reply(call().notFound()), -32602, status: 400)
  }
}
