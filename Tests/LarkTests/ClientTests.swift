import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct ClientTests {
  private let request = APIRequest(
    Endpoint("x", .get, "/open-apis/x", .botOrUser, .tier4, .read),
    query: [("q", "a b&世")], purpose: "read x")

  @Test func sendsTokenQueryAndBody() async throws {
    let bench = try Bench()
    bench.transport.on("GET /open-apis/x", .data(#"{"ok":true}"#))
    let payload = try await bench.client.send(request, bench.context())
    #expect(payload["ok"] == true)
    let login = try #require(bench.transport.bodies(Bench.login).first)
    #expect(login == ["app_id": "cli_a1b2", "app_secret": .string(Bench.secret)])
    let sent = try #require(bench.transport.requests("GET /open-apis/x").first)
    #expect(sent.url == "http://lark.test/open-apis/x?q=a%20b%26%E4%B8%96")
    #expect(sent.fields == [HTTPField("Authorization", "Bearer t-one")])
    #expect(sent.mayRetry)
  }

  @Test func saysWhatToSet() async throws {
    let transport = ScriptedTransport()
    let client = LarkClient(
      settings: try Settings([:]), transport: transport, clock: ManualClock())
    let bench = try Bench()
    let error = await failure { () async throws(LarkFailure) in
      try await client.send(request, bench.context())
    }
    let words = try #require(error?.words)
    #expect(words.contains("plugin.lark.settings.appId and plugin.lark.settings.appSecret are"))
    #expect(words.contains("${env:LARK_APP_SECRET}"))
    #expect(transport.requests.isEmpty)
  }

  @Test func logsInOnce() async throws {
    let bench = try Bench()
    bench.transport.on("GET /open-apis/x", .data("{}"))
    for _ in 0..<3 { _ = try await bench.client.send(request, bench.context()) }
    #expect(bench.transport.requests(Bench.login).count == 1)
  }

  @Test func renewsARefusedToken() async throws {
    let bench = try Bench(logsIn: false)
    bench.transport.on(Bench.login, Bench.token("t-one"), Bench.token("t-two"))
    bench.transport.on("GET /open-apis/x", .refusal(99_991_663), .data("{}"))
    _ = try await bench.client.send(request, bench.context())
    let tokens = bench.transport.requests("GET /open-apis/x").map { $0.fields[0].value }
    #expect(tokens == ["Bearer t-one", "Bearer t-two"])
  }

  @Test func explainsARepeatedRefusal() async throws {
    let bench = try Bench()
    bench.transport.on("GET /open-apis/x", .refusal(99_991_663, "Invalid access token t-one"))
    for _ in 0..<5 {
      let error = await failure { () async throws(LarkFailure) in
        try await bench.client.send(request, bench.context())
      }
      #expect(error?.code == 99_991_663)
      #expect(error?.words.contains("for users only: run lark_login") == true)
      #expect(error?.words.contains("not enabled: lark_doctor tells") == true)
      #expect(error?.words.contains("t-one") == false)
    }
    // The third call sees that the token was confirmed twice a moment ago.
    #expect(bench.transport.requests(Bench.login).count == 3)
    #expect(bench.transport.requests("GET /open-apis/x").count == 7)
  }

  @Test func survivesARevocationWhereAnEndpointWantsAUser() async throws {
    let bench = try Bench(logsIn: false)
    bench.transport.on(
      Bench.login, Bench.token("t-one"), Bench.token("t-one"), Bench.token("t-two"))
    let search = APIRequest(
      Endpoint("s", .get, "/open-apis/s", .userOrPerhapsBot, .tier4, .read), purpose: "search")
    bench.transport.on("GET /open-apis/s", .refusal(99_991_663))
    bench.transport.on(
      "GET /open-apis/x", .refusal(99_991_663), .data("{}"), .refusal(99_991_663), .data("{}"))
    for _ in 0..<20 {
      _ = await failure { () async throws(LarkFailure) in
        try await bench.client.send(search, bench.context())
      }
    }
    #expect(bench.transport.requests("GET /open-apis/s").count == 20)
    #expect(bench.transport.requests(Bench.login).count == 1)
    for _ in 0..<2 { _ = try await bench.client.send(request, bench.context()) }
    #expect(bench.transport.requests(Bench.login).count == 3)
    let tokens = bench.transport.requests("GET /open-apis/x").map { $0.fields[0].value }
    #expect(tokens == ["Bearer t-one", "Bearer t-one", "Bearer t-one", "Bearer t-two"])
  }

  @Test func waitsOutARateLimit() async throws {
    let bench = try Bench()
    let fields = [HTTPField("x-ogw-ratelimit-reset", "2")]
    bench.transport.on(
      "GET /open-apis/x", .refusal(99_991_400, status: 429, fields: fields), .data("{}"))
    _ = try await bench.client.send(request, bench.context())
    #expect(bench.clock.sleeps == [2125])
    #expect(bench.log.all.count == 1)
    #expect(bench.log.all.first?.hasSuffix("Tries again in 2125 ms.") == true)
  }

  @Test func tellsWhenToComeBack() async throws {
    let bench = try Bench()
    let fields = [HTTPField("x-ogw-ratelimit-reset", "30")]
    bench.transport.on("GET /open-apis/x", .refusal(99_991_400, status: 429, fields: fields))
    let error = await failure { () async throws(LarkFailure) in
      try await bench.client.send(request, bench.context())
    }
    #expect(error?.toolError.retryAfterMilliseconds == 30_000)
    #expect(error?.toolError.isRetryable == true)
    #expect(bench.clock.sleeps.isEmpty)
  }

  @Test func endsBeforeTheCallDoes() async throws {
    let bench = try Bench()
    bench.transport.on("GET /open-apis/x", .data("{}"))
    _ = try await bench.client.send(request, bench.context(milliseconds: 5_000))
    #expect(bench.transport.requests("GET /open-apis/x")[0].timeoutMilliseconds == 4_700)
    let error = await failure { () async throws(LarkFailure) in
      try await bench.client.send(request, bench.context(milliseconds: 200))
    }
    #expect(error?.words.contains("time ran out before Lark could read x") == true)
    #expect(bench.transport.requests("GET /open-apis/x").count == 1)
  }

  @Test func passesOnWhyTheHostRefuses() async throws {
    let bench = try Bench()
    let message = "lark may not reach lark.test:80; add it to plugin.lark.egress."
    bench.transport.on("GET /open-apis/x", failing: HTTPFailure(.refused, message))
    let error = await failure { () async throws(LarkFailure) in
      try await bench.client.send(request, bench.context())
    }
    #expect(error?.toolError == ToolError(message))
  }

  @Test func reportsAWrongSecretWithoutIt() async throws {
    let bench = try Bench(logsIn: false)
    bench.transport.on(Bench.login, .refusal(10015, "app secret \(Bench.secret) invalid"))
    let error = await failure { () async throws(LarkFailure) in
      try await bench.client.send(request, bench.context())
    }
    #expect(error?.words.contains("log the app in") == true)
    #expect(error?.words.contains("plugin.lark.settings.appSecret") == true)
    #expect(error?.words.contains(Bench.secret) == false)
    #expect(bench.log.all.count == 1)
    #expect(bench.log.all.first?.contains(Bench.secret) == false)
  }

  @Test func endsWhenNobodyWaits() async throws {
    let bench = try Bench()
    bench.transport.on("GET /open-apis/x", .refusal(99_991_400, status: 429))
    let client = bench.client
    let context = bench.context()
    let request = request
    let task = Task { () async -> LarkFailure? in
      while !Task.isCancelled { await Task.yield() }
      return await failure { () async throws(LarkFailure) in try await client.send(request, context)
      }
    }
    task.cancel()
    #expect(await task.value == .cancelled)
  }
}
