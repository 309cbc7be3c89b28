import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct FindChatTests {
  private static let search = "GET /open-apis/im/v1/chats/search"
  private static let list = "GET /open-apis/im/v1/chats"
  private static let get = "GET /open-apis/im/v1/chats/oc_1"
  private static let members = "GET /open-apis/im/v1/chats/oc_1/members"

  private func run(_ bench: Bench, _ json: String) async throws -> ToolResult {
    try await FindChat(client: bench.client, names: NameBook()).run(
      try decoded(json), bench.context())
  }

  @Test func searchesByName() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.search,
      .data(
        #"""
        {"items":[{"chat_id":"oc_1","name":"项目\nA","description":"d","owner_id":"ou_1",
        "external":true,"chat_status":"normal"}],"has_more":true,"page_token":"p2"}
        """#))
    let result = try await run(bench, #"{"query":" 项目 ","page_token":"p1"}"#)
    #expect(
      bench.transport.requests(Self.search)[0].query
        == ["query": "项目", "page_size": "50", "page_token": "p1"])
    #expect(
      result.words == """
        Groups visible to the bot: 1.
        项目 A (oc_1), owner ou_1, external: d
        More: page_token "p2".
        """)
    #expect(result.structured?["page_token"] == "p2")
  }

  @Test func listsOnesOwn() async throws {
    let bench = try Bench()
    bench.transport.on(Self.list, .data(#"{"items":[],"has_more":false}"#))
    let result = try await run(bench, "{}")
    #expect(
      bench.transport.requests(Self.list)[0].query
        == ["sort_type": "ByActiveTimeDesc", "page_size": "50"])
    #expect(result.words == "Groups with the bot in them: 0.")
  }

  @Test func showsOneWithItsMembers() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.get, .data(#"{"name":"A","owner_id":"ou_1","user_count":"2","chat_type":"private"}"#))
    bench.transport.on(
      Self.members, .data(#"{"items":[{"member_id":"ou_1","name":"甲"}],"has_more":false}"#))
    let link = "https://applink.feishu.cn/client/chat/open?openChatId=oc_1"
    let result = try await run(bench, #"{"query":"\#(link)"}"#)
    #expect(
      result.words == """
        A (oc_1)
        Owner: ou_1
        Type: private
        People: 2
        Members: 甲 (ou_1)
        """)
  }

  @Test func showsAChatWhoseMembersAreNotToBeSeen() async throws {
    let bench = try Bench()
    bench.transport.on(Self.get, .data(#"{"name":"A"}"#))
    bench.transport.on(Self.members, .refusal(232_011))
    let result = try await run(bench, #"{"chat":"oc_1"}"#)
    #expect(result.words.hasPrefix("A (oc_1)\nMembers: not to be seen."))
  }

  @Test func aNameThatFitsSeveralChatsIsRefusedWithTheirIDs() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.search,
      .data(#"{"items":[{"chat_id":"oc_1","name":"AB"},{"chat_id":"oc_2","name":"AC"}]}"#))
    let error = await failure { () async throws(LarkFailure) in
      try await ChatLookup.id(of: "A", "chat", bench.client, bench.context())
    }
    #expect(error?.words.contains("fits 2 chats: AB (oc_1), AC (oc_2)") == true)
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    let long = String(repeating: "a", count: 61)
    for json in [
      #"{"query":"a","chat":"oc_1"}"#, #"{"chat":"ou_1"}"#, #"{"query":"\#(long)"}"#,
      #"{"chat":"https://x.feishu.cn/docx/abc"}"#,
    ] {
      let arguments: FindChatArguments = try decoded(json)
      let error = await failure { () async throws(LarkFailure) in
        try await FindChat(client: bench.client, names: NameBook()).run(
          arguments, bench.context())
      }
      #expect(error != nil)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    try await Troubles(route: Self.search, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await FindChat(client: bench.client, names: NameBook()).run(
        FindChatArguments(query: "a"), context)
    }.check()
  }
}
