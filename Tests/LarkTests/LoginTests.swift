import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct LoginTests {
  private static let begin = "POST /open-apis/authen/v2/oauth/device_authorization"
  private static let accounts = "POST /oauth/v1/device_authorization"
  private static let link =
    #"{"device_code":"dev-secret","user_code":"AB-CD","verification_uri":"https://l","#
    + #""verification_uri_complete":"https://l?c=AB-CD","expires_in":240,"interval":5}"#
  private static let token = "POST /open-apis/authen/v2/oauth/token"

  private func bench(
    _ directory: TemporaryDirectory, answering first: HTTPResponse = body(link)
  ) throws -> (Bench, Login) {
    let bench = try Bench(settings: ["userTokenFile": .string(directory.tokens)])
    bench.transport.on(Self.begin, first)
    bench.transport.on("GET /open-apis/authen/v1/user_info", .data(#"{"name":"Li Hua"}"#))
    return (bench, Login(client: bench.client) { ["im:message"] })
  }

  private static func body(_ json: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, body: Array(json.utf8))
  }

  private static func refusal(_ name: String) -> HTTPResponse {
    body(#"{"code":20000,"error":"\#(name)","error_description":"x"}"#, status: 400)
  }

  private static let granted = body(
    #"{"code":0,"access_token":"u-1","refresh_token":"r-1","expires_in":7200}"#)

  @Test func waitsUntilTheUserHasConfirmed() async throws {
    let directory = try TemporaryDirectory()
    let (bench, login) = try bench(directory)
    bench.transport.on(
      Self.token, Self.refusal("authorization_pending"), Self.refusal("slow_down"), Self.granted)
    let result = try await login.run(LoginArguments(), bench.context())
    #expect(result.parts == [.text("Logged in as Li Hua.")])
    #expect(bench.clock.sleeps == [5_000, 5_000, 10_000])
    #expect(GrantFile(path: directory.tokens).read()?.refreshToken == "r-1")
    let asked = try #require(bench.transport.bodies(Self.begin).first)
    #expect(asked == ["client_id": "cli_a1b2", "scope": "offline_access im:message"])
    #expect(bench.transport.bodies(Self.token).last?["device_code"] == "dev-secret")
    let context = bench.context()
    _ = try await bench.client.send(APIRequest(.whoamiUser, purpose: "p"), context)
    #expect(context.actedAs == "user")
  }

  @Test(arguments: [404, 405])
  func asksTheAccountsServerWhereTheOpenAPIHasNoLinks(_ status: Int) async throws {
    let directory = try TemporaryDirectory()
    let none = Self.body("404 page not found", status: status)
    let (bench, login) = try bench(directory, answering: none)
    bench.transport.on(Self.accounts, Self.body(Self.link))
    bench.transport.on(Self.token, Self.granted)
    let result = try await login.run(LoginArguments(), bench.context())
    #expect(result.structured?["status"] == "logged_in")
    let asked = try #require(bench.transport.requests(Self.accounts).first)
    let form = String(decoding: asked.body, as: UTF8.self)
    #expect(form == "client_id=cli_a1b2&scope=offline_access%20im%3Amessage")
    #expect(asked.field("authorization")?.hasPrefix("Basic ") == true)
  }

  @Test func aRefusalIsNotAskedForElsewhere() async throws {
    let directory = try TemporaryDirectory()
    let (bench, login) = try bench(directory, answering: Self.refusal("invalid_client"))
    bench.transport.on(Self.accounts, Self.body(Self.link))
    let error = await failure { () async throws(LarkFailure) in
      try await login.run(LoginArguments(), bench.context())
    }
    #expect(error?.apiError?.name == "invalid_client")
    #expect(bench.transport.requests(Self.accounts).isEmpty)
  }

  @Test func goesOnWithTheSameLink() async throws {
    let directory = try TemporaryDirectory()
    let (bench, login) = try bench(directory)
    bench.transport.on(Self.token, Self.refusal("authorization_pending"), Self.granted)
    let first = try await login.run(LoginArguments(), bench.context(milliseconds: 10_000))
    #expect(first.structured?["status"] == "pending")
    #expect(first.structured?["link"] == "https://l?c=AB-CD")
    let second = try await login.run(LoginArguments(), bench.context())
    #expect(second.structured?["status"] == "logged_in")
    #expect(bench.transport.requests(Self.begin).count == 1)
  }

  @Test(arguments: [("access_denied", "refused"), ("expired_token", "in time")])
  func saysWhyThereIsNone(_ name: String, _ words: String) async throws {
    let directory = try TemporaryDirectory()
    let (bench, login) = try bench(directory)
    bench.transport.on(Self.token, Self.refusal(name))
    let error = await failure { () async throws(LarkFailure) in
      try await login.run(LoginArguments(), bench.context())
    }
    #expect(error?.words.contains(words) == true)
    #expect(GrantFile(path: directory.tokens).read() == nil)
  }

  @Test func aLinkThatCannotBeRedeemedIsNotGivenAgain() async throws {
    let directory = try TemporaryDirectory()
    let (bench, login) = try bench(directory)
    bench.transport.on(Self.token, Self.refusal("invalid_grant"), Self.granted)
    let error = await failure { () async throws(LarkFailure) in
      try await login.run(LoginArguments(), bench.context())
    }
    #expect(error?.code == 20000)
    let again = try await login.run(LoginArguments(), bench.context())
    #expect(again.structured?["status"] == "logged_in")
    #expect(bench.transport.requests(Self.begin).count == 2)
  }

  @Test func otherScopesGetALinkOfTheirOwn() async throws {
    let directory = try TemporaryDirectory()
    let (bench, login) = try bench(directory)
    bench.transport.on(Self.token, Self.refusal("authorization_pending"))
    for scopes in ["im:message", "im:message", "task:task:read"] {
      let arguments: LoginArguments = try decoded(#"{"scopes":"\#(scopes)"}"#)
      _ = try await login.run(arguments, bench.context(milliseconds: 10_000))
    }
    let asked = bench.transport.bodies(Self.begin)
    #expect(asked.count == 2)
    #expect(asked.last?["scope"]?.string?.contains("task:task:read") == true)
  }

  @Test func wantsAFile() async throws {
    let bench = try Bench()
    let login = Login(client: bench.client) { [] }
    let error = await failure { () async throws(LarkFailure) in
      try await login.run(LoginArguments(), bench.context())
    }
    #expect(error?.words.contains("plugin.lark.settings.userTokenFile is missing") == true)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func refusesTooManyScopes() async throws {
    let directory = try TemporaryDirectory()
    let (bench, _) = try bench(directory)
    let many = (0..<60).map { "a:\($0)" }
    let error = await failure { () async throws(LarkFailure) in
      try await Login(client: bench.client) { many }.run(LoginArguments(), bench.context())
    }
    #expect(error?.words.contains("at most 49") == true)
  }
}

@Suite struct DoctorTests {
  private static let bot = "GET /open-apis/bot/v3/info"
  private static let scopes = "GET /open-apis/application/v6/scopes"

  private func doctor(_ bench: Bench) -> Doctor {
    Doctor(client: bench.client) { ToolList.selected(LarkCore(client: bench.client)) }
  }

  private func text(_ result: ToolResult) -> String {
    guard case .text(let text)? = result.parts.first?.content else { return "" }
    return text
  }

  private static let goodBot = HTTPResponse(
    status: 200,
    body: Array(#"{"code":0,"msg":"ok","bot":{"app_name":"Desk","activate_status":2}}"#.utf8))

  @Test func saysWhichToolsFail() async throws {
    let bench = try Bench()
    bench.transport.on(Self.bot, Self.goodBot)
    bench.transport.on(
      Self.scopes,
      .data(
        #"{"scopes":[{"scope_name":"im:chat","grant_status":1},"#
          + #"{"scope_name":"im:message","grant_status":2}]}"#))
    let tool = RecallMessage.tool(LarkCore(client: bench.client))
    let result = try await Doctor(client: bench.client) { [tool] }.run(bench.context())
    let text = text(result)
    #expect(text.contains("its bot is \"Desk\""))
    #expect(text.contains("1 permissions are granted"))
    #expect(text.contains("lark_recall_message will fail: recall_message needs one of im:message"))
    #expect(text.contains("/app/cli_a1b2/auth?q=im:message&op_from=openapi&token_type=tenant"))
    #expect(result.structured?["ok"] == false)
    #expect(result.structured?["failing_tools"] == ["lark_recall_message"])
    #expect(result.structured?["requests_this_month"] == 2)
  }

  @Test func saysThatAllIsWell() async throws {
    let bench = try Bench()
    bench.transport.on(Self.bot, Self.goodBot)
    bench.transport.on(
      Self.scopes, .data(#"{"scopes":[{"scope_name":"im:message","grant_status":1}]}"#))
    let tool = RecallMessage.tool(LarkCore(client: bench.client))
    let result = try await Doctor(client: bench.client) { [tool] }.run(bench.context())
    #expect(result.structured?["ok"] == true)
  }

  @Test func goesOnWithoutABot() async throws {
    let bench = try Bench(logsIn: false)
    bench.transport.on(Bench.login, .refusal(10015, "app secret invalid"))
    let result = try await doctor(bench).run(bench.context())
    #expect(text(result).contains("bot: PROBLEM: Lark refused to log the app in"))
    #expect(result.structured?["ok"] == false)
    #expect(bench.transport.requests(Self.scopes).isEmpty)
  }

  private static func tool(
    _ bench: Bench, _ endpoints: [Endpoint], _ rule: IdentityRule
  ) -> LarkTool {
    LarkTool(
      "x", "X", title: "X", LarkCore(client: bench.client), group: .im, endpoints: endpoints,
      identity: rule, effect: .reads, input: .object()
    ) { (_: JSONValue, _) throws(LarkFailure) in .text("") }
  }

  @Test(arguments: [
    ([Endpoint.searchMessages, .getMessage], IdentityRule.user, true),
    ([.searchMessages], .botFirst, true), ([.searchMessages, .getMessage], .botFirst, false),
    ([.searchMessages, .getMessage], .userFirst, true),
    ([.getMessage, .searchMessages], .userFirst, false),
    ([.searchMinutes, .getMessage], .userFirst, true),
    ([.searchMinutes, .getMessage], .botFirst, false),
    ([.getMessage, .searchMessages], .user, true), ([.authUserToken, .whoamiUser], .user, false),
    ([.listRooms, .searchRooms], .user, false),
  ])
  func tellsApartWhatNeedsAUser(
    _ endpoints: [Endpoint], _ rule: IdentityRule, _ needsUser: Bool
  ) throws {
    let bench = try Bench()
    let tool = Self.tool(bench, endpoints, rule)
    let granted = Set(Endpoint.getMessage.scopes + Endpoint.listRooms.scopes)
    let without = ToolCheckup([tool], granted: granted, hasUser: false)
    #expect(without.needUser == (needsUser ? ["x"] : []))
    let isPartial = endpoints.first == .searchMinutes && !needsUser
    #expect(without.findings.count == (isPartial ? 1 : 0))
    let with = ToolCheckup([tool], granted: granted, hasUser: true)
    #expect(with.needUser.isEmpty && with.findings.isEmpty)
  }

  /// All tools of an app that may do everything, and has no user.
  @Test func aHealthyBotIsWell() async throws {
    let bench = try Bench(settings: ["presets": "all"])
    let names = Set(Endpoint.all.flatMap(\.scopes)).sorted()
    let scopes = names.map { #"{"scope_name":"\#($0)","grant_status":1}"# }
    bench.transport.on(Self.bot, Self.goodBot)
    bench.transport.on(
      Self.scopes, .data(#"{"scopes":[\#(scopes.joined(separator: ","))]}"#))
    let result = try await doctor(bench).run(bench.context())
    #expect(result.structured?["ok"] == true)
    #expect(result.structured?["failing_tools"] == [])
    #expect(result.structured?["need_user"] == ["lark_search_messages", "lark_send_mail"])
    #expect(text(result).contains("need a user's token"))
  }

  @Test func saysWhatToSet() async throws {
    let client = LarkClient(
      settings: try Settings([:]), transport: ScriptedTransport(), clock: ManualClock())
    let bench = try Bench()
    let error = await failure { () async throws(LarkFailure) in
      try await Doctor(client: client) { [] }.run(bench.context())
    }
    #expect(error?.words.contains("plugin.lark.settings.appId") == true)
  }
}

@Suite struct QuotaCountTests {
  @Test func countsDaysAndMonths() {
    // 2026-02-28T23:59:59Z
    let last: Int64 = 1_772_323_199
    var count = QuotaCount(at: last)
    count.count(.downloadFile, at: last)
    count.count(.sendMessage, at: last)
    #expect(count.month == 2)
    #expect(count.day == ["download_file": 1])
    count.count(.sendMessage, at: last + 1)
    #expect(count.month == 1)
    #expect(count.day.isEmpty)
  }
}
