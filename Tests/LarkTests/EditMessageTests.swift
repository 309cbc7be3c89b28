import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct EditMessageTests {
  private static let put = "PUT /open-apis/im/v1/messages/om_1"
  private static let patch = "PATCH /open-apis/im/v1/messages/om_1"
  private static let get = "GET /open-apis/im/v1/messages/om_1"

  private func run(_ bench: Bench, _ json: String) async throws -> ToolResult {
    try await EditMessage.run(try decoded(json), bench.client, bench.context())
  }

  @Test func replacesText() async throws {
    let bench = try Bench()
    bench.transport.on(Self.put, .data("{}"))
    let result = try await run(bench, #"{"message":"om_1","text":"新"}"#)
    #expect(
      bench.transport.bodies(Self.put) == [["msg_type": "text", "content": #"{"text":"新"}"#]])
    #expect(result.words == "Edited om_1 (text) as the bot.")
    #expect(result.structured == ["message_id": "om_1", "kind": "text"])
  }

  @Test func keepsAPostAPostAndACardACard() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.get, .data(#"{"items":[{"message_id":"om_1","msg_type":"post"}]}"#),
      .data(#"{"items":[{"message_id":"om_1","msg_type":"interactive"}]}"#))
    bench.transport.on(Self.put, .data("{}"))
    bench.transport.on(Self.patch, .data("{}"))
    _ = try await run(bench, #"{"message":"om_1","markdown":"a **b**"}"#)
    _ = try await run(bench, #"{"message":"om_1","markdown":"a **b**"}"#)
    #expect(bench.transport.bodies(Self.put).first?["msg_type"] == "post")
    let card = try #require(bench.transport.bodies(Self.patch).first?["content"]?.string)
    let content = try JSONValue(parsing: card)
    #expect(content["body"]?["elements"] == [["tag": "markdown", "content": "a **b**"]])
    #expect(content["config"]?["update_multi"] == true)
  }

  @Test func refusesTablesInAPost() async throws {
    let bench = try Bench()
    bench.transport.on(Self.get, .data(#"{"items":[{"message_id":"om_1","msg_type":"post"}]}"#))
    let arguments: EditMessageArguments = try decoded(##"{"message":"om_1","markdown":"# H"}"##)
    let error = await failure { () async throws(LarkFailure) in
      try await EditMessage.run(arguments, bench.client, bench.context())
    }
    #expect(error?.words.hasPrefix("markdown: that message is no card") == true)
  }

  @Test func replacesACard() async throws {
    let bench = try Bench()
    bench.transport.on(Self.patch, .data("{}"))
    let card = #"{"schema":"2.0","body":{"elements":[]}}"#
    _ = try await run(bench, #"{"message":"om_1","card":\#(card)}"#)
    #expect(bench.transport.bodies(Self.patch) == [["content": .string(card)]])
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    let long = String(repeating: "字", count: 100_000)
    for json in [
      #"{"message":"1","text":"a"}"#, #"{"message":"om_1"}"#,
      #"{"message":"om_1","text":"\#(long)"}"#, #"{"message":"om_1","markdown":"\#(long)"}"#,
    ] {
      let arguments: EditMessageArguments = try decoded(json)
      let error = await failure { () async throws(LarkFailure) in
        try await EditMessage.run(arguments, bench.client, bench.context())
      }
      #expect(error != nil)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    try await Troubles(route: Self.put, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await EditMessage.run(
        EditMessageArguments(message: "om_1", text: "a"), bench.client, context)
    }.check()
  }
}
