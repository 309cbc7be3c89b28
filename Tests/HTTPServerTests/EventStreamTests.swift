import Glibc
import Testing

@testable import HTTPServer

/// Server-sent events and vanished clients, over a socket.
@Suite struct EventStreamTests {
  @Test func `sends events, then goes on with the connection`() throws {
    let handler = TestHandler()
    let server = try serve(handler)
    let client = try TestClient(server)
    try client.send(get("/stream") + get("/json"))
    let exchange = try handler.exchange()
    exchange.beginEventStream(fields: ["X-Own": "1"])
    let head = try client.read(through: "\r\n\r\n")
    #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(head.contains("\r\nContent-Type: text/event-stream\r\n"))
    #expect(
      head.contains("\r\nTransfer-Encoding: chunked\r\n") && head.contains("\r\nX-Own: 1\r\n"))
    exchange.sendEvent(data: Array("one".utf8))
    #expect(try client.read(through: "one\n\n\r\n") == "B\r\ndata: one\n\n\r\n".lowercased())
    exchange.sendComment("still here")
    exchange.sendEvent(data: Array("two\nlines".utf8))
    exchange.end()
    let rest = try client.read(through: "0\r\n\r\n")
    #expect(rest == "e\r\n: still here\n\n\r\n17\r\ndata: two\ndata: lines\n\n\r\n0\r\n\r\n")
    #expect(try client.response().hasSuffix("{}"))
    #expect(handler.abandoned.isEmpty)
  }

  @Test func `tells a reader where it left off and when to come back`() {
    let bytes = EventStream.event(data: [], id: "a\nb", retryMilliseconds: 250)
    #expect(String(decoding: bytes, as: UTF8.self) == "id: ab\nretry: 250\ndata: \n\n")
  }

  @Test func `ends the stream of HTTP 1.0 with its connection`() throws {
    let handler = TestHandler()
    let server = try serve(handler)
    let client = try TestClient(server)
    try client.send("GET /stream HTTP/1.0\r\n\r\n")
    let exchange = try handler.exchange()
    exchange.beginEventStream()
    exchange.sendEvent(data: [0x61])
    exchange.end()
    let response = try client.rest()
    #expect(response.contains("\r\nConnection: close\r\n") && !response.contains("chunked"))
    #expect(response.hasSuffix("\r\n\r\ndata: a\n\n"))
  }

  @Test func `tells of a client that is reset or gone`() throws {
    let handler = TestHandler()
    let server = try serve(handler) { $0.halfClosedMilliseconds = 100 }
    let reset = try TestClient(server)
    try reset.send(get("/later"))
    let first = try handler.exchange(0)
    reset.reset()
    try waitFor { handler.abandoned == [first] }

    var closed: TestClient? = try TestClient(server)
    try closed?.send(get("/stream"))
    let second = try handler.exchange(1)
    second.beginEventStream()
    _ = try closed?.read(through: "\r\n\r\n")
    closed = nil
    try waitFor { handler.abandoned == [first, second] }
    second.sendEvent(data: [0x61])
    second.end()
    try waitFor { server.statistics.connections == 0 }
    #expect(handler.abandoned.count == 2)
  }

  @Test func `answers a client that has closed its sending side only`() throws {
    let handler = TestHandler()
    let server = try serve(handler)
    let client = try TestClient(server)
    try client.send(post("/later", "1") + post("/echo", "2"))
    client.finish()
    let exchange = try handler.exchange()
    usleep(20_000)
    exchange.respond(json: [0x31])
    let responses = try client.rest()
    #expect(responses.contains("\r\n\r\n1HTTP/1.1 200 OK\r\n") && responses.hasSuffix("\r\n\r\n2"))
    #expect(handler.abandoned.isEmpty)
  }

  @Test func `drops a connection that ends within a request`() throws {
    let server = try serve(TestHandler())
    for part in [
      "", "GET / HTTP/1.1\r\nHo", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab",
    ] {
      let client = try TestClient(server)
      try client.send(part)
      client.finish()
      #expect(try client.rest().isEmpty)
    }
    try waitFor { server.statistics.connections == 0 }
    #expect(server.statistics.requests == 0)
  }

  @Test func `one event may be longer than what a reader may be behind`() throws {
    let handler = TestHandler()
    let server = try serve(handler) { $0.streamOutputBytes = 1000 }
    let client = try TestClient(server)
    try client.send("GET /stream HTTP/1.0\r\n\r\n")
    let exchange = try handler.exchange()
    exchange.beginEventStream()
    let long = [UInt8](repeating: 0x61, count: 200_000)
    exchange.sendEvent(data: long)
    exchange.end(data: long)
    let text = String(decoding: long, as: UTF8.self)
    #expect(try client.rest().hasSuffix("\r\n\r\ndata: \(text)\n\ndata: \(text)\n\n"))
    #expect(handler.abandoned.isEmpty)
  }

  @Test(arguments: ["/stream", "/flood"])
  func `disconnects a reader that falls too far behind`(path: String) throws {
    let handler = TestHandler()
    let server = try serve(handler) { $0.streamOutputBytes = TestHandler.flood.count * 2 }
    let client = try TestClient(server, receiveBufferBytes: 4096)
    try client.send(get(path))
    let exchange = try handler.exchange()
    if path == "/stream" { exchange.beginEventStream() }
    try waitFor {
      if path == "/stream" { for _ in 0..<20 { exchange.sendEvent(data: TestHandler.flood) } }
      return handler.abandoned == [exchange]
    }
    try waitFor { server.statistics.connections == 0 }
    withExtendedLifetime(client) {}
  }
}
