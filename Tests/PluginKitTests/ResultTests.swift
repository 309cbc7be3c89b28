import JSON
import PluginABI
import Testing

@testable import PluginKit

@Suite struct ResultTests {
  private func encode(_ result: ToolResult) -> Completion? {
    var completion: Completion?
    result.withCResult { completion = Completion($0.pointee) }
    return completion
  }

  @Test func everyKindOfPartIsEncoded() throws {
    let data: [UInt8] = [0, 255, 16]
    let completion = try #require(
      encode(
        ToolResult([
          Part(.text("t\0ü"), members: ["annotations": ["priority": 1]]),
          .image(data, mediaType: "image/png"),
          .audio(data, mediaType: "audio/wav"),
          .resourceLink(uri: "a:b", name: "n", mediaType: "text/plain"),
          .resource(uri: "a:c", text: "inside"),
          .resource(uri: "a:d", bytes: data, mediaType: "x/y"),
        ])))
    let text = Completion.Part(
      kind: TOOLRACK_PART_TEXT, data: Array("t\0ü".utf8),
      members: #"{"annotations":{"priority":1}}"#)
    #expect(
      completion.parts == [
        text,
        .init(kind: TOOLRACK_PART_IMAGE, data: data, mediaType: "image/png"),
        .init(kind: TOOLRACK_PART_AUDIO, data: data, mediaType: "audio/wav"),
        .init(kind: TOOLRACK_PART_RESOURCE_LINK, mediaType: "text/plain", uri: "a:b", name: "n"),
        .init(kind: TOOLRACK_PART_RESOURCE_TEXT, data: Array("inside".utf8), uri: "a:c"),
        .init(kind: TOOLRACK_PART_RESOURCE_BLOB, data: data, mediaType: "x/y", uri: "a:d"),
      ])
    #expect(completion.size == 152)
    #expect(completion.flags == 0)
  }

  @Test func structuredContentIsAlsoText() throws {
    let completion = try #require(encode(.json(["a": [1, true]])))
    #expect(completion.structured == #"{"a":[1,true]}"#)
    #expect(completion.text == #"{"a":[1,true]}"#)
  }

  @Test func metadataIsLeftOutWhereEmpty() throws {
    var result = ToolResult.text("x")
    #expect(try #require(encode(result)).meta.isEmpty)
    result.meta = ["example.com/a": 1]
    #expect(try #require(encode(result)).meta == #"{"example.com/a":1}"#)
  }

  @Test func aFailureCarriesAllItSays() throws {
    let error = ToolError("It failed.", detail: "Wait.", retryAfterMilliseconds: 1500)
    let completion = try #require(encode(.error(error)))
    #expect(completion.flags == TOOLRACK_RESULT_TOOL_ERROR | TOOLRACK_RESULT_RETRYABLE)
    #expect(completion.errorSummary == "It failed.")
    #expect(completion.errorDetail == "Wait.")
    #expect(completion.retryAfterMilliseconds == 1500)
  }

  @Test func aFailureIsFinalUnlessItSaysOtherwise() throws {
    #expect(try #require(encode(.error("No."))).flags == TOOLRACK_RESULT_TOOL_ERROR)
    #expect(try #require(encode(.error(ToolError("No.", isRetryable: true)))).isRetryable)
    let negative = ToolError("No.", retryAfterMilliseconds: -5)
    #expect(try #require(encode(.error(negative))).retryAfterMilliseconds == 0)
  }

  @Test func aQuestionCarriesItsState() throws {
    let question = ToolResult.inputRequired(["who": ["method": "x"]], state: [1, 0, 2])
    let completion = try #require(encode(question))
    #expect(completion.flags == TOOLRACK_RESULT_INPUT_REQUIRED)
    #expect(completion.inputRequests == #"{"who":{"method":"x"}}"#)
    #expect(completion.state == [1, 0, 2])
  }

  @Test func anEmptyResultIsOne() throws {
    let completion = try #require(encode(ToolResult()))
    #expect(completion.parts.isEmpty)
    #expect(completion.flags == 0)
  }

  private struct Odd: Error, CustomStringConvertible { let description = "Something odd." }
  private struct Own: ToolErrorConvertible { let toolError = ToolError("Own.", detail: "Do.") }

  @Test func thrownErrorsBecomeResults() {
    #expect(ToolResult(thrown: Odd()) == .error("Something odd."))
    #expect(ToolResult(thrown: Own()) == .error("Own.", detail: "Do."))
    #expect(ToolResult(thrown: ToolError("Plain.")) == .error("Plain."))
    #expect(ToolResult(thrown: CancellationError()) == .cancelled)
    #expect(ToolResult(thrown: HTTPFailure(.cancelled, "x")) == .cancelled)
    #expect(
      ToolResult(thrown: HTTPFailure(.timeout, "Late."))
        == .error(ToolError("Late.", isRetryable: true)))
    #expect(ToolResult(thrown: HTTPFailure(.refused, "Not there.")) == .error("Not there."))
  }
}
