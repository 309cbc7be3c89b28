import JSON
import PluginKit
import Testing

@testable import Remote

@Suite struct ResultMappingTests {
  private let mapping = ResultMapping(exposedURI: { $0 == "x:both" ? "remote://t/x:both" : $0 })

  @Test func everyPartIsPassedOn() throws {
    let json: JSONValue = [
      "content": [
        ["type": "text", "text": "hello", "annotations": ["priority": 1]],
        ["type": "image", "data": "AAEC", "mimeType": "image/png", "_meta": ["a": 1]],
        ["type": "audio", "data": "/w==", "mimeType": "audio/wav"],
        ["type": "resource_link", "uri": "x:both", "name": "n", "title": "T", "size": 3],
        ["type": "resource", "resource": ["uri": "x:1", "text": "t", "mimeType": "text/plain"]],
        ["type": "resource", "resource": ["uri": "x:both", "blob": "AA"], "annotations": [:]],
      ],
      "structuredContent": ["n": 1],
      "_meta": ["own": 1, "io.modelcontextprotocol/serverInfo": [:]],
      "resultType": "complete",
    ]
    let result = try mapping.toolResult(json)
    let expected: [Part] = [
      Part(.text("hello"), members: ["annotations": ["priority": 1]]),
      Part(.image([0, 1, 2], mediaType: "image/png"), members: ["_meta": ["a": 1]]),
      .audio([255], mediaType: "audio/wav"),
      Part(
        .resourceLink(uri: "remote://t/x:both", name: "n", mediaType: nil),
        members: ["title": "T", "size": 3]),
      .resource(uri: "x:1", text: "t", mediaType: "text/plain"),
      Part(
        .resourceBytes(uri: "remote://t/x:both", [0], mediaType: nil),
        members: ["annotations": [:]]),
    ]
    #expect(result.parts == expected)
    #expect(result.structured == ["n": 1])
    #expect(result.meta == ["own": 1])
    #expect(result.error == nil && result.inputRequired == nil)
  }

  @Test func largeNumbersKeepTheirDigits() throws {
    let json = try JSONValue(
      parsing: #"{"content":[],"structuredContent":{"n":9007199254740993,"x":1.10}}"#)
    let structured = try mapping.toolResult(json).structured
    #expect(structured?.description == #"{"n":9007199254740993,"x":1.10}"#)
  }

  @Test(arguments: [
    #"{"type":"image","data":"?","mimeType":"image/png"}"#, #"{"type":"later","x":1}"#,
    #"{"type":"text"}"#, #"{"type":"resource","resource":{"uri":"a:b"}}"#, "5",
  ]) func whatIsNotUnderstoodIsShownAsItIs(_ block: String) throws {
    let json = try JSONValue(parsing: #"{"content":[\#(block)]}"#)
    #expect(try mapping.toolResult(json).parts == [.text(block)])
  }

  @Test func aFailureOfTheToolKeepsItsWords() throws {
    let result = try mapping.toolResult(
      ["content": [["type": "text", "text": "no"]], "isError": true])
    #expect(result.parts == [.text("no")])
    #expect(result.error == ToolError(""))
  }

  @Test func aQuestionIsPassedOnWithItsState() throws {
    let requests: JSONObject = ["k": ["method": "elicitation/create", "params": [:]]]
    let result = try mapping.toolResult(
      ["resultType": "input_required", "inputRequests": .object(requests), "requestState": "s"])
    #expect(result.inputRequired?.requests == requests)
    #expect(result.inputRequired?.state == Array("=s".utf8))
    let stateless = try mapping.toolResult(
      ["resultType": "input_required", "inputRequests": .object(requests)])
    #expect(stateless.inputRequired?.state == [])
  }

  @Test(arguments: [
    "5", "{}", #"{"content":5}"#, #"{"resultType":"task","taskId":"1"}"#,
  ]) func whatIsNoResultIsAFault(_ text: String) throws {
    let json = try JSONValue(parsing: text)
    let failure = #expect(throws: UpstreamFailure.self) { try mapping.toolResult(json) }
    #expect(failure?.kind == .protocolError && failure?.wasSent == true)
  }

  @Test func promptsArePassedOn() throws {
    let result = try mapping.promptResult([
      "description": "d", "_meta": ["m": 1],
      "messages": [["role": "assistant", "content": ["type": "text", "text": "hi"]]],
    ])
    #expect(result.messages == [.assistant("hi")])
    #expect(result.description == "d" && result.meta == ["m": 1])
    #expect(throws: UpstreamFailure.self) {
      try mapping.promptResult(["messages": [["role": "x"]]])
    }
  }

  @Test func resourcesArePassedOn() throws {
    let result = try mapping.resourceResult([
      "contents": [
        ["uri": "x:both", "text": "t", "mimeType": "text/plain", "_meta": ["m": 1]],
        ["uri": "x:1", "blob": "AAE="],
      ],
      "ttlMs": 5, "cacheScope": "public",
    ])
    let expected = [
      ResourceContent(
        .text("t"), uri: "remote://t/x:both", mediaType: "text/plain",
        members: ["_meta": ["m": 1]]),
      ResourceContent(.bytes([0, 1]), uri: "x:1"),
    ]
    #expect(result.contents == expected)
    #expect(result.ttlMilliseconds == 5 && result.isPublic)
    #expect(throws: UpstreamFailure.self) {
      try mapping.resourceResult(["contents": [["uri": "a:b"]]])
    }
  }

