import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct GetMessageTests {
  private static let get = "GET /open-apis/im/v1/messages/om_1"

  private func reader(_ bench: Bench) -> GetMessage {
    GetMessage(core: LarkCore(client: bench.client), names: NameBook())
  }

  @Test func showsMergedMessagesWithWhatTheyHold() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.get,
      .data(
        #"""
        {"items":[
        {"message_id":"om_1","msg_type":"merge_forward","create_time":"1772000000000","chat_id":"oc_1",
        "sender":{"id":"ou_a","sender_type":"user","sender_name":"A"},
        "body":{"content":"Merged and Forwarded Message"}},
        {"message_id":"om_2","msg_type":"text","create_time":"1771990000000","upper_message_id":"om_1",
        "sender":{"id":"cli_b","sender_type":"app","sender_name":"B"},
        "body":{"content":"{\"text\":\"inner\"}"}}]}
        """#))
    let result = try await reader(bench).run(
      try decoded(#"{"messages":"om_1"}"#), bench.context())
    #expect(
      result.words == """
        -- 2026-02-25 Wed --
        [14:13] A <ou_a> om_1: [merged messages; get_message shows them]
            [11:26] bot B <cli_b> om_2: inner
        Times in Asia/Shanghai. Read as the bot.
        """)
    #expect(
      result.structured?["messages"]
        == [
          [
            "message_id": "om_1", "type": "merge_forward", "sender": "ou_a",
            "create_time": 1_772_000_000, "chat_id": "oc_1",
          ]
        ])
    let request = try #require(bench.transport.requests(Self.get).first)
    #expect(request.query["user_id_type"] == "open_id")
    #expect(request.query["card_msg_content_type"] == "user_card_content")
  }

  @Test(arguments: [#"{"messages":"oc_1"}"#, #"{"messages":[]}"#, #"{"messages":["om_1",""]}"#])
  func refusesBadInputUnasked(_ json: String) async throws {
    let bench = try Bench()
    let arguments: GetMessageArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await reader(bench).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix("messages:") == true)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let arguments: GetMessageArguments = try decoded(#"{"messages":["om_1"]}"#)
    try await Troubles(route: Self.get, answer: .data(#"{"items":[]}"#)) {
      (bench, context) throws(LarkFailure) in
      try await reader(bench).run(arguments, context)
    }.check()
  }
}
