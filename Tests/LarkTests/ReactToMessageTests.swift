import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct ReactToMessageTests {
  private static let add = "POST /open-apis/im/v1/messages/om_1/reactions"
  private static let list = "GET /open-apis/im/v1/messages/om_1/reactions"
  private static let remove = "DELETE /open-apis/im/v1/messages/om_1/reactions/r2"
  private static let basic = "POST /open-apis/contact/v3/users/basic_batch"
  private static let reactions = #"""
    {"items":[
    {"reaction_id":"r1","operator":{"operator_id":"ou_1","operator_type":"user"},
    "reaction_type":{"emoji_type":"OK"}},
    {"reaction_id":"r2","operator":{"operator_id":"cli_a1b2","operator_type":"app"},
    "reaction_type":{"emoji_type":"OK"}}],"has_more":false}
    """#

  private func tool(_ bench: Bench) -> ReactToMessage {
    ReactToMessage(client: bench.client, names: NameBook())
  }

  @Test(arguments: [("👍🏽", "THUMBSUP"), ("❤️", "HEART"), ("OK", "OK"), ("CheckMark", "CheckMark")])
  func adds(_ emoji: String, _ name: String) async throws {
    let bench = try Bench()
    bench.transport.on(Self.add, .data(#"{"reaction_id":"r1"}"#))
    let result = try await tool(bench).run(
      ReactToMessageArguments(message: "om_1", emoji: emoji), bench.context())
    #expect(
      bench.transport.bodies(Self.add) == [["reaction_type": ["emoji_type": .string(name)]]])
    #expect(result.structured == ["reaction_id": "r1"])
  }

  @Test func removesTheBotsOwn() async throws {
    let bench = try Bench()
    bench.transport.on(Self.list, .data(Self.reactions))
    bench.transport.on(Self.remove, .data("{}"))
    let result = try await tool(bench).run(
      ReactToMessageArguments(message: "om_1", action: "remove", emoji: "OK"), bench.context())
    #expect(bench.transport.requests(Self.list)[0].query["reaction_type"] == "OK")
    #expect(bench.transport.requests(Self.remove).count == 1)
    #expect(result.words == "Removed OK from om_1 as the bot.")
  }

  @Test func saysThatThereIsNothingToRemove() async throws {
    let bench = try Bench()
    bench.transport.on(Self.list, .data(#"{"items":[],"has_more":false}"#))
    let result = try await tool(bench).run(
      ReactToMessageArguments(message: "om_1", action: "remove", emoji: "OK"), bench.context())
    #expect(result.words == "There is no OK of the bot's on om_1.")
  }

  @Test func listsByEmojiWithNames() async throws {
    let bench = try Bench()
    bench.transport.on(Self.list, .data(Self.reactions))
    bench.transport.on(Self.basic, .data(#"{"users":[{"user_id":"ou_1","name":"李雷"}]}"#))
    let result = try await tool(bench).run(
      ReactToMessageArguments(message: "om_1", action: "list"), bench.context())
    #expect(result.words == "OK 2: 李雷 (ou_1), cli_a1b2")
    #expect(result.structured == ["reactions": ["OK": 2]])
    #expect(
      bench.transport.requests(Self.list)[0].query
        == ["page_size": "50", "user_id_type": "open_id"])
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    for arguments in [
      ReactToMessageArguments(message: "oc_1", emoji: "OK"),
      ReactToMessageArguments(message: "om_1"),
      ReactToMessageArguments(message: "om_1", emoji: "thumbs up!"),
      ReactToMessageArguments(message: "om_1", action: "toggle", emoji: "OK"),
    ] {
      let error = await failure { () async throws(LarkFailure) in
        try await tool(bench).run(arguments, bench.context())
      }
      #expect(error != nil)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    try await Troubles(route: Self.add, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await tool(bench).run(
        ReactToMessageArguments(message: "om_1", emoji: "OK"), context)
    }.check()
  }
}
