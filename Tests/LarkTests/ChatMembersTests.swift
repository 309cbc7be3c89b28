import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct ChatMembersTests {
  private static let list = "GET /open-apis/im/v1/chats/oc_1/members"
  private static let add = "POST /open-apis/im/v1/chats/oc_1/members"
  private static let remove = "DELETE /open-apis/im/v1/chats/oc_1/members"

  private func run(_ bench: Bench, _ json: String) async throws -> ToolResult {
    try await ChatMembers(client: bench.client, names: NameBook()).run(
      try decoded(json), bench.context())
  }

  @Test func lists() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.list,
      .data(
        #"""
        {"items":[{"member_id":"ou_1","name":"李\n雷"}],"member_total":120,"has_more":true,
        "page_token":"p2"}
        """#))
    let result = try await run(bench, #"{"chat":"oc_1","page_token":"p1"}"#)
    #expect(
      bench.transport.requests(Self.list)[0].query
        == ["member_id_type": "open_id", "page_size": "100", "page_token": "p1"])
    #expect(
      result.words == """
        oc_1: 1 of 120 members, without bots.
        李 雷 (ou_1)
        More: page_token "p2".
        """)
  }

  @Test func addsPeopleAndBotsAndTellsWhoCouldNotBe() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.add, .data(#"{"invalid_id_list":["ou_2"],"pending_approval_id_list":["ou_3"]}"#),
      .data("{}"))
    let result = try await run(
      bench, #"{"chat":"oc_1","action":"add","people":["ou_1","ou_2","ou_3","cli_9"]}"#)
    let requests = bench.transport.requests(Self.add)
    #expect(
      requests.map(\.query) == [
        ["member_id_type": "open_id", "succeed_type": "1"],
        ["member_id_type": "app_id", "succeed_type": "1"],
      ])
    #expect(
      bench.transport.bodies(Self.add)
        == [["id_list": ["ou_1", "ou_2", "ou_3"]], ["id_list": ["cli_9"]]])
    #expect(
      result.words == """
        Added to oc_1 as the bot: ou_1, cli_9.
        Not possible (left the company, or not visible to the app): ou_2.
        Waiting for the owner's approval: ou_3.
        """)
  }

  @Test func removes() async throws {
    let bench = try Bench()
    bench.transport.on(Self.remove, .data("{}"))
    let result = try await run(bench, #"{"chat":"oc_1","action":"remove","people":"on_1"}"#)
    #expect(bench.transport.requests(Self.remove)[0].query == ["member_id_type": "union_id"])
    #expect(bench.transport.bodies(Self.remove) == [["id_list": ["on_1"]]])
    #expect(result.structured == ["chat_id": "oc_1", "removed": ["on_1"]])
  }

  @Test(arguments: [
    #"{"chat":"ou_1"}"#, #"{"chat":"oc_1","action":"ban","people":"ou_1"}"#,
    #"{"chat":"oc_1","action":"add"}"#, #"{"chat":"oc_1","action":"add","people":"Li Lei"}"#,
    #"{"chat":"oc_1","action":"add","people":["cli_1","cli_2","cli_3","cli_4","cli_5","cli_6"]}"#,
  ])
  func refusesBadInputUnasked(_ json: String) async throws {
    let bench = try Bench()
    let arguments: ChatMembersArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await ChatMembers(client: bench.client, names: NameBook()).run(
        arguments, bench.context())
    }
    #expect(error != nil)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let arguments: ChatMembersArguments = try decoded(
      #"{"chat":"oc_1","action":"add","people":"ou_1"}"#)
    try await Troubles(route: Self.add, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await ChatMembers(client: bench.client, names: NameBook()).run(arguments, context)
    }.check()
  }
}
