import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct WhoAmITests {
  private static let bot = "GET /open-apis/bot/v3/info"
  private static let user = "GET /open-apis/authen/v1/user_info"
  private static let info = HTTPResponse(
    status: 200,
    body: Array(
      #"{"code":0,"msg":"ok","bot":{"activate_status":2,"app_name":"助手","open_id":"ou_b"}}"#.utf8))

  @Test func tellsTheBotAlone() async throws {
    let bench = try Bench()
    bench.transport.on(Self.bot, Self.info)
    let result = try await WhoAmI.run(bench.client, bench.context())
    #expect(
      result.words == """
        Bot: 助手 (ou_b), app cli_a1b2
        User: none; tools act as the bot. lark_login makes them act as a user.
        """)
    #expect(result.structured?["bot"]?["open_id"] == "ou_b")
  }

  @Test func tellsTheUserToo() async throws {
    let bench = try Bench()
    bench.transport.on(Self.bot, Self.info)
    bench.transport.on(Self.user, .data(#"{"open_id":"ou_1","name":"李雷","email":"l@e.com"}"#))
    var context = bench.context()
    (context.rule, context.userToken) = (.userFirst, "u-1")
    let result = try await WhoAmI.run(bench.client, context)
    #expect(result.words.hasSuffix("User: 李雷 (ou_1), l@e.com"))
    #expect(bench.transport.requests(Self.user)[0].field("authorization") == "Bearer u-1")
    #expect(bench.transport.requests(Self.bot)[0].field("authorization") == "Bearer t-one")
  }

  @Test func tellsAnExpiredUser() async throws {
    let bench = try Bench()
    bench.transport.on(Self.bot, Self.info)
    bench.transport.on(Self.user, .refusal(99_991_668, "expired"))
    var context = bench.context()
    (context.rule, context.userToken) = (.userFirst, "u-1")
    let result = try await WhoAmI.run(bench.client, context)
    #expect(result.words.contains("User: unknown. Lark refused to tell who the user is"))
    #expect(!result.words.contains("u-1"))
  }

  @Test func tellsTroubles() async throws {
    try await Troubles(route: Self.bot, answer: Self.info) {
      (bench, context) throws(LarkFailure) in try await WhoAmI.run(bench.client, context)
    }.check()
  }
}