  // MARK: - Failures

  private func error(
    _ kind: UpstreamFailure.Kind, wasSent: Bool = true, isTool: Bool = true
  ) -> any Error {
    TargetFailure(target: "t", failure: UpstreamFailure(kind, "why.", wasSent: wasSent))
      .error(isTool: isTool)
  }

  @Test func errorsOfTheProtocolStayErrorsOfTheRequest() throws {
    #expect(error(.rpc(code: -32_602, data: nil)) is InvalidParameters)
    #expect(error(.rpc(code: -32_602, data: nil), isTool: false) is NotFound)
    #expect(error(.rpc(code: -32_002, data: nil), isTool: false) is NotFound)
    #expect(error(.rpc(code: -32_601, data: nil)) is RequestFailure)
    #expect(error(.cancelled) is CancellationError)
    let missing = error(.rpc(code: -32_021, data: ["requiredCapabilities": ["sampling": [:]]]))
    #expect(missing as? MissingCapability == MissingCapability(["sampling": [:]]))
    let own = try #require(error(.rpc(code: -32_603, data: nil)) as? ToolError)
    #expect(own == ToolError("The target t says: why."))
  }

  @Test func aModelIsToldWhetherItMayCallAgain() throws {
    let unsent = try #require(error(.unreachable, wasSent: false) as? ToolError)
    #expect(unsent.isRetryable && unsent.detail == nil)
    #expect(unsent.summary == "The target t cannot be reached: why.")
    let sent = try #require(error(.unreachable) as? ToolError)
    #expect(!sent.isRetryable && sent.detail?.contains("may have done") == true)
    let page = try #require(error(.notMCP) as? ToolError)
    #expect(page.summary.hasPrefix("The target t is no MCP server"))
  }

  @Test(arguments: [(5, 5), (3_600_000, 3_600_000), (3_600_001, 3_600_000), (.max, 3_600_000)])
  func aModelIsToldToWaitForAnHourAtMost(_ asked: UInt64, _ told: Int) throws {
    for kind in [UpstreamFailure.Kind.status(429), .rpc(code: -32_603, data: nil)] {
      let failure = UpstreamFailure(kind, "", wasSent: true, retryAfterMilliseconds: asked)
      let error = TargetFailure(target: "t", failure: failure).error(isTool: true)
      #expect((error as? ToolError)?.retryAfterMilliseconds == told)
    }
  }
}
