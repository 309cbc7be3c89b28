import JSON
import PluginKit
import Testing

@testable import Remote

@Suite(.timeLimit(.minutes(1))) struct EraTests {
  private let version = "MCP-Protocol-Version"

  @Test func aModernServerIsAskedWithAllThatItWants() async throws {
    let server = ScriptedServer(Scripts.modern)
    let upstream = server.upstream()
    let info = try await upstream.open()
    #expect(info.isModern)
    #expect(info.instructions == "Be kind.")
    #expect(info.serverInfo["name"] == "m")
    _ = try await upstream.request("tools/list", [:], call: nil)
    let seen = await server.first("POST tools/list")
    #expect(seen.field(version) == "2026-07-28")
    #expect(seen.field("Mcp-Method") == "tools/list")
    #expect(seen.field("Mcp-Session-Id") == nil)
    #expect(seen.field("Accept") == "application/json, text/event-stream")
    #expect(seen.field("Content-Type") == "application/json")
    #expect(seen.field("X-Fixed") == "1")
    #expect(seen.meta["io.modelcontextprotocol/protocolVersion"] == "2026-07-28")
    #expect(seen.meta["io.modelcontextprotocol/clientCapabilities"] == [:])
    #expect(seen.meta["io.modelcontextprotocol/clientInfo"]?["name"] == "test")
    #expect(server.names.filter { $0 == "POST server/discover" }.count == 1)
    #expect(!server.names.contains("POST initialize"))
    await upstream.close()
    #expect(!server.names.contains("DELETE"))
  }

  @Test func namesAreRepeatedInHeaders() async throws {
    let server = ScriptedServer { seen in
      seen.method == "server/discover" ? Scripts.modern(seen) : .json(seen.result([:]))
    }
    let upstream = server.upstream()
    _ = try await upstream.request("tools/call", ["name": "é"], call: nil)
    _ = try await upstream.request("prompts/get", ["name": "p"], call: nil)
    _ = try await upstream.request("resources/read", ["uri": "a://b"], call: nil)
    #expect(await server.first("POST tools/call").field("Mcp-Name") == "=?base64?w6k=?=")
    #expect(await server.first("POST prompts/get").field("Mcp-Name") == "p")
    #expect(await server.first("POST resources/read").field("Mcp-Name") == "a://b")
    await upstream.close()
  }

  @Test(arguments: [
    (400, "application/json", true), (404, "application/json", true),
    (200, "application/json", true),
    (404, "text/html", false), (405, "", false), (406, "text/plain", false), (500, "", false),
  ]) func anOlderServerIsGreeted(_ status: Int, _ type: String, _ isMessage: Bool) async throws {
    let legacy = Scripts.legacy()
    let server = ScriptedServer { seen in
      guard seen.method == "server/discover" else { return legacy(seen) }
      let text = isMessage ? seen.error(-32600, "Missing session ID") : "no"
      return .of(status, type, FedBody([text], ended: true))
    }
    let upstream = server.upstream()
    let info = try await upstream.open()
    #expect(info.revision == "2025-11-25")
    #expect(info.serverInfo["name"] == "l")
    _ = try await upstream.request("tools/list", [:], call: nil)
    let hello = await server.first("POST initialize")
    #expect(hello.params["protocolVersion"] == "2025-11-25")
    #expect(hello.params["_meta"] == nil)
    #expect(hello.field(version) == nil)
    let list = await server.first("POST tools/list")
    #expect(list.field(version) == "2025-11-25")
    #expect(list.field("Mcp-Session-Id") == "s1")
    #expect(list.field("Mcp-Method") == nil)
    #expect(list.message["params"] == nil)
    #expect(server.names.contains("POST notifications/initialized"))
    await upstream.close()
    #expect(server.seen.last?.name == "DELETE")
    #expect(server.seen.last?.field("Mcp-Session-Id") == "s1")
  }

  @Test func theRevisionIsNamedFromTheOneThatAsksForIt() async throws {
    for (revision, named) in [("2025-06-18", "2025-06-18"), ("2025-03-26", nil)] {
      let server = ScriptedServer(Scripts.legacy(revision))
      let upstream = server.upstream()
      #expect(try await upstream.open().revision == revision)
      _ = try await upstream.request("tools/list", [:], call: nil)
      #expect(await server.first("POST tools/list").field(version) == named)
      await upstream.close()
    }
  }

  @Test func anUnknownRevisionIsNamed() async throws {
    let failure = await failure(Scripts.legacy("1999-01-01"))
    #expect(failure?.kind == .notMCP)
    #expect(failure?.message.hasPrefix("The MCP server \"demo\" speaks MCP 1999-01-01;") == true)
  }

  @Test func supportedVersionsDecide() async throws {
    let newer = await failure { seen in
      .json(
        seen.error(-32022, data: ["supported": ["2030-01-01"], "requested": "2026-07-28"]),
        status: 400)
    }
    #expect(newer?.kind == .notMCP)
    let legacy = Scripts.legacy()
    let server = ScriptedServer { seen in
      seen.method == "server/discover"
        ? .json(seen.error(-32022, data: ["supported": ["2025-06-18"]]), status: 400)
        : legacy(seen)
    }
    #expect(try await server.upstream().open().revision == "2025-11-25")
  }

  @Test func whatIsNoServerOfMCPIsSaid() async throws {
    let html = await failure { _ in .of(200, "text/html", FedBody(["<html>"], ended: true)) }
    #expect(html?.kind == .notMCP)
    #expect(html?.message.contains("text/html") == true)
    let down = await failure { _ in
      .of(503, "", FedBody(ended: true), [HTTPField("retry-after", "7")])
    }
    #expect(down?.kind == .status(503))
    #expect(down?.retryAfterMilliseconds == 7000)
    #expect(down?.wasSent == true)
    #expect(await failure { _ in .of(401) }?.kind == .unauthorized)
    #expect(await failure { _ in .of(404, "text/html") }?.kind == .status(404))
    let refused = await failure { _ in .failure(HTTPFailure(.connect, "Nobody listens.")) }
    #expect(refused?.kind == .unreachable)
  }

  private func failure(
    _ script: @escaping @Sendable (Seen) async -> ScriptedServer.Answer
  ) async -> UpstreamFailure? {
    do throws(UpstreamFailure) {
      _ = try await ScriptedServer(script).upstream().open()
      return nil
    } catch {
      return error
    }
  }

  @Test func oneHelloServesAllThatWait() async throws {
    let server = ScriptedServer(Scripts.legacy())
    let upstream = server.upstream()
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 {
        group.addTask {
          (try? await upstream.request("tools/list", [:], call: nil)) == ["tools": []]
        }
      }
      for await isRight in group { #expect(isRight) }
    }
    #expect(server.names.filter { $0 == "POST initialize" }.count == 1)
    await upstream.close()
  }

  @Test func aLostSessionIsBegunAgainOnce() async throws {
    let server = ScriptedServer(Scripts.legacy(session: "s1"))
    let upstream = server.upstream()
    _ = try await upstream.request("tools/list", [:], call: nil)
    server.change(Scripts.legacy(session: "s2"))
    #expect(try await upstream.request("tools/list", [:], call: nil) == ["tools": []])
    #expect(server.seen.last { $0.method == "tools/list" }?.field("Mcp-Session-Id") == "s2")
    #expect(server.names.filter { $0 == "POST initialize" }.count == 2)
    server.change { seen in
      seen.method == "tools/list"
        ? .json(seen.error(-32001, "Session not found"), status: 404) : Scripts.legacy()(seen)
    }
    await #expect(throws: UpstreamFailure.self) {
      try await upstream.request("tools/list", [:], call: nil)
    }
    #expect(server.names.filter { $0 == "POST initialize" }.count == 3)
    await upstream.close()
  }

  @Test func aChangeOfEraIsFoundOut() async throws {
    let server = ScriptedServer(Scripts.legacy(session: nil))
    let upstream = server.upstream()
    #expect(try await upstream.open().revision == "2025-11-25")
    server.change { seen in
      seen.meta == .null ? .json(seen.error(-32602, "no _meta"), status: 400) : Scripts.modern(seen)
    }
    // That request was answered, and is not repeated: those to come are of the modern era.
    await #expect(throws: UpstreamFailure.self) {
      try await upstream.request("tools/list", [:], call: nil)
    }
    #expect(server.names.filter { $0 == "POST tools/list" }.count == 1)
    while try await !upstream.open().isModern { await Task.yield() }
    _ = try await upstream.request("tools/list", [:], call: nil)
    // It may offer something else now.
    var events = upstream.events.makeAsyncIterator()
    #expect(await events.next() == .toolsChanged)
    #expect(await events.next() == .resourcesChanged)
    server.change(Scripts.legacy(session: "s"))
    _ = try await upstream.request("tools/list", [:], call: nil)
    #expect(try await upstream.open().revision == "2025-11-25")
    await upstream.close()
  }

  /// A failure in the ordinary course makes nobody ask again who the server is.
  @Test func ordinaryErrorsChangeNothing() async throws {
    let server = ScriptedServer { seen in
      seen.method == "tools/call"
        ? .json(seen.error(-32602, "Unknown tool"), status: 400)
        : Scripts.modern(seen)
    }
    let upstream = server.upstream()
    for _ in 0..<3 {
      await #expect(throws: UpstreamFailure.self) {
        try await upstream.request("tools/call", ["name": "x"], call: nil)
      }
    }
    #expect(server.names.filter { $0 == "POST server/discover" }.count == 1)
    #expect(server.names.filter { $0 == "POST tools/call" }.count == 3)
    await upstream.close()
  }
}
