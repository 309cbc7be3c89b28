import JSON
import PluginABI
import Testing

@testable import PluginKit

@Suite struct ResultTests {
  private func encode(_ result: ToolResult) -> Completion? {
    var completion: Completion?
    Outcome(result).withCResult { completion = Completion($0.pointee) }
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

  @Test func encodedContentIsHandedOverInPlace() {
    let text = Array(#"{"rows": [[1, 1e400]]}"#.utf8)
    let address = text.withUnsafeBufferPointer { $0.baseAddress }
    var isSame = false
    var completion: Completion?
    var result = ToolResult.json(encoded: text)
    result.structured = ["not": "this"]
    Outcome(result).withCResult {
      isSame = $0.pointee.structured.pointer == address
      completion = Completion($0.pointee)
    }
    #expect(isSame)
    #expect(completion?.structured == #"{"rows": [[1, 1e400]]}"#)
    #expect(completion?.parts.isEmpty == true)
  }

  @Test func aFailureMayHaveEncodedContent() throws {
    var result = ToolResult.error("No.")
    result.encoded = Array(#"{"code":7}"#.utf8)
    let completion = try #require(encode(result))
    #expect(completion.isError)
    #expect(completion.errorSummary == "No.")
    #expect(completion.structured == #"{"code":7}"#)
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

  private func outcome(_ error: any Error, by kind: RequestKind = .tool) -> Outcome.Ending {
    Outcome(thrown: error, by: kind).ending
  }

  @Test func thrownErrorsBecomeResults() {
    #expect(outcome(Odd()) == .toolError(ToolError("Something odd.")))
    #expect(outcome(Own()) == .toolError(ToolError("Own.", detail: "Do.")))
    #expect(outcome(ToolError("Plain.")) == .toolError(ToolError("Plain.")))
    #expect(outcome(CancellationError()) == .cancelled)
    #expect(outcome(HTTPFailure(.cancelled, "x")) == .cancelled)
    #expect(
      outcome(HTTPFailure(.timeout, "Late.")) == .toolError(ToolError("Late.", isRetryable: true)))
    #expect(outcome(HTTPFailure(.refused, "No.")) == .toolError(ToolError("No.")))
  }

  @Test func whatIsNotThereIsAToolErrorOfATool() {
    #expect(outcome(NotFound("Gone.")) == .toolError(ToolError("Gone.")))
    for kind in [RequestKind.prompt, .resource, .completion] {
      #expect(outcome(NotFound("Gone."), by: kind) == .notFound("Gone."))
    }
  }

  private struct Refusing: OneToolPlugin {
    let host: Host
    static func run(_ arguments: JSONValue, _: Call, _: Host) throws -> ToolResult {
      if arguments["lacks"] == true { throw MissingCapability(["sampling": [:]]) }
      throw RequestFailure("The request failed.")
    }
  }

  @Test func aMissingCapabilityIsNamed() async throws {
    let completion = try await PluginBench(Refusing.self).call("run", #"{"lacks":true}"#)
    #expect(completion.flags == TOOLRACK_RESULT_CAPABILITY_MISSING)
    #expect(completion.structured == #"{"sampling":{}}"#)
    #expect(completion.errorSummary.isEmpty)
  }

  @Test func aFailedRequestSaysWhy() async throws {
    let completion = try await PluginBench(Refusing.self).call("run")
    #expect(completion.flags == TOOLRACK_RESULT_REQUEST_FAILED)
    #expect(completion.errorSummary == "The request failed.")
  }
}
