import Glibc
import Synchronization
import Testing

@testable import HTTPServer

/// What a handler does on the loop of a connection, and what it remembers of it.
@Suite struct LoopTests {
  private final class Memory: Sendable {
    let text: String
    init(_ text: String) { self.text = text }
  }

  /// Remembers the path of a connection's first request, and answers with it.
  private final class RememberingHandler: HTTPHandler {
    let exchanges = Mutex<[HTTPExchange]>([])

    func handle(_ request: consuming HTTPRequest, _ exchange: HTTPExchange) {
      exchanges.withLock { $0.append(exchange) }
      let before = exchange.memory as? Memory
      if before == nil { exchange.memory = Memory(request.pathString) }
      exchange.respond(json: Array((before?.text ?? "nothing").utf8))
    }

    func abandoned(_ exchange: HTTPExchange) {}
  }

  private func body(_ response: String) -> Substring {
    response.split(separator: "\r\n\r\n").last ?? ""
  }

  @Test func whatIsDoneOnTheLoopIsDoneOnItsThread() throws {
    let handler = TestHandler()
    let server = try serve(handler)
    let client = try TestClient(server)
    try client.send(get("/kept"))
    let exchange = try handler.exchange()
    let threads = Mutex<[pthread_t]>([])
    let abandoned = Mutex<[Int]>([])
    for _ in 0..<2 {
      exchange.onLoop {
        threads.withLock { $0.append(pthread_self()) }
        // On the loop it is done at once.
        exchange.onLoop { threads.withLock { $0.append(pthread_self()) } }
        abandoned.withLock { $0.append(threads.withLock { $0.count }) }
      }
    }
    exchange.onLoop { exchange.respond(json: Array("{}".utf8)) }
    _ = try client.response()
    let seen = threads.withLock { $0 }
    #expect(seen.count == 4 && Set(seen).count == 1 && seen[0] != pthread_self())
    #expect(abandoned.withLock { $0 } == [2, 4])
  }

  @Test func nothingIsDoneForAnExchangeThatIsOver() throws {
    let handler = TestHandler()
    let server = try serve(handler)
    let client = try TestClient(server)
    let runs = Atomic<Int>(0)
    try client.send(get("/kept"))
    let answered = try handler.exchange()
    answered.respond(json: Array("{}".utf8))
    _ = try client.response()
    answered.onLoop { runs.add(1, ordering: .relaxed) }
    try client.send(get("/kept"))
    let left = try handler.exchange(1)
    client.reset()
    try waitFor { !handler.abandoned.isEmpty }
    left.onLoop { runs.add(1, ordering: .relaxed) }
    // What the loop does next comes after it has passed over both.
    let other = try TestClient(server)
    try other.send(get("/json"))
    _ = try other.response()
    #expect(runs.load(ordering: .relaxed) == 0)
  }

  @Test func aConnectionIsRememberedAndNoOther() throws {
    let handler = RememberingHandler()
    let server = try HTTPServer(
      address: SocketAddress("127.0.0.1:0"), loops: 1, handler: handler)
    try server.start()
    let (one, other) = (try TestClient(server), try TestClient(server))
    try one.send(get("/one"))
    #expect(body(try one.response()) == "nothing")
    try other.send(get("/other"))
    #expect(body(try other.response()) == "nothing")
    try one.send(get("/three") + get("/four"))
    #expect(body(try one.response()) == "/one")
    #expect(body(try one.response()) == "/one")
    // Elsewhere than on the loop there is nothing to see, and nothing to change.
    let exchange = try #require(handler.exchanges.withLock { $0.first })
    #expect(exchange.memory == nil)
    exchange.memory = Memory("another")
    try one.send(get("/five"))
    #expect(body(try one.response()) == "/one")
  }

  @Test func whatIsRememberedGoesWithTheConnection() throws {
    let handler = TestHandler()
    let server = try serve(handler)
    let client = try TestClient(server)
    try client.send(get("/kept"))
    let exchange = try handler.exchange()
    let isSet = Atomic<Bool>(false)
    nonisolated(unsafe) weak var memory: Memory?
    exchange.onLoop {
      let one = Memory("")
      memory = one
      exchange.memory = one
      isSet.store(true, ordering: .releasing)
    }
    try waitFor { isSet.load(ordering: .acquiring) }
    #expect(memory != nil)
    client.reset()
    try waitFor { !handler.abandoned.isEmpty }
    try waitFor { memory == nil }
  }
}
