import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct ForwardMessageTests {
  private static let first = "POST /open-apis/im/v1/messages/om_1/forward"
  private static let second = "POST /open-apis/im/v1/messages/om_2/forward"

  @Test(arguments: [
    ("oc_9", "chat_id", "oc_9"), ("omt_9", "thread_id", "omt_9"), ("ou_9", "open_id", "ou_9"),
    ("li@example.com", "email", "li@example.com"), ("user_id:u9", "user_id", "u9"),
    ("https://applink.feishu.cn/client/chat/open?openChatId=oc_9", "chat_id", "oc_9"),
  ])
  func forwardsToAnyTarget(_ to: String, _ kind: String, _ id: String) async throws {
    let bench = try Bench()
    bench.transport.on(Self.first, .data(#"{"message_id":"om_8","chat_id":"oc_9"}"#))
    let result = try await ForwardMessage.run(
      try decoded(#"{"messages":"om_1","to":"\#(to)"}"#), bench.client, bench.context())
    let request = try #require(bench.transport.requests(Self.first).first)
    #expect(request.query["receive_id_type"] == kind)
    #expect(request.query["uuid"]?.utf8.count == 36)
    #expect(bench.transport.bodies(Self.first) == [["receive_id": .string(id)]])
    #expect(result.words == "Forwarded to \(id) as the bot: om_8 in chat oc_9.")
  }

  @Test func givesEachAKeyOfItsOwnAndTellsHowFarItCame() async throws {
    let bench = try Bench()
    bench.transport.on(Self.first, .data(#"{"message_id":"om_8"}"#))
    bench.transport.on(Self.second, .refusal(230_065))
    let result = try await ForwardMessage.run(
      try decoded(#"{"messages":["om_1","om_2"],"to":"oc_9"}"#), bench.client, bench.context())
    #expect(result.error?.detail?.hasPrefix("1 of 2 did arrive; go on with om_2.") == true)
    let keys = bench.transport.requests.compactMap { $0.query["uuid"] }
    #expect(Set(keys).count == 2)
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    for json in [#"{"messages":"x","to":"oc_1"}"#, #"{"messages":"om_1","to":"somebody"}"#] {
      let arguments: ForwardMessageArguments = try decoded(json)
      let error = await failure { () async throws(LarkFailure) in
        try await ForwardMessage.run(arguments, bench.client, bench.context())
      }
      #expect(error != nil)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let arguments: ForwardMessageArguments = try decoded(#"{"messages":"om_1","to":"oc_1"}"#)
    try await Troubles(route: Self.first, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await ForwardMessage.run(arguments, bench.client, context)
    }.check()
  }
}
