import Glibc
import Testing

@testable import HTTPServer

/// What the server answers by itself, over a socket.
@Suite struct RefusalTests {
  @Test(arguments: [
    ("GET / HTTP/1.1\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n", 400),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400), ("GET / HTTP/3.0\r\n", 505),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n", 501),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4194305\r\n\r\n", 413),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n400001\r\n", 413),
    ("POST / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n", 417),
    ("GET /" + String(repeating: "a", count: 9000), 414),
    ("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 33_000), 431),
  ])
  func `answers and closes`(request: String, status: Int) throws {
    let server = try serve(TestHandler())
    let client = try TestClient(server)
    try client.send(get("/json") + request)
    #expect(try client.response().hasSuffix("{}"))
    let refusal = try client.rest()
    #expect(refusal.hasPrefix("HTTP/1.1 \(status) "))
    #expect(refusal.contains("\r\nConnection: close\r\n") && refusal.hasSuffix(".\n"))
    try waitFor { server.statistics.connections <= 1 }
    #expect(server.statistics.requests == 1)
  }

  @Test func `lets a client that is still sending read the refusal`() throws {
    let server = try serve(TestHandler())
    let client = try TestClient(server)
    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99000000\r\n\r\n")
    for _ in 0..<64 { try client.send([UInt8](repeating: 0x61, count: 65536)) }
    client.finish()
    #expect(try client.rest().hasPrefix("HTTP/1.1 413 "))
    try waitFor { server.statistics.connections == 0 }
  }

  @Test func `does not wait for ever for a head or for content`() throws {
    let server = try serve(TestHandler()) {
      ($0.headTimeoutMilliseconds, $0.bodyStallMilliseconds) = (100, 100)
    }
    let head = try TestClient(server)
    try head.send("GET / HT")
    let body = try TestClient(server)
    try body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell")
    let silent = try TestClient(server)
    #expect(try head.rest().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
    #expect(try body.rest().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
    #expect(try silent.rest().isEmpty)
  }

  @Test func `does not keep idle connections for ever`() throws {
    let server = try serve(TestHandler()) { $0.idleTimeoutMilliseconds = 100 }
    let client = try TestClient(server)
    try client.send(get("/json"))
    #expect(try client.response().hasSuffix("{}"))
    #expect(try client.rest().isEmpty)
    try waitFor { server.statistics.connections == 0 }
  }

  @Test func `turns away one connection too many, and no more`() throws {
    let server = try serve(TestHandler(), loops: 2) { $0.connections = 3 }
    var clients = try (0..<3).map { _ in try TestClient(server) }
    for client in clients {
      try client.send(get("/json"))
      #expect(try client.response().hasSuffix("{}"))
    }
    #expect(try TestClient(server).rest().hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
    clients.removeLast()
    try waitFor { server.statistics.connections == 2 }
    let next = try TestClient(server)
    try next.send(get("/json"))
    #expect(try next.response().hasSuffix("{}"))
  }

  @Test func `bounds the content of all requests together`() throws {
    let handler = TestHandler()
    let server = try serve(handler) { $0.heldBodyBytes = 100_000 }
    let body = String(repeating: "a", count: 60_000)
    let first = try TestClient(server)
    try first.send(post("/later", body))
    let exchange = try handler.exchange()
    let second = try TestClient(server)
    try second.send(post("/echo", body))
    #expect(try second.rest().hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
    exchange.respond(status: 202)
    #expect(try first.response().hasPrefix("HTTP/1.1 202 "))
    let third = try TestClient(server)
    try third.send(post("/echo", body))
    #expect(try third.response().hasSuffix(body))
  }

  @Test func `closes when a client does not read`() throws {
    let server = try serve(TestHandler()) { $0.writeStallMilliseconds = 200 }
    let client = try TestClient(server, receiveBufferBytes: 4096)
    try client.send(get("/large"))
    try waitFor { server.statistics.requests == 1 }
    try waitFor { server.statistics.connections == 0 }
    #expect(try client.rest().utf8.count < TestHandler.large.count)
  }

  @Test func `lets requests wait while their client does not read`() throws {
    let server = try serve(TestHandler())
    let client = try TestClient(server, receiveBufferBytes: 4096)
    try client.send(get("/large") + String(repeating: get("/json"), count: 20))
    try waitFor { server.statistics.requests > 0 }
    usleep(50_000)
    #expect(server.statistics.requests == 1)
    #expect(try client.response().utf8.count > TestHandler.large.count)
    for _ in 0..<20 { #expect(try client.response().hasSuffix("{}")) }
  }
}
