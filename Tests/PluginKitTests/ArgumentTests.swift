import PluginABI
import PluginKit
import Testing

@Suite struct ArgumentTests {
  @Test(arguments: [
    ("{}", "The arguments do not fit: name: is required but missing."),
    (#"{"name":5}"#, "The arguments do not fit: name: expected a string, got a number."),
    (
      #"{"name":"a","times":1.5}"#,
      "The arguments do not fit: times: expected a whole number, got 1.5."
    ),
    (
      #"{"name":"a","languages":[{"code":"en"},{"code":null}]}"#,
      "The arguments do not fit: languages[1].code: expected a string, got null."
    ),
    ("[]", "The arguments do not fit: expected an object, got an array."),
  ])
  func argumentsThatDoNotFitNameTheField(_ arguments: String, _ summary: String) async throws {
    let completion = try await PluginBench(SamplePlugin.self).call("hello", arguments)
    #expect(completion.flags == TOOLRACK_RESULT_TOOL_ERROR)
    #expect(completion.errorSummary == summary)
    #expect(completion.errorDetail == "Correct them and call again.")
    #expect(completion.parts.isEmpty)
  }

  @Test(arguments: ["", "{", "nonsense", "{\"name\":\"\u{1}\"}"])
  func argumentsThatAreNoJSONAreAToolError(_ arguments: String) async throws {
    let completion = try await PluginBench(SamplePlugin.self).call("hello", arguments)
    #expect(completion.isError)
    #expect(completion.errorSummary.hasPrefix("The arguments are not JSON: "))
  }

  @Test func fittingArgumentsReachTheHandler() async throws {
    let completion = try await PluginBench(SamplePlugin.self).call(
      "hello", #"{"name":"G\u00fcnther","times":2,"more":[1]}"#)
    #expect(completion.text == "Hello, Günther")
    #expect(completion.flags == 0)
  }

  @Test func untypedArgumentsArriveAsTheyAre() async throws {
    let arguments = #"{"big":12345678901234567890,"list":[1,null]}"#
    let completion = try await PluginBench(SamplePlugin.self).call("untyped", arguments)
    #expect(completion.text == arguments)
    #expect(completion.structured == arguments)
  }

  @Test func aToolWithoutArgumentsIgnoresThem() async throws {
    let completion = try await PluginBench(SamplePlugin.self).call("plain", #"{"any":1}"#)
    #expect(completion.text == "plain")
  }
}
