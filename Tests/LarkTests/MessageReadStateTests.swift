import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct MessageReadStateTests {
  private static let readers = "GET /open-apis/im/v1/messages/om_1/read_users"
  private static let message = "GET /open-apis/im/v1/messages/om_1"
  private static let members = "GET /open-apis/im/v1/chats/oc_1/members"

  private func tool(_ bench: Bench) -> MessageReadState {
    MessageReadState(core: LarkCore(client: bench.client), names: NameBook())
  }

  @Test func tellsWhoHasReadItAndWhoHasNot() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.readers,
      .data(
        #"{"items":[{"user_id":"ou_1","timestamp":"1772000000000"}],"has_more":true,"page_token":"p"}"#
      ),
      .data(#"{"items":[{"user_id":"ou_2","timestamp":"1772000060000"}],"has_more":false}"#))
    bench.transport.on(Self.message, .data(#"{"items":[{"message_id":"om_1","chat_id":"oc_1"}]}"#))
    bench.transport.on(
      Self.members,
      .data(
        #"""
        {"items":[{"member_id":"ou_1","name":"甲"},{"member_id":"ou_2","name":"乙"},
        {"member_id":"ou_3","name":"丙"}],"member_total":3,"has_more":false}
        """#))
    let result = try await tool(bench).run(
      MessageReadStateArguments(message: "om_1", unread: true), bench.context())
    #expect(
      result.words == """
        om_1 was read by 2:
        甲 (ou_1), 2026-02-25 14:13
        乙 (ou_2), 2026-02-25 14:14
        Not read by 1, the sender among them perhaps:
        丙 (ou_3)
        """)
    #expect(
      result.structured
        == ["read": ["ou_1", "ou_2"], "is_complete": true, "unread": ["ou_3"]])
    #expect(
      bench.transport.requests(Self.readers).map(\.query) == [
        ["user_id_type": "open_id", "page_size": "100"],
        ["user_id_type": "open_id", "page_size": "100", "page_token": "p"],
      ])
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    let error = await failure { () async throws(LarkFailure) in
      try await tool(bench).run(MessageReadStateArguments(message: "oc_1"), bench.context())
    }
    #expect(error?.words.hasPrefix("message:") == true)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    try await Troubles(route: Self.readers, answer: .data(#"{"items":[]}"#)) {
      (bench, context) throws(LarkFailure) in
      try await tool(bench).run(MessageReadStateArguments(message: "om_1"), context)
    }.check()
  }
}
