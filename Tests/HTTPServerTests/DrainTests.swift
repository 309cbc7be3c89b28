import Glibc
import Synchronization
import Testing

@testable import HTTPServer

/// How a server ends.
@Suite struct DrainTests {
  @Test func `finishes what runs and closes what is idle`() throws {
    let handler = TestHandler()
    let server = try serve(handler)
    let idle = try TestClient(server)
    try idle.send(get("/json"))
    #expect(try idle.response().hasSuffix("{}"))
    let busy = try TestClient(server)
    try busy.send(get("/later"))
    let exchange = try handler.exchange()

    let drained = Drained(server)
    #expect(try idle.rest().isEmpty)
    #expect(!drained.isDone)
    exchange.respond(json: [0x31])
    let response = try busy.rest()
    #expect(response.contains("\r\nConnection: close\r\n") && response.hasSuffix("\r\n\r\n1"))
    try waitFor { drained.isDone }
    #expect(throws: TestClient.Failure.self) { try TestClient(server) }
    #expect(handler.abandoned.isEmpty)
  }

  @Test func `abandons what does not finish in time`() throws {
    let handler = TestHandler()
    let server = try serve(handler)
    let client = try TestClient(server)
    try client.send(get("/later"))
    let exchange = try handler.exchange()
    server.drain(timeoutMilliseconds: 50)
    #expect(handler.abandoned == [exchange])
    #expect(try client.rest().isEmpty)
    exchange.respond(json: [0x31])
    server.drain(timeoutMilliseconds: 50)
  }

  @Test func `answers what had arrived before`() throws {
    for _ in 0..<20 {
      let server = try serve(TestHandler())
      let client = try TestClient(server)
      try client.send(get("/json"))
      server.drain(timeoutMilliseconds: 10_000)
      #expect(try client.rest().hasSuffix("{}"))
    }
  }

  @Test func `stops accepting and keeps its connections`() throws {
    let server = try serve(TestHandler())
    let client = try TestClient(server)
    server.stopAccepting()
    try waitFor { (try? TestClient(server)) == nil }
    try client.send(get("/json"))
    #expect(try client.response().hasSuffix("{}"))
  }

  @Test func `ends with its last reference, and without ever having started`() throws {
    let handler = TestHandler()
    var server: HTTPServer? = try serve(handler)
    let client = try TestClient(#require(server))
    try client.send(get("/later"))
    let exchange = try handler.exchange()
    server = nil
    #expect(handler.abandoned == [exchange])
    #expect(try client.rest().isEmpty)
    let unstarted = try HTTPServer(address: SocketAddress("127.0.0.1:0"), handler: handler)
    unstarted.drain(timeoutMilliseconds: 0)
  }
}

/// Drains a server on a thread of its own, since draining blocks.
private final class Drained: Sendable {
  private let done = Atomic<Bool>(false)

  var isDone: Bool { done.load(ordering: .acquiring) }

  init(_ server: HTTPServer) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Work(server: server, drained: self)).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
        work.server.drain(timeoutMilliseconds: 20_000)
        work.drained.done.store(true, ordering: .releasing)
        return nil
      }, context)
    pthread_detach(thread)
  }

  private final class Work {
    let server: HTTPServer
    let drained: Drained

    init(server: HTTPServer, drained: Drained) { (self.server, self.drained) = (server, drained) }
  }
}
