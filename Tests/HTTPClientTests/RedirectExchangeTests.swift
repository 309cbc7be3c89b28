import Testing

@testable import HTTPClient

@Suite struct RedirectExchangeTests {
  private let requests = Count()

  /// Says which request arrived, with the fields that matter.
  private let target = FixtureServer { request in
    let authorization = request.field("Authorization") ?? "none"
    let body = String(decoding: request.body, as: UTF8.self)
    return reply("200 OK", "\(request.method) \(request.target) \(authorization) \(body)")
  }

  private func redirecting(_ status: String, to location: String) -> FixtureServer {
    FixtureServer { [requests] request in
      requests.next()
      guard request.target == "/start" else {
        return reply("200 OK", "\(request.target) \(request.field("Authorization") ?? "none")")
      }
      return reply(status, "moved", fields: ["Location: \(location)"])
    }
  }

  private func follow(_ client: HTTPClient, _ server: FixtureServer, _ method: String = "GET") async
    -> Outcome
  {
    await client.exchange(
      HTTPClientRequest(
        method: method, url: server.url("/start"), fields: [("Authorization", "token")],
        body: method == "POST" ? Array("content".utf8) : [], followsRedirects: true))
  }

  @Test func `A redirect is a response unless it is to be followed`() async throws {
    let server = redirecting("302 Found", to: "/next")
    let outcome = try await HTTPClient.test(server).get(server.url("/start"))
    #expect(outcome.response?.status == 302)
    #expect(outcome.response?.field("Location") == "/next")
    #expect(outcome.text == "moved")
  }

  @Test func `Within one origin everything is kept`() async throws {
    let server = redirecting("302 Found", to: "next?x")
    let outcome = try await follow(.test(server), server)
    #expect(outcome.text == "/next?x token")
    #expect(server.accepted == 1)
  }

  @Test(arguments: [
    ("307 Temporary Redirect", "POST /next none content"), ("303 See Other", "GET /next none "),
  ])
  func `Credentials do not go to another host`(status: String, arrived: String) async throws {
    let server = redirecting(status, to: target.url("/next"))
    let outcome = try await follow(.test(server, target), server, "POST")
    #expect(outcome.text == arrived)
  }

  @Test func `Each hop is checked against the egress list`() async throws {
    let server = redirecting("302 Found", to: target.url("/next?secret"))
    let failure = try await follow(.test(server), server).failure
    #expect(failure?.code == .refused)
    #expect(failure?.message.contains("add \"127.0.0.1:\(target.port)\"") == true)
    #expect(failure?.message.contains("secret") == false)
    #expect(target.accepted == 0)
  }

  @Test func `A circle ends`() async throws {
    let server = redirecting("302 Found", to: "/start")
    let failure = try await follow(.test(server), server).failure
    #expect(failure?.code == .refused)
    #expect(requests.value == HTTPClientLimits.redirects + 1)
  }

  @Test(arguments: ["file:///etc/passwd", "gopher://x/", "http://user:secret@x/", "http://[/"])
  func `A location that cannot be followed ends the exchange`(location: String) async throws {
    let server = redirecting("302 Found", to: location)
    let failure = try await follow(.test(server), server).failure
    #expect(failure?.code == .broken)
    #expect(failure?.message.contains("secret") == false)
  }

  @Test func `The time-out is about all hops together`() async throws {
    let slow = FixtureServer { $0.readToEnd() }
    let server = redirecting("302 Found", to: slow.url())
    let client = try HTTPClient.test(server, slow)
    let outcome = await client.exchange(
      HTTPClientRequest(
        url: server.url("/start"), timeoutMilliseconds: 300, followsRedirects: true))
    #expect(outcome.failure?.code == .timeout)
  }
}
