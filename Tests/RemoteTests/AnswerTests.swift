import JSON
import PluginKit
import Synchronization
import Testing

@testable import Remote

/// How the answer to one request comes, or does not.
@Suite(.timeLimit(.minutes(1))) struct AnswerTests {
  /// A legacy server whose answer to tools/list is `answer`.
  private func legacy(
    session: String? = "s1", _ answer: @escaping @Sendable (Seen) async -> ScriptedServer.Answer
  ) -> ScriptedServer {
    let script = Scripts.legacy(session: session)
    return ScriptedServer { seen in
      seen.method == "tools/list" || seen.request.method == "GET"
        ? await answer(seen) : script(seen)
    }
  }

  private func failure(
    _ answer: @escaping @Sendable (Seen) async -> ScriptedServer.Answer
  ) async -> UpstreamFailure? {
    let server = legacy { $0.request.method == "GET" ? .of(405) : await answer($0) }
    let upstream = server.upstream(messageLimitBytes: 1000)
    do throws(UpstreamFailure) {
      _ = try await upstream.request("tools/list", [:], call: nil)
      return nil
    } catch {
      return error
    }
  }

  @Test func anAnswerMayComeAsEvents() async throws {
    let server = legacy { seen in
      guard seen.request.method == "POST" else { return .of(405) }
      return .events(
        #"{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"warning","logger":"db","data":"slow"}}"#,
        #"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#,
        #"{"jsonrpc":"2.0","id":"q1","method":"ping"}"#,
        #"{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage","params":{}}"#,
        seen.result(["tools": [1]]))
    }
    let upstream = server.upstream()
    #expect(try await upstream.request("tools/list", [:], call: nil) == ["tools": [1]])
    var events = upstream.events.makeAsyncIterator()
    #expect(await events.next() == .log(.warning, "db: slow"))
    #expect(await events.next() == .toolsChanged)
    let answers = [await server.first("POST"), await server.first("POST", skipping: 1)]
    let pong = try #require(answers.first { $0.id == "q1" })
    #expect(pong.message["result"] == [:])
    #expect(pong.field("Mcp-Session-Id") == "s1")
    let refusal = try #require(answers.first { $0.id == 7 })
    #expect(refusal.message["error"]?["code"] == -32601)
    await upstream.close()
    #expect(await events.next() == nil)
  }

  @Test func aCutStreamGoesOnAfterItsLastEvent() async throws {
    let count = Mutex(0)
    let answer = Mutex("")
    let server = legacy { seen in
      let body = FedBody()
      if !seen.method.isEmpty { answer.withLock { $0 = seen.result(["tools": [2]]) } }
      switch count.withLock({
        $0 += 1; return $0
      }) {
      case 1:
        body.feed("id: e1\nretry: 1234\ndata:\n\n")
        body.end()
      case 2:
        body.feed("id: e2\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}\n\n")
        body.end(HTTPFailure(.broken, "Reset."))
      default:
        body.feed("data: \(answer.withLock { $0 })\n\n")
      }
      return .events(body)
    }
    let waits = Mutex<[UInt64]>([])
    var clock = UpstreamClock.quick
    clock.sleep = { milliseconds in
      waits.withLock { $0.append(milliseconds) }; return true
    }
    let upstream = HTTPUpstream(
      HTTPTarget(url: "http://demo/mcp"), options: UpstreamOptions(name: "d", client: [:]),
      sender: OnlyPosts(server), clock: clock)
    #expect(try await upstream.request("tools/list", [:], call: nil) == ["tools": [2]])
    let resumed = server.seen.filter { $0.field("Last-Event-ID") != nil }
    #expect(resumed.map { $0.field("Last-Event-ID") } == ["e1", "e2"])
    #expect(resumed.allSatisfy { $0.field("Mcp-Session-Id") == "s1" })
    #expect(resumed.allSatisfy { $0.field("Accept") == "text/event-stream" })
    #expect(waits.withLock { $0 }.prefix(2) == [1234, 1000])
    await upstream.close()
  }

  @Test func aCutStreamWithoutIDsIsLost() async {
    let failure = await failure { _ in .events(FedBody([": hello\n\n"], ended: true)) }
    #expect(failure?.kind == .unreachable)
    #expect(failure?.wasSent == true)
  }

  @Test func resumptionsInVainAreCounted() async {
    let server = legacy { _ in .events(FedBody(["id: e\ndata:\n\n"], ended: true)) }
    let upstream = HTTPUpstream(
      HTTPTarget(url: "http://demo/mcp"), options: UpstreamOptions(name: "d", client: [:]),
      sender: OnlyPosts(server), clock: .quick)
    await #expect(throws: UpstreamFailure.self) {
      try await upstream.request("tools/list", [:], call: nil)
    }
    #expect(server.names.filter { $0 == "GET" }.count == 5)
    await upstream.close()
  }

  @Test func answersThatBreakTheRules() async {
    let cases: [(ScriptedServer.Answer, UpstreamFailure.Kind, String)] = [
      (.of(200, "text/html", FedBody(["<p>"], ended: true)), .notMCP, "text/html"),
      (.of(202), .protocolError, "gave no answer"),
      (.json("{"), .protocolError, "not valid JSON"),
      (.json(#"{"jsonrpc":"2.0","id":99,"result":{}}"#), .protocolError, "another id"),
      (.json(#"{"jsonrpc":"2.0","id":3,"result":[]}"#), .protocolError, "no object"),
      (.json("[1]"), .protocolError, "not a JSON-RPC 2.0 message"),
      (
        .json("\"" + String(repeating: "x", count: 2000) + "\""), .protocolError, "larger than 1000"
      ),
      (.events(String(repeating: "x", count: 2000)), .protocolError, "more than 1000 bytes"),
      (.events("{}"), .protocolError, "not a JSON-RPC 2.0 message"),
      (.failure(HTTPFailure(.broken, "Reset.")), .unreachable, "Reset."),
      (.failure(HTTPFailure(.refused, "Not allowed.")), .refused, "Not allowed."),
      (.failure(HTTPFailure(.timeout, "Slow.")), .timeout, "Slow."),
    ]
    for (answer, kind, text) in cases {
      let failure = await failure { _ in answer }
      #expect(failure?.kind == kind, "\(failure?.message ?? "-")")
      #expect(failure?.message.contains(text) == true, "\(failure?.message ?? "-")")
    }
  }

  @Test func statusesThatAreNoAnswers() async {
    let fields = [HTTPField("Retry-After", "3"), HTTPField("Location", "https://a/b?token=c")]
    let cases: [(Int, UpstreamFailure.Kind, Bool, String)] = [
      (401, .unauthorized, false, "refused the credentials"),
      (403, .status(403), false, "does not allow"), (429, .status(429), false, "fewer requests"),
      (500, .status(500), true, "failed (500)"), (502, .status(502), true, "failed (502)"),
      (503, .status(503), true, "failed (503)"),
      (307, .status(307), false, "redirects (307) to https://a/b; set"),
    ]
    for (status, kind, wasSent, text) in cases {
      let failure = await failure { _ in .of(status, "text/html", FedBody(ended: true), fields) }
      #expect(failure?.kind == kind)
      #expect(failure?.wasSent == wasSent)
      #expect(failure?.retryAfterMilliseconds == 3000)
      #expect(failure?.message.contains(text) == true, "\(failure?.message ?? "-")")
    }
  }

  @Test func theServersOwnErrorIsKept() async {
    let failure = await failure { .json($0.error(-32050, "a\nb", data: [1]), status: 500) }
    #expect(failure?.kind == .rpc(code: -32050, data: [1]))
    #expect(failure?.message == "The MCP server \"demo\" answered -32050: a b")
    let unread = await self.failure { _ in
      .json(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"bad"}}"#)
    }
    #expect(unread?.kind == .rpc(code: -32700, data: nil))
  }

  @Test func aCancelledRequestIsToldInTheLegacyEra() async {
    let body = FedBody()
    let server = legacy { seen in seen.request.method == "GET" ? .of(405) : .events(body) }
    let upstream = server.upstream()
    let task = Task { try await upstream.request("tools/list", [:], call: nil) }
    let asked = await server.first("POST tools/list")
    task.cancel()
    let told = await server.first("POST notifications/cancelled")
    #expect(told.params["requestId"] == asked.id)
    #expect(told.field("Mcp-Session-Id") == "s1")
    #expect(await task.result.failureKind == .cancelled)
    await upstream.close()
  }

  @Test func aCancelledRequestIsClosedInTheModernEra() async {
    let body = FedBody()
    let server = ScriptedServer { $0.method == "tools/list" ? .events(body) : Scripts.modern($0) }
    let upstream = server.upstream()
    let task = Task { try await upstream.request("tools/list", [:], call: nil) }
    _ = await server.first("POST tools/list")
    task.cancel()
    #expect(await task.result.failureKind == .cancelled)
    #expect(body.isCancelled)
    #expect(!server.names.contains("POST notifications/cancelled"))
    await upstream.close()
  }

  @Test func anAnswerThatIsNotCompleteInTimeIsGivenUp() async {
    var clock = UpstreamClock.quick
    clock.alarm = { _, ring in
      ring()
      return Alarm {}
    }
    let timer = TimedBody(FedBody(), milliseconds: 5, clock)
    do throws(HTTPFailure) {
      _ = try await timer.next()
      Issue.record("There is no piece.")
    } catch {
      #expect(error.code == .timeout)
    }
  }

  @Test func refusedCredentialsGetOneMoreTry() async throws {
    let credentials = Tokens()
    let server = ScriptedServer { seen in
      seen.field("Authorization") == "t2" ? Scripts.modern(seen) : .of(401)
    }
    let upstream = server.upstream(credentials: credentials)
    _ = try await upstream.request("tools/list", [:], call: nil)
    #expect(server.names.prefix(2) == ["POST server/discover", "POST server/discover"])
    server.change { _ in .of(403) }
    let before = server.names.count
    await #expect(throws: UpstreamFailure.self) {
      try await upstream.request("prompts/list", [:], call: nil)
    }
    #expect(server.names[before...].filter { $0 == "POST prompts/list" }.count == 2)
    await upstream.close()
  }

  @Test func retryAfterMayBeADate() {
    let now = "Sun, 06 Nov 1994 08:49:37 GMT"
    let wait = { RetryAfter.milliseconds($0, date: now) }
    #expect(wait("Sun, 06 Nov 1994 08:49:40 GMT") == 3000)
    #expect(wait("Wed, 01 Mar 1995 00:00:00 GMT") == 9_904_223_000)
    #expect(wait("Sun, 06 Nov 1994 08:00:00 GMT") == 0)
    #expect(wait("120") == 120_000)
    #expect(wait("soon") == nil)
    #expect(wait("-1") == nil)
    #expect(wait("Sun, 06 Foo 1994 08:49:40 GMT") == nil)
    #expect(RetryAfter.milliseconds(now, date: nil) == nil)
  }
}

extension Result<JSONValue, any Error> {
  var failureKind: UpstreamFailure.Kind? {
    if case .failure(let error) = self { (error as? UpstreamFailure)?.kind } else { nil }
  }
}

/// A token that is used up: each refusal gives the next one.
private final class Tokens: OutboundCredentials {
  private let number = Mutex(1)

  func fields(
    for request: HTTPRequest, call: Call?
  ) async throws(UpstreamFailure) -> [HTTPField] {
    [HTTPField("Authorization", "t\(number.withLock { $0 })")]
  }

  func wasRefused(_ status: Int) async -> Bool {
    number.withLock { $0 += 1 }
    return true
  }
}

/// Answers the listening stream itself, so that the script sees only what a request causes.
private struct OnlyPosts: HTTPSender {
  let server: ScriptedServer

  init(_ server: ScriptedServer) { self.server = server }

  func stream(
    _ request: HTTPRequest, call: Call?
  ) async throws(HTTPFailure) -> StreamedResponse {
    let isListening =
      request.method == "GET" && !request.fields.contains { $0.name == "Last-Event-ID" }
    if isListening { return try ScriptedServer.Answer.of(405).get() }
    return try await server.stream(request, call: call)
  }
}
