import JSON
import PluginABI
import Testing

@testable import PluginKit

@Suite struct PromptTests {
  /// A plugin of prompts alone.
  private struct Prompting: Plugin {
    static let name = "prompting"
    static let version = "1"
    let host: Host
    let hasLate = Shared(false)
    init(host: Host) { self.host = host }

    struct Review: Decodable {
      var language: String
      var style: String?
    }

    var tools: [Tool] {
      [
        Tool("grow", "Adds a prompt.") { _ in
          grow()
          return .text("grown")
        }
      ]
    }

    var prompts: [Prompt] {
      let review = Prompt(
        "review", "Reviews code.", title: "Review",
        arguments: [
          PromptArgument("language", "Of the code.", title: "Language", isRequired: true),
          PromptArgument("style", "Of the review."),
        ],
        members: ["_meta": ["example.com/a": 1]]
      ) { (arguments: Review, call: Call) in
        PromptResult(
          [
            .user("Review \(arguments.language), \(arguments.style ?? "any style")."),
            .assistant("With pleasure."), .user(.image([1, 2], mediaType: "image/png")),
          ], description: "for \(call.name)")
      }
      let plain = Prompt("plain", "Needs nothing.") { _ in PromptResult([.user("Plain.")]) }
      let untyped = Prompt("untyped", "Takes any.", arguments: [PromptArgument("a", "Any.")]) {
        (arguments: [String: String], _) in PromptResult([.user("\(arguments.sorted { $0 < $1 })")])
      }
      let asking = Prompt("asking", "Asks first.") { call in
        guard case .accepted(let json)? = call.elicitation("who", as: JSONValue.self) else {
          return .inputRequired(["who": .elicitation("Who?", schema: .object())], state: [7])
        }
        return PromptResult([.user(json.description)])
      }
      let failing = Prompt("failing", "Fails.") { _ in throw ToolError("No luck.") }
      let late = Prompt("late", "Came late.") { _ in PromptResult([]) }
      return [review, plain, untyped, asking, failing] + (hasLate.withLock { $0 } ? [late] : [])
    }

    private func grow() {
      hasLate.withLock { $0 = true }
      host.promptsChanged()
    }
  }

  @Test func aPromptIsListedWithAllItHas() throws {
    let prompts = try PluginBench(Prompting.self).prompts()
    #expect(
      prompts[0]?.description == """
        {"name":"review","title":"Review","description":"Reviews code.","arguments":[\
        {"name":"language","title":"Language","description":"Of the code.","required":true},\
        {"name":"style","description":"Of the review."}],"_meta":{"example.com/a":1}}
        """)
    #expect(prompts[1]?.description == #"{"name":"plain","description":"Needs nothing."}"#)
  }

  @Test func aPromptGivesMessagesWithWhoSpeaks() async throws {
    let bench = try PluginBench(Prompting.self)
    let completion = try await bench.call(.prompt, "review", #"{"language":"Swift"}"#)
    #expect(completion.flags == 0)
    #expect(completion.description == "for review")
    #expect(
      completion.parts == [
        .init(kind: TOOLRACK_PART_TEXT, data: Array("Review Swift, any style.".utf8)),
        .init(
          kind: TOOLRACK_PART_TEXT, role: TOOLRACK_ROLE_ASSISTANT,
          data: Array("With pleasure.".utf8)),
        .init(kind: TOOLRACK_PART_IMAGE, data: [1, 2], mediaType: "image/png"),
      ])
  }

  @Test func argumentsMayBeADictionary() async throws {
    let bench = try PluginBench(Prompting.self)
    let completion = try await bench.call(.prompt, "untyped", #"{"b":"2","a":"1"}"#)
    #expect(completion.text == #"[(key: "a", value: "1"), (key: "b", value: "2")]"#)
    #expect(try await bench.call(.prompt, "untyped").text == "[]")
  }

  @Test(arguments: [
    ("review", "{}", "The argument language is required but missing."),
    ("review", "[]", "The argument language is required but missing."),
    ("review", "{", "The arguments are not JSON."),
    (
      "review", #"{"language":5}"#,
      "The arguments do not fit: language: expected a string, got a number."
    ),
    ("untyped", #"{"a":null}"#, "The arguments do not fit: a: expected a string, got null."),
    ("nothing", "{}", "There is no prompt nothing."),
    ("", "{}", "There is no prompt ."),
  ])
  func whatCannotBeGivenIsNotFound(_ name: String, _ arguments: String, _ summary: String)
    async throws
  {
    let completion = try await PluginBench(Prompting.self).call(.prompt, name, arguments)
    #expect(completion.isNotFound)
    #expect(completion.errorSummary == summary)
    #expect(completion.parts.isEmpty)
  }

  @Test func aPromptThatThrowsFails() async throws {
    let completion = try await PluginBench(Prompting.self).call(.prompt, "failing")
    #expect(completion.flags == TOOLRACK_RESULT_TOOL_ERROR)
    #expect(completion.errorSummary == "No luck.")
  }

  @Test func aPromptMayAskTheClient() async throws {
    let bench = try PluginBench(Prompting.self)
    let question = try await bench.call(.prompt, "asking")
    #expect(question.flags == TOOLRACK_RESULT_INPUT_REQUIRED)
    #expect(question.state == [7])
    var answer = PluginBench.Request()
    answer.inputResponses = #"{"who":{"action":"accept","content":{"name":"Ada"}}}"#
    #expect(try await bench.call(.prompt, "asking", answer).text == #"{"name":"Ada"}"#)
  }

  @Test func aPromptThatCameLateIsThereOnceTheListWasRead() async throws {
    let bench = try PluginBench(Prompting.self)
    _ = try await bench.call("grow")
    #expect(bench.host.notes == ["prompts"])
    #expect(try await bench.call(.prompt, "late").isNotFound)
    #expect(try bench.prompts().array?.count == 6)
    #expect(try await bench.call(.prompt, "late").flags == 0)
  }

  @Test func aPluginWithoutPromptsListsNone() throws {
    let bench = try PluginBench(SamplePlugin.self)
    #expect(try bench.prompts() == [])
    #expect(try bench.resources() == [])
    #expect(try bench.templates() == [])
    #expect(bench.address(TOOLRACK_COMPLETION_1) == nil)
  }
}
