import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct SearchMessagesTests {
  private static let search = "POST /open-apis/search/v2/message"

  private func tool(_ bench: Bench) -> SearchMessages {
    SearchMessages(core: LarkCore(client: bench.client), names: NameBook())
  }

  private func user(_ bench: Bench) -> CallContext {
    var context = bench.context()
    (context.rule, context.userToken) = (.user, "u-1")
    return context
  }

  @Test func searchesAsTheUserAndReadsWhatWasFound() async throws {
    let bench = try Bench(unixSeconds: 1_772_000_000)
    bench.transport.on(
      Self.search, .data(#"{"items":["om_1","om_2"],"has_more":true,"page_token":"p2"}"#))
    bench.transport.on(
      "GET /open-apis/im/v1/messages/om_1",
      .data(
        #"""
        {"items":[{"message_id":"om_1","chat_id":"oc_1","msg_type":"text",
        "create_time":"1772000000000","body":{"content":"{\"text\":\"预算\"}"},
        "sender":{"id":"ou_a","sender_type":"user","sender_name":"A"}}]}
        """#))
    bench.transport.on("GET /open-apis/im/v1/messages/om_2", .refusal(230_002))
    let result = try await tool(bench).run(
      try decoded(
        #"""
        {"query":"预算","senders":"ou_a","chats":["oc_1"],"from":"7d","type":"file",
        "page_token":"p1"}
        """#), user(bench))
    let request = try #require(bench.transport.requests(Self.search).first)
    #expect(request.field("authorization") == "Bearer u-1")
    #expect(request.query == ["user_id_type": "open_id", "page_size": "10", "page_token": "p1"])
    #expect(
      bench.transport.bodies(Self.search) == [
        [
          "query": "预算", "message_type": "file", "start_time": "1771395200",
          "from_ids": ["ou_a"], "chat_ids": ["oc_1"],
        ]
      ])
    #expect(
      result.words == """
        2 messages found, times in Asia/Shanghai. As the user.
        -- 2026-02-25 Wed --
        [14:13] A <ou_a> om_1 in oc_1: 预算
        Found, but not to be read: om_2.
        More: page_token "p2".
        """)
    #expect(bench.transport.requests(Bench.login).isEmpty)
  }

  @Test func needsAUser() async throws {
    let bench = try Bench()
    var context = bench.context()
    context.rule = .user
    let asked = context
    let error = await failure { () async throws(LarkFailure) in
      try await tool(bench).run(SearchMessagesArguments(query: "a"), asked)
    }
    #expect(error?.words.contains("only a user") == true)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    for json in [
      #"{"query":" "}"#, #"{"query":"a","limit":31}"#, #"{"query":"a","type":"text"}"#,
      #"{"query":"a","from":"soon"}"#, #"{"query":"a","senders":"Li"}"#,
      #"{"query":"a","chats":"om_1"}"#,
    ] {
      let arguments: SearchMessagesArguments = try decoded(json)
      let error = await failure { () async throws(LarkFailure) in
        try await tool(bench).run(arguments, user(bench))
      }
      #expect(error != nil)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func waitsOutARateLimitAndTellsAMissingScope() async throws {
    let troubles = Troubles(
      route: Self.search, answer: .data(#"{"items":[]}"#), rule: .user
    ) { (bench, context) throws(LarkFailure) in
      try await tool(bench).run(SearchMessagesArguments(query: "a"), context)
    }
    try await troubles.check()
  }
}
