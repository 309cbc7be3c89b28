import JSON
import MCP
import Testing

@Suite struct InputRequiredTests {
  static let form =
    #"{"k":{"method":"elicitation/create","params":{"message":"m","requestedSchema":"#
    + #"{"type":"object","properties":{}}}}}"#
  static let url =
    #"{"k":{"method":"elicitation/create","params":{"mode":"url","message":"m","#
    + #""url":"https://a.example","elicitationId":"e"}}}"#
  static let sampling =
    #"{"k":{"method":"sampling/createMessage","params":{"messages":[],"maxTokens":1}}}"#
  static let roots = #"{"k":{"method":"roots/list"}}"#

  private func call(capabilities: String) throws -> MCPCall {
    try ToolResultWriterTests.call(.july2026, meta: Message.meta(capabilities: capabilities))
  }

  @Test(arguments: [
    (form, #"{"elicitation":{}}"#), (form, #"{"elicitation":{"form":{}}}"#),
    (url, #"{"elicitation":{"url":{}}}"#), (sampling, #"{"sampling":{}}"#),
    (roots, #"{"roots":{}}"#),
  ])
  func aClientIsAskedForWhatItDeclared(_ requests: String, _ capabilities: String) throws {
    let reply = try call(capabilities: capabilities)
      .inputRequired(requests: Array(requests.utf8), state: "s\"1")
    let result = try ReplyCheck.result(reply, "InputRequiredResult", .july2026)
    #expect(result["inputRequests"]?.description == requests)
    #expect(result["requestState"] == "s\"1")
  }

  @Test(arguments: [
    (form, "{}", #"{"elicitation":{}}"#),
    (form, #"{"elicitation":{"url":{}}}"#, #"{"elicitation":{}}"#),
    (url, #"{"elicitation":{}}"#, #"{"elicitation":{"url":{}}}"#),
    (sampling, #"{"elicitation":{}}"#, #"{"sampling":{}}"#),
    (roots, "{}", #"{"roots":{}}"#),
  ])
  func aClientIsNotAskedForWhatItDidNotDeclare(
    _ requests: String, _ capabilities: String, _ required: String
  ) throws {
    let reply = try call(capabilities: capabilities)
      .inputRequired(requests: Array(requests.utf8), state: nil)
    let message = try ReplyCheck.error(.reply(reply), -32021, status: 400)
    #expect(message["error"]?["data"]?["requiredCapabilities"]?.description == required)
  }

  @Test func aStateAloneIsEnough() throws {
    let reply = try call(capabilities: "{}").inputRequired(requests: [], state: "s")
    let result = try ReplyCheck.result(reply, "InputRequiredResult", .july2026)
    #expect(result["requestState"] == "s")
    #expect(result["inputRequests"] == nil)
  }

  @Test(arguments: [
    "", "{", "[]", #"{"k":1}"#, #"{"k":{}}"#, #"{"k":{"method":"tools/call","params":{}}}"#,
    #"{"k":{"method":"elicitation/create"}}"#,
  ])
  func requestsThatAreNoneAreAToolError(_ requests: String) throws {
    let reply = try call(capabilities: #"{"elicitation":{}}"#)
      .inputRequired(requests: Array(requests.utf8), state: nil)
    let result = try ReplyCheck.result(reply, "CallToolResult", .july2026)
    #expect(result["isError"] == true)
  }

  @Test func aLegacyClientIsNotAskedThisWay() throws {
    let reply = try ToolResultWriterTests.call(.november2025)
      .inputRequired(requests: Array(Self.form.utf8), state: nil)
    let result = try ReplyCheck.result(reply, "CallToolResult", .november2025)
    #expect(result["isError"] == true)
  }

  @Test func whatIsNotDeclaredIsLeftOut() throws {
    let both =
      Self.form.dropLast() + "," + Self.sampling.replacing("\"k\"", with: "\"s\"").dropFirst()
    let reply = try call(capabilities: #"{"sampling":{}}"#)
      .inputRequired(requests: Array(both.utf8), state: "s")
    let result = try ReplyCheck.result(reply, "InputRequiredResult", .july2026)
    #expect(result["inputRequests"]?.object?.keys.map { $0 } == ["s"])
    #expect(result["inputRequests"]?["s"]?["method"] == "sampling/createMessage")
    let none = try call(capabilities: "{}")
      .inputRequired(requests: Array(both.utf8), state: "s")
    let message = try ReplyCheck.error(.reply(none), -32021, status: 400)
    #expect(
      message["error"]?["data"] == ["requiredCapabilities": ["elicitation": [:], "sampling": [:]]])
  }

  @Test func samplingWithToolsIsACapabilityOfItsOwn() throws {
    let requests = Self.sampling.replacing(#""messages""#, with: #""tools":[],"messages""#)
    let plain = try call(capabilities: #"{"sampling":{}}"#)
      .inputRequired(requests: Array(requests.utf8), state: nil)
    let message = try ReplyCheck.error(.reply(plain), -32021, status: 400)
    #expect(
      message["error"]?["data"] == ["requiredCapabilities": ["sampling": ["tools": [:]]]])
    let able = try call(capabilities: #"{"sampling":{"tools":{}}}"#)
      .inputRequired(requests: Array(requests.utf8), state: nil)
    _ = try ReplyCheck.result(able, "InputRequiredResult", .july2026)
  }
}
