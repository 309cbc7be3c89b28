import JSON
import PluginKit
import Synchronization
import Testing

@testable import Remote

/// What makes a session be begun again, and what becomes of the one before.
@Suite(.timeLimit(.minutes(1))) struct SessionTests {
  /// A legacy server that gives a new session id at every hello and answers tools/call so.
  private func server(
    _ answer: @escaping @Sendable (Seen) -> ScriptedServer.Answer
  ) -> ScriptedServer {
    let count = Mutex(0)
    return ScriptedServer { seen in
      switch seen.method {
      case "server/discover": .json(seen.error(-32600, "Missing session ID"), status: 400)
      case "initialize":
        Scripts.legacy(
          session: count.withLock {
            $0 += 1
            return "s\($0)"
          })(seen)
      case "tools/call": answer(seen)
      default: seen.request.method == "GET" ? .of(405) : .of(202)
      }
    }
  }

  private func count(_ name: String, _ server: ScriptedServer) -> Int {
    server.names.filter { $0 == name }.count
  }

  private func call(_ upstream: HTTPUpstream) async -> UpstreamFailure? {
    do throws(UpstreamFailure) {
      _ = try await upstream.request("tools/call", ["name": "x"], call: nil)
      return nil
    } catch {
      return error
    }
  }

  /// The server has looked at the request: it is not repeated, and the session is good.
  @Test(arguments: [
    (400, -32602, "No such account"), (400, -32602, "The session of that user is unknown"),
    (404, -32602, "No such session"), (400, -32603, "Internal error"), (404, -32601, "no"),
    (404, -32002, "Resource not found"), (400, -32000, "No such account"), (405, -32000, "no"),
    (406, -32001, "no"), (500, -32603, "Lost session"),
  ]) func anAnswerIsNoLostSession(_ status: Int, _ code: Int64, _ message: String) async {
    let server = server { .json($0.error(code, message), status: status) }
    let upstream = server.upstream()
    for _ in 0..<3 {
      #expect(await call(upstream)?.kind == .rpc(code: Int(code), data: nil))
    }
    #expect(count("POST tools/call", server) == 3)
    #expect(count("POST initialize", server) == 1)
    await upstream.close()
    #expect(server.seen.filter { $0.name == "DELETE" }.map { $0.field("Mcp-Session-Id") } == ["s1"])
  }

  /// A status alone, or a page, says nothing of the session.
  @Test(arguments: [
    (400, "text/plain", "bad"), (400, "text/html", "session"), (405, "", ""),
    (406, "text/plain", "session"), (500, "text/plain", "session"),
  ])
  func aStatusIsNoLostSession(_ status: Int, _ type: String, _ text: String) async {
    let server = server { _ in .of(status, type, FedBody([text], ended: true)) }
    let upstream = server.upstream()
    for _ in 0..<3 { #expect(await call(upstream)?.kind == .status(status)) }
    #expect(count("POST tools/call", server) == 3)
    #expect(count("POST initialize", server) == 1)
    await upstream.close()
  }

  /// As the servers in use say it.
  @Test(arguments: [
    (404, "text/plain", "gone"), (404, "", ""),
    (400, "text/plain", "Bad Request: No valid Session ID provided"),
    (400, "application/json", #"{"error":"unknown session"}"#),
    (
      400, "application/json",
      #"{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Server not initialized"}}"#
    ),
    (
      404, "application/json",
      #"{"jsonrpc":"2.0","id":"server-error","error":{"code":-32600,"message":"not found"}}"#
    ),
    (
      404, "application/json",
      #"{"jsonrpc":"2.0","id":ID,"error":{"code":-32001,"message":"Session not found"}}"#
    ),
  ]) func aLostSessionIsBegunAgain(_ status: Int, _ type: String, _ text: String) async {
    let server = server { seen in
      guard seen.field("Mcp-Session-Id") == "s1" else { return .json(seen.result(["n": 1])) }
      let parts = text.split(separator: "ID,", omittingEmptySubsequences: false)
      let own = parts.count == 2 ? "\(parts[0])\(seen.id),\(parts[1])" : text
      return .of(status, type, FedBody([own], ended: true))
    }
    let upstream = server.upstream()
    for _ in 0..<2 { #expect(await call(upstream) == nil) }
    #expect(count("POST tools/call", server) == 3)
    #expect(count("POST initialize", server) == 2)
    // What the server may still keep of the old one is given up.
    #expect(await server.first("DELETE").field("Mcp-Session-Id") == "s1")
    await upstream.close()
    #expect(await server.first("DELETE", skipping: 1).field("Mcp-Session-Id") == "s2")
    #expect(count("DELETE", server) == 2)
  }

  /// An old session with the id of the new one is not ended.
  @Test func aSessionThatKeepsItsIDIsNotEnded() async throws {
    let isLost = Mutex(true)
    let server = ScriptedServer { seen in
      let wasLost = isLost.withLock { isLost in
        defer { if seen.method == "tools/list" { isLost = false } }
        return isLost
      }
      return seen.method == "tools/list" && wasLost ? .of(404) : Scripts.legacy()(seen)
    }
    let upstream = server.upstream()
    await #expect(throws: UpstreamFailure.self) {
      try await upstream.request("tools/list", [:], call: nil)
    }
    _ = try await upstream.request("tools/list", [:], call: nil)
    #expect(count("POST initialize", server) == 2)
    #expect(!server.names.contains("DELETE"))
    await upstream.close()
  }

  /// A server that answers by HTTP errors is not asked at every one whether it was replaced.
  @Test func aServerIsSeldomAskedForItsEra() async {
    var clock = UpstreamClock.quick
    clock.now = { 1 }
    let server = server { .json($0.error(-32602), status: 400) }
    let upstream = server.upstream(clock: clock)
    for _ in 0..<20 { _ = await call(upstream) }
    _ = await server.first("POST server/discover", skipping: 1)
    for _ in 0..<50 { await Task.yield() }
    #expect(count("POST server/discover", server) == 2)
    await upstream.close()
  }

  /// Two of ours may say the same to one server at the same time, signed.
  @Test func noTwoUpstreamsSendTheSameBytes() async throws {
    let servers = [ScriptedServer(Scripts.modern), ScriptedServer(Scripts.modern)]
    for server in servers {
      let upstream = server.upstream()
      for _ in 0..<20 { _ = try await upstream.request("tools/list", [:], call: nil) }
      _ = await server.first("POST subscriptions/listen")
      await upstream.close()
    }
    let bodies = servers.flatMap { $0.seen.map(\.request.body) }
    #expect(bodies.count == 44)
    #expect(Set(bodies).count == bodies.count)
    let ids = servers.flatMap { $0.seen.compactMap(\.id.integer) }
    #expect(ids.count == 44)
    #expect(ids.allSatisfy { $0 > 0 && $0 < 1 << 53 })
    // One in four billion is that small.
    #expect(ids.contains { $0 > 1 << 20 })
  }
}
