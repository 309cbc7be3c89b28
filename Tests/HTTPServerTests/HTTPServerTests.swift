import Glibc
import Testing

@testable import HTTPServer

@Suite struct HTTPServerTests {
  @Test func `keeps a connection for many requests`() throws {
    let server = try serve(TestHandler())
    let client = try TestClient(server)
    for number in 0..<50 {
      try client.send(post("/echo", "hello \(number)"))
      let response = try client.response()
      #expect(response.hasPrefix("HTTP/1.1 200 OK\r\nDate: "))
      #expect(
        response.hasSuffix("\r\nContent-Length: \(number < 10 ? 7 : 8)\r\n\r\nhello \(number)"))
      #expect(!response.contains("Connection"))
    }
    #expect(server.statistics == HTTPServerStatistics(connections: 1, requests: 50))
  }

  @Test func `answers pipelined requests in their order`() throws {
    let server = try serve(TestHandler())
    let client = try TestClient(server)
    try client.send((0..<100).map { post("/echo", "request \($0)") }.joined())
    for number in 0..<100 { #expect(try client.response().hasSuffix("\r\n\r\nrequest \(number)")) }
  }

  @Test func `lets pipelined requests wait for an answer that comes later`() throws {
    let handler = TestHandler()
    let server = try serve(handler)
    let client = try TestClient(server)
    try client.send(get("/later") + post("/echo", "second") + get("/later") + get("/json"))
    try handler.exchange(0).respond(status: 202)
    #expect(try client.response().hasPrefix("HTTP/1.1 202 Accepted\r\n"))
    #expect(try client.response().hasSuffix("\r\n\r\nsecond"))
    #expect(handler.kept.count <= 2)
    try handler.exchange(1).respond(json: [0x31])
    #expect(try client.response().hasSuffix("\r\n\r\n1"))
    #expect(try client.response().hasSuffix("\r\n\r\n{}"))
  }

  @Test func `reads requests in any pieces`() throws {
    let server = try serve(TestHandler())
    let client = try TestClient(server)
    let text =
      post("/echo", "hello")
      + "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "3\r\nabc\r\n2;x\r\nde\r\n0\r\nTrailer: x\r\n\r\n"
    for byte in text.utf8 { try client.send([byte]) }
    #expect(try client.response().hasSuffix("\r\n\r\nhello"))
    #expect(try client.response().hasSuffix("\r\n\r\nabcde"))
  }

  @Test func `takes the largest content there may be, and sends larger`() throws {
    let server = try serve(TestHandler())
    let client = try TestClient(server)
    let body = String(repeating: "0123456789abcdef", count: 256 * 1024)
    try client.send(post("/echo", body))
    #expect(try client.response().hasSuffix("\r\n\r\n" + body))
    try client.send(get("/large") + get("/json"))
    #expect(try client.response().utf8.count > TestHandler.large.count)
    #expect(try client.response().hasSuffix("{}"))
  }

  @Test func `asks for content that waits to be asked for`() throws {
    let server = try serve(TestHandler())
    let client = try TestClient(server)
    for _ in 0..<2 {
      try client.send(
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
      #expect(try client.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
      try client.send("hi")
      #expect(try client.response().hasSuffix("\r\n\r\nhi"))
    }
  }

  @Test func `does not ask for content that is too large`() throws {
    let server = try serve(TestHandler())
    let client = try TestClient(server)
    try client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\nExpect: 100-continue\r\n\r\n")
    #expect(try client.rest().hasPrefix("HTTP/1.1 413 Content Too Large\r\n"))
  }

  @Test func `closes when it is asked to`() throws {
    let server = try serve(TestHandler())
    for request in [get("/json", "Connection: close\r\n"), "GET /json HTTP/1.0\r\n\r\n"] {
      let client = try TestClient(server)
      try client.send(request + get("/echo"))
      let response = try client.rest()
      #expect(response.contains("\r\nConnection: close\r\n"))
      #expect(response.hasSuffix("\r\n\r\n{}"))
    }
  }

  @Test func `answers HEAD without content`() throws {
    let server = try serve(TestHandler())
    let client = try TestClient(server)
    try client.send("HEAD /json HTTP/1.1\r\nHost: a\r\n\r\n" + get("/json"))
    let head = try client.read(through: "\r\n\r\n")
    #expect(head.contains("\r\nContent-Length: 2\r\n"))
    #expect(try client.response().hasPrefix("HTTP/1.1 200 OK\r\n"))
  }

  @Test func `ignores what answers too often or too late`() throws {
    let handler = TestHandler()
    let server = try serve(handler)
    let client = try TestClient(server)
    try client.send(get("/later") + get("/later"))
    let first = try handler.exchange(0)
    first.sendEvent(data: [0x61])
    first.respond(json: [0x31])
    first.respond(json: [0x32])
    first.end()
    let second = try handler.exchange(1)
    first.respond(json: [0x33])
    second.respond(json: [0x34])
    #expect(first != second)
    #expect(try client.response().hasSuffix("\r\n\r\n1"))
    #expect(try client.response().hasSuffix("\r\n\r\n4"))
    #expect(handler.abandoned.isEmpty)
  }

  @Test func `serves many connections on several loops`() throws {
    let server = try serve(TestHandler(), loops: 3)
    let clients = try (0..<60).map { _ in try TestClient(server) }
    for round in 0..<5 {
      for client in clients { try client.send(post("/echo", "round \(round)")) }
      for client in clients { #expect(try client.response().hasSuffix("round \(round)")) }
    }
    #expect(server.statistics == HTTPServerStatistics(connections: 60, requests: 300))
  }

  @Test func `refuses an address that is taken`() throws {
    let server = try serve(TestHandler())
    #expect { try HTTPServer(address: server.address, handler: TestHandler()) } throws: { error in
      (error as? HTTPServerError)?.systemError == EADDRINUSE
        && "\(error)".contains(server.address.description)
    }
  }
}
