import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct RecallMessageTests {
  private static let first = "DELETE /open-apis/im/v1/messages/om_1"
  private static let second = "DELETE /open-apis/im/v1/messages/om_2"

  @Test func recallsEach() async throws {
    let bench = try Bench()
    bench.transport.on(Self.first, .data("{}"))
    bench.transport.on(Self.second, .data("{}"))
    let result = try await RecallMessage.run(
      try decoded(#"{"messages":["om_1","om_2","om_1"]}"#), bench.client, bench.context())
    #expect(result.words == "Recalled om_1, om_2 as the bot.")
    #expect(bench.transport.requests(Self.first).count == 1)
    #expect(bench.transport.requests(Self.first)[0].body.isEmpty)
  }

  @Test func tellsWhatWasRecalledBeforeAFailure() async throws {
    let bench = try Bench()
    bench.transport.on(Self.first, .data("{}"))
    bench.transport.on(Self.second, .refusal(230_026, "No permission to recall"))
    let result = try await RecallMessage.run(
      try decoded(#"{"messages":["om_1","om_2"]}"#), bench.client, bench.context())
    #expect(result.error?.summary.contains("230026") == true)
    #expect(result.error?.detail?.hasPrefix("Recalled before that: om_1; not: om_2.") == true)
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    for json in [#"{"messages":"ou_1"}"#, #"{"messages":[]}"#] {
      let arguments: RecallMessageArguments = try decoded(json)
      let error = await failure { () async throws(LarkFailure) in
        try await RecallMessage.run(arguments, bench.client, bench.context())
      }
      #expect(error?.words.hasPrefix("messages:") == true)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let arguments: RecallMessageArguments = try decoded(#"{"messages":"om_1"}"#)
    try await Troubles(route: Self.first, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await RecallMessage.run(arguments, bench.client, context)
    }.check()
  }
}
