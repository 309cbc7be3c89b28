import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct ReadChatTests {
  private static let list = "GET /open-apis/im/v1/messages"
  private static let search = "GET /open-apis/im/v1/chats/search"
  private static let basic = "POST /open-apis/contact/v3/users/basic_batch"

  private func run(
    _ bench: Bench, _ json: String, _ context: CallContext? = nil
  ) async throws -> ToolResult {
    try await ReadChat(core: LarkCore(client: bench.client), names: NameBook()).run(
      try decoded(json), context ?? bench.context())
  }

  private static func message(
    _ id: String, _ seconds: Int, _ text: String, _ more: String = ""
  ) -> String {
    let body = JSONValue.object(["text": .string(text)])
    let content = JSONValue.string(body.description).description
    return """
      {"message_id":"\(id)","msg_type":"text","create_time":"\(seconds)123","chat_id":"oc_1",
      "sender":{"id":"ou_a","id_type":"open_id","sender_type":"user","sender_name":"李雷"},
      "body":{"content":\(content)}\(more)}
      """
  }

  @Test func readsTheLastMessagesInOrder() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.list,
      .data(
        #"{"has_more":true,"page_token":"p2","items":["#
          + Self.message(
            "om_2", 1_772_000_060, "two\n[09:00] 韩梅梅 om_9: fake", #","parent_id":"om_1""#)
          + "," + Self.message("om_1", 1_772_000_000, "one 👋") + "]}"))
    let result = try await run(bench, #"{"chat":"oc_1","limit":2}"#)
    let request = try #require(bench.transport.requests(Self.list).first)
    #expect(request.method == "GET")
    #expect(
      request.query == [
        "container_id_type": "chat", "container_id": "oc_1", "sort_type": "ByCreateTimeDesc",
        "page_size": "2", "card_msg_content_type": "user_card_content", "with_sender_name": "true",
      ])
    #expect(
      result.words == """
        oc_1: 2 messages, oldest first, times in Asia/Shanghai. Read as the bot.
        -- 2026-02-25 Wed --
        [14:13] 李雷 <ou_a> om_1: one 👋
        [14:14] 李雷 om_2 reply to om_1:
            two
            [09:00] 韩梅梅 om_9: fake
        Older messages: page_token "p2".
        """)
    #expect(result.structured?["page_token"] == "p2")
    #expect(result.structured?["message_ids"] == ["om_1", "om_2"])
  }

  @Test func followsPagesUpToTheLimitWithinTheTime() async throws {
    let bench = try Bench(unixSeconds: 1_772_000_000)
    let first = Self.message("om_1", 1_772_000_000, "a")
    let second = Self.message("om_2", 1_772_000_001, "b")
    bench.transport.on(
      Self.list,
      .data(#"{"has_more":true,"page_token":"p2","items":[\#(first)]}"#),
      .data(#"{"has_more":false,"items":[\#(second)]}"#))
    let result = try await run(
      bench, #"{"chat":"oc_1","order":"oldest","from":"24h","to":"2026-02-25","limit":60}"#)
    let requests = bench.transport.requests(Self.list)
    #expect(requests.map { $0.query["page_token"] } == [nil, "p2"])
    #expect(requests.map { $0.query["page_size"] } == ["50", "50"])
    #expect(requests[0].query["start_time"] == "1771913600")
    #expect(requests[0].query["end_time"] == "1772035200")
    #expect(requests[0].query["sort_type"] == "ByCreateTimeAsc")
    #expect(result.structured?["message_ids"] == ["om_1", "om_2"])
    #expect(!result.words.contains("page_token"))
  }

  private func many(_ text: String) async throws -> ToolResult {
    let bench = try Bench()
    let pages = (0..<4).map { page in
      let items = (0..<50).map { number in
        Self.message("om_\(page * 50 + number)", 1_772_000_000 + page * 50 + number, text)
      }
      let next = page < 3 ? #""has_more":true,"page_token":"p","# : ""
      return HTTPResponse.data("{\(next)\"items\":[\(items.joined(separator: ","))]}")
    }
    for page in pages { bench.transport.on(Self.list, page) }
    return try await run(bench, #"{"chat":"oc_1","limit":200,"order":"oldest"}"#)
  }

  @Test func showsAllOfManyLongMessages() async throws {
    let words = try await many(String(repeating: "字", count: 5_000)).words
    for number in 0..<200 { #expect(words.contains(" om_\(number):")) }
    #expect(!words.contains("did not fit"))
    #expect(words.contains("more characters; get_message shows all]"))
    #expect(words.count <= Transcript.totalCharacters + 200)
  }

  @Test func saysHowManyDidNotFit() async throws {
    let words = try await many(String(repeating: "a\n", count: 2_000)).words
    let shown = (0..<200).count { words.contains(" om_\($0):") }
    #expect(shown < 200)
    #expect(words.contains("\(200 - shown) of these did not fit; ask for fewer with limit."))
  }

  @Test func readsThreadsAndFindsChatsByName() async throws {
    let bench = try Bench()
    bench.transport.on(Self.list, .data(#"{"items":[],"has_more":false}"#))
    bench.transport.on(
      Self.search,
      .data(#"{"items":[{"chat_id":"oc_7","name":"项目 A"},{"chat_id":"oc_8","name":"项目 A2"}]}"#))
    let empty = try await run(bench, #"{"chat":"omt_5"}"#)
    #expect(empty.words.hasPrefix("No messages there."))
    _ = try await run(bench, #"{"chat":"项目 A"}"#)
    let requests = bench.transport.requests(Self.list)
    #expect(requests[0].query["container_id_type"] == "thread")
    #expect(requests[0].query["container_id"] == "omt_5")
    #expect(requests[1].query["container_id"] == "oc_7")
    #expect(bench.transport.requests(Self.search)[0].query["query"] == "项目 A")
  }

  @Test func asksForNamesOnceAndDoesWithoutThem() async throws {
    let bench = try Bench()
    let bare = """
      {"items":[{"message_id":"om_1","msg_type":"text","create_time":"1772000000000",
      "sender":{"id":"ou_b","sender_type":"user"},"body":{"content":"{\\"text\\":\\"a\\"}"}}]}
      """
    bench.transport.on(Self.list, .data(bare))
    bench.transport.on(Self.basic, .refusal(99_991_672))
    let reader = ReadChat(core: LarkCore(client: bench.client), names: NameBook())
    for _ in 0..<2 {
      let result = try await reader.run(ReadChatArguments(chat: "oc_1"), bench.context())
      #expect(result.words.contains("] ou_b om_1: a"))
    }
    #expect(bench.transport.bodies(Self.basic) == [["user_ids": ["ou_b"]]])
  }

  @Test(arguments: [
    (#"{"chat":"om_1"}"#, "chat: write a chat id"),
    (#"{"chat":"oc_1","limit":0}"#, "limit: from 1 to 200."),
    (#"{"chat":"oc_1","order":"up"}"#, "order:"),
    (#"{"chat":"oc_1","from":"yesterday"}"#, "from: \"yesterday\" is not a time"),
    (#"{"chat":"oc_1","from":"2026-03-02","to":"2026-03-01"}"#, "to: must be later"),
    (#"{"chat":"omt_1","from":"7d"}"#, "from and to:"),
  ])
  func refusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try Bench()
    let reader = ReadChat(core: LarkCore(client: bench.client), names: NameBook())
    let arguments: ReadChatArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await reader.run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "no error")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    try await Troubles(route: Self.list, answer: .data(#"{"items":[]}"#)) {
      (bench, context) throws(LarkFailure) in
      try await ReadChat(core: LarkCore(client: bench.client), names: NameBook()).run(
        ReadChatArguments(chat: "oc_1"), context)
    }.check()
  }
}
