import JSON
import PluginKit
import Synchronization
import Testing

@testable import Remote

@Suite(.timeLimit(.minutes(1))) struct ListenerTests {
  private func notification(_ method: String, _ params: String = "{}") -> String {
    "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/\(method)\",\"params\":\(params)}\n\n"
  }

  private let acknowledged = "subscriptions/acknowledged"

  @Test func aLegacyStreamTellsAndIsOpenedAgain() async throws {
    let bodies = TwoBodies()
    let script = Scripts.legacy()
    let server = ScriptedServer { seen in
      guard seen.request.method == "GET" else { return script(seen) }
      return .events(bodies.next())
    }
    let upstream = server.upstream()
    var events = upstream.events.makeAsyncIterator()
    _ = try await upstream.open()
    bodies[0].feed(notification("tools/list_changed"))
    #expect(await events.next() == .toolsChanged)
    bodies[0].feed(notification("resources/updated", #"{"uri":"a://b"}"#))
    #expect(await events.next() == .resourceUpdated("a://b"))
    let get = await server.first("GET")
    #expect(get.field("Mcp-Session-Id") == "s1")
    #expect(get.field("MCP-Protocol-Version") == "2025-11-25")
    // A gap: what may have changed is told.
    bodies[0].end(HTTPFailure(.broken, "Reset."))
    #expect(await events.next() == .toolsChanged)
    bodies[1].feed(notification("prompts/list_changed"))
    #expect(await events.next() == .promptsChanged)
    await upstream.close()
    #expect(await events.next() == nil)
    await bodies[1].cancelled()
  }

  @Test func aLegacyStreamWithIDsGoesOnWithoutAGap() async throws {
    let bodies = TwoBodies()
    let script = Scripts.legacy()
    let server = ScriptedServer { seen in
      guard seen.request.method == "GET" else { return script(seen) }
      return .events(bodies.next())
    }
    let upstream = server.upstream()
    var events = upstream.events.makeAsyncIterator()
    _ = try await upstream.open()
    bodies[0].feed("id: 9\nretry: 5\n" + notification("tools/list_changed"))
    bodies[0].end()
    #expect(await events.next() == .toolsChanged)
    bodies[1].feed(notification("prompts/list_changed"))
    #expect(await events.next() == .promptsChanged)
    #expect(await server.first("GET", skipping: 1).field("Last-Event-ID") == "9")
    await upstream.close()
  }

  @Test func aServerWithoutAStreamIsAskedOnce() async throws {
    let server = ScriptedServer(Scripts.legacy())
    let upstream = server.upstream()
    for _ in 0..<5 { _ = try await upstream.request("tools/list", [:], call: nil) }
    _ = await server.first("GET")
    for _ in 0..<50 {
      await Task.yield()
      _ = try await upstream.request("tools/list", [:], call: nil)
    }
    #expect(server.names.filter { $0 == "GET" }.count == 1)
    await upstream.close()
  }

  @Test func theModernStreamAsksForWhatIsOffered() async throws {
    let body = FedBody()
    let server = ScriptedServer {
      $0.method == "subscriptions/listen" ? .events(body) : Scripts.modern($0)
    }
    let upstream = server.upstream()
    var events = upstream.events.makeAsyncIterator()
    _ = try await upstream.open()
    let listen = await server.first("POST subscriptions/listen")
    #expect(listen.params["notifications"] == ["toolsListChanged": true])
    #expect(listen.field("Mcp-Method") == "subscriptions/listen")
    #expect(listen.meta["io.modelcontextprotocol/protocolVersion"] == "2026-07-28")
    body.feed(notification(acknowledged) + notification("tools/list_changed"))
    #expect(await events.next() == .toolsChanged)
    await upstream.close()
  }

  @Test func aSubscriptionMakesANewStreamBeforeTheOldOneGoes() async throws {
    let bodies = TwoBodies()
    let server = ScriptedServer { seen in
      guard seen.method == "subscriptions/listen" else { return Scripts.modern(seen) }
      return .events(bodies.next())
    }
    let upstream = server.upstream()
    var events = upstream.events.makeAsyncIterator()
    _ = try await upstream.open()
    _ = await server.first("POST subscriptions/listen")
    bodies[0].feed(notification(acknowledged))
    try await upstream.subscribe(to: "a://b", true)
    let second = await server.first("POST subscriptions/listen", skipping: 1)
    #expect(second.params["notifications"]?["resourceSubscriptions"] == ["a://b"])
    #expect(!bodies[0].isCancelled)
    bodies[1].feed(notification(acknowledged))
    bodies[1].feed(notification("resources/updated", #"{"uri":"a://b"}"#))
    #expect(await events.next() == .resourceUpdated("a://b"))
    await bodies[0].cancelled()
    #expect(!server.names.contains("POST resources/subscribe"))
    await upstream.close()
  }

  /// That an older stream was refused says nothing of the one that takes its place.
  @Test func aRefusalOfAnOlderStreamLeavesTheNewerOne() async throws {
    let (gates, opening) = AsyncStream.makeStream(of: Void.self)
    let body = FedBody()
    let server = ScriptedServer { seen in
      guard seen.method == "subscriptions/listen" else { return Scripts.modern(seen) }
      if seen.params["notifications"]?["resourceSubscriptions"] != nil { return .events(body) }
      for await _ in gates { break }
      return .json(seen.error(-32601), status: 404)
    }
    let upstream = server.upstream()
    _ = try await upstream.open()
    _ = await server.first("POST subscriptions/listen")
    try await upstream.subscribe(to: "a://b", true)
    _ = await server.first("POST subscriptions/listen", skipping: 1)
    opening.yield()
    for _ in 0..<200 {
      await Task.yield()
      _ = try await upstream.request("tools/list", [:], call: nil)
    }
    #expect(server.names.filter { $0 == "POST subscriptions/listen" }.count == 2)
    var events = upstream.events.makeAsyncIterator()
    body.feed(notification("resources/updated", #"{"uri":"a://b"}"#))
    #expect(await events.next() == .resourceUpdated("a://b"))
    await upstream.close()
    await body.cancelled()
  }

  @Test func aModernServerWithoutListenIsAskedOnce() async throws {
    let server = ScriptedServer { seen in
      seen.method == "subscriptions/listen"
        ? .json(seen.error(-32601), status: 404) : Scripts.modern(seen)
    }
    let upstream = server.upstream()
    _ = try await upstream.open()
    _ = await server.first("POST subscriptions/listen")
    for _ in 0..<50 {
      await Task.yield()
      _ = try await upstream.request("tools/list", [:], call: nil)
    }
    #expect(server.names.filter { $0 == "POST subscriptions/listen" }.count == 1)
    await upstream.close()
  }

  @Test func legacySubscriptionsHoldForTheNextSession() async throws {
    let body = FedBody()
    let server = ScriptedServer { seen in
      seen.method == "resources/subscribe" ? .json(seen.result([:])) : Scripts.legacy()(seen)
    }
    let upstream = server.upstream()
    try await upstream.subscribe(to: "a://b", true)
    #expect(await server.first("POST resources/subscribe").params["uri"] == "a://b")
    server.change { seen in
      switch seen.name {
      case "GET": .events(body)
      case "POST resources/subscribe": .json(seen.result([:]))
      default: Scripts.legacy(session: "s2")(seen)
      }
    }
    _ = try await upstream.request("tools/list", [:], call: nil)
    let again = await server.first("POST resources/subscribe", skipping: 1)
    #expect(again.field("Mcp-Session-Id") == "s2")
    await upstream.close()
  }

  @Test func silenceIsToldOnceAndThenTheEnd() async throws {
    let isDown = Mutex(true)
    let body = FedBody()
    let script = Scripts.legacy()
    let server = ScriptedServer { seen in
      guard seen.request.method == "GET" else { return script(seen) }
      return isDown.withLock { $0 } ? .of(503) : .events(body)
    }
    let upstream = server.upstream()
    var events = upstream.events.makeAsyncIterator()
    _ = try await upstream.open()
    #expect(await events.next() == .disconnected("The MCP server \"demo\" failed (503)."))
    _ = await server.first("GET", skipping: 3)
    isDown.withLock { $0 = false }
    #expect(await events.next() == .toolsChanged)
    await upstream.close()
  }

  @Test func waitsGrowAndAreBounded() {
    var backoff = Backoff()
    let waits = (0..<12).map { _ in backoff.next { $0.upperBound } }
    #expect(waits.prefix(4) == [500, 1000, 2000, 4000])
    #expect(waits.last == Backoff.longestMilliseconds)
    backoff.reset()
    #expect(backoff.next { $0.lowerBound } == 375)
  }

  @Test func anAlarmRingsUnlessItIsCancelled() async {
    let (rings, ringing) = AsyncStream.makeStream(of: Int.self)
    let table = AlarmTable()
    table.set(1) { ringing.yield(1) }.cancel()
    _ = table.set(60_000) { ringing.yield(2) }
    _ = table.set(2) { ringing.yield(3) }
    var iterator = rings.makeAsyncIterator()
    #expect(await iterator.next() == 3)
    _ = table.set(0) { ringing.yield(4) }
    #expect(await iterator.next() == 4)
  }

  @Test func changesWaitOnceAndLogsAreBounded() {
    var waiting = WaitingEvents()
    waiting.append(.toolsChanged)
    for number in 0..<2000 { waiting.append(.log(.info, "\(number)")) }
    waiting.append(.toolsChanged)
    waiting.append(.promptsChanged)
    var found: [UpstreamEvent] = []
    while let event = waiting.removeFirst() { found.append(event) }
    #expect(found.count == WaitingEvents.maximumCount)
    #expect(found.first == .toolsChanged)
    #expect(found.last == .promptsChanged)
    #expect(found.filter { $0 == .toolsChanged }.count == 1)
  }
}

/// The streams that a server opens one after the other; the second of them again and again.
private final class TwoBodies: Sendable {
  private let bodies = [FedBody(), FedBody()]
  private let opened = Mutex(0)

  subscript(index: Int) -> FedBody { bodies[index] }

  func next() -> FedBody {
    let index = opened.withLock { opened in
      defer { opened += 1 }
      return min(opened, 1)
    }
    return bodies[index]
  }
}
