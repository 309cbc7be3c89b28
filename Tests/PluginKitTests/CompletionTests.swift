import JSON
import PluginABI
import Testing

@testable import PluginKit

@Suite struct CompletionTests {
  /// A plugin whose values can be completed.
  private struct Completing: Plugin {
    static let name = "completing"
    static let version = "1"
    var tools: [Tool] { [] }
    init(host: Host) {}

    var prompts: [Prompt] {
      let color = PromptArgument("color", "A colour.") { value, context in
        guard value != "fail" else { throw ToolError("No colours today.") }
        return ["red", "rose", "blue"].filter { $0.hasPrefix(value) }
          + context.arguments.sorted { $0 < $1 }.map { "\($0.key)=\($0.value)" }
      }
      let many = PromptArgument("many", "A number.") { _, _ in (0..<250).map { "\($0)" } }
      return [
        Prompt("paint", "Paints.", arguments: [color, many, PromptArgument("plain", "Any.")]) {
          (_: [String: String], _) in PromptResult([])
        }
      ]
    }

    var resources: [Resource] { [Resource(uri: "a:one", name: "one") { _ in .text("") }] }

    var resourceTemplates: [ResourceTemplate] {
      let numbers: Completer = { value, _ in ["123", "124"].filter { $0.hasPrefix(value) } }
      return [
        ResourceTemplate("a:{id}/b", name: "b", complete: ["id": numbers]) { _, _ in .text("") }
      ]
    }
  }

  private func complete(_ ref: String, _ argument: String, _ value: String) async throws
    -> Completion
  {
    try await PluginBench(Completing.self).call(
      .completion, "",
      #"{"ref":\#(ref),"argument":{"name":"\#(argument)","value":"\#(value)"}}"#)
  }

  private static let paint = #"{"type":"ref/prompt","name":"paint"}"#
  private static let template = #"{"type":"ref/resource","uri":"a:{id}/b"}"#

  @Test(arguments: [
    (paint, "color", "r", #"{"values":["red","rose"],"total":2,"hasMore":false}"#),
    (paint, "color", "x", #"{"values":[],"total":0,"hasMore":false}"#),
    (paint, "plain", "r", #"{"values":[],"total":0,"hasMore":false}"#),
    (paint, "unknown", "r", #"{"values":[],"total":0,"hasMore":false}"#),
    (template, "id", "12", #"{"values":["123","124"],"total":2,"hasMore":false}"#),
    (template, "other", "12", #"{"values":[],"total":0,"hasMore":false}"#),
    (
      #"{"type":"ref/resource","uri":"a:one"}"#, "id", "",
      #"{"values":[],"total":0,"hasMore":false}"#
    ),
  ])
  func valuesAreProposed(_ ref: String, _ argument: String, _ value: String, _ expected: String)
    async throws
  {
    let completion = try await complete(ref, argument, value)
    #expect(completion.flags == 0)
    #expect(completion.structured == expected)
  }

  @Test func aHundredValuesAreGivenAndAllAreCounted() async throws {
    let completion = try await complete(Self.paint, "many", "")
    let json = try JSONValue(parsing: completion.structured)
    #expect(json["values"]?.array?.count == 100)
    #expect(json["values"]?[99] == "99")
    #expect(json["total"] == 250)
    #expect(json["hasMore"] == true)
  }

  @Test func whatIsFilledInAlreadyIsKnown() async throws {
    let completion = try await PluginBench(Completing.self).call(
      .completion, "",
      #"{"ref":\#(Self.paint),"argument":{"name":"color","value":"b"},"#
        + #""context":{"arguments":{"many":"5"}}}"#)
    #expect(completion.structured == #"{"values":["blue","many=5"],"total":2,"hasMore":false}"#)
  }

  @Test(arguments: [
    (#"{"type":"ref/prompt","name":"nothing"}"#, "There is no prompt nothing."),
    (#"{"type":"ref/resource","uri":"a:x"}"#, "There is no resource template a:x."),
    (
      #"{"type":"ref/prompt","uri":"a:x"}"#,
      "ref: must be a ref/prompt with a name or a ref/resource with a uri."
    ),
    (
      #"{"type":5}"#,
      "The completion request does not fit: ref.type: expected a string, got a number."
    ),
  ])
  func whatIsNotKnownIsNotFound(_ ref: String, _ summary: String) async throws {
    let completion = try await complete(ref, "color", "")
    #expect(completion.isNotFound)
    #expect(completion.errorSummary == summary)
  }

  @Test func aCompleterThatThrowsFails() async throws {
    let completion = try await complete(Self.paint, "color", "fail")
    #expect(completion.flags == TOOLRACK_RESULT_TOOL_ERROR)
    #expect(completion.errorSummary == "No colours today.")
  }
}
