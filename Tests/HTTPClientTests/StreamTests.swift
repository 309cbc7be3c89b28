import Glibc
import Testing

@testable import HTTPClient

/// Responses that are handed on while they arrive.
@Suite struct StreamTests {
  private func request(
    _ server: FixtureServer, _ path: String = "/", timeout: Int = 20_000, limit: Int = .max
  ) -> HTTPClientRequest {
    HTTPClientRequest(
      url: server.url(path), timeoutMilliseconds: timeout, responseLimitBytes: limit)
  }

  @Test func `Each piece arrives before the next one is sent`() async throws {
    let arrivals = Count()
    let server = FixtureServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.writeChunks()
      for piece in 1...5 {
        // Without the piece before, this one is never sent.
        arrivals.wait(for: piece)
        connection.writeChunk("\(piece)")
      }
      arrivals.wait(for: 6)
      connection.writeLastChunk()
    }
    let stream = FixtureStream(try .test(server), request(server)) { _ in arrivals.next() }
    let response = try #require(try await stream.outcome()?.response)
    #expect(response.status == 200 && response.body.isEmpty)
    #expect(stream.arrivals.seen == ["200 Transfer-Encoding: chunked", "1", "2", "3", "4", "5"])
  }

  @Test(arguments: [
    ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"),
    ("GET", "HTTP/1.1 204 No Content\r\n\r\n"),
    ("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n"),
    ("GET", "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
    ("GET", "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"),
  ])
  func `A response without a body is its head alone`(method: String, answer: String) async throws {
    let server = FixtureServer { _ in answer }
    let client = try HTTPClient.test(server)
    for _ in 0..<2 {
      let stream = FixtureStream(client, HTTPClientRequest(method: method, url: server.url()))
      #expect(try await stream.outcome()?.response != nil)
      #expect(stream.arrivals.seen.count == 1)
    }
    #expect(server.accepted == 1, "the connection is kept")
  }

  @Test func `A body may end with its connection`() async throws {
    let server = FixtureServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.write("HTTP/1.1 200 OK\r\n\r\nall of it")
    }
    let stream = FixtureStream(try .test(server), request(server))
    #expect(try await stream.outcome()?.response?.status == 200)
    #expect(stream.arrivals.text == "all of it")
  }

  @Test func `A large body arrives whole and in order`() async throws {
    let body = (0..<500_000).map { "\($0 % 10)" }.joined()
    let server = FixtureServer { _ in reply("200 OK", body) }
    let stream = FixtureStream(try .test(server), request(server))
    #expect(try await stream.outcome()?.response != nil)
    #expect(stream.arrivals.text == body)
    #expect(stream.arrivals.seen.count > 2)
  }

  @Test func `A stream may last longer than its time-out`() async throws {
    let server = FixtureServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.writeChunks("first")
      // Beyond the time-out, which is for the head.
      usleep(1_600_000)
      connection.writeChunk("last")
      connection.writeLastChunk()
    }
    let stream = FixtureStream(try .test(server), request(server, timeout: 1_500))
    #expect(try await stream.outcome()?.response?.status == 200)
    #expect(stream.arrivals.text == "firstlast")
  }

  @Test func `Redirects are followed, and only the last response is handed on`() async throws {
    let server = FixtureServer { request in
      request.target == "/from"
        ? reply("307 Temporary Redirect", "moved", fields: ["Location: /to"])
        : reply("200 OK", "here")
    }
    var request = request(server, "/from")
    request.followsRedirects = true
    let stream = FixtureStream(try .test(server), request)
    #expect(try await stream.outcome()?.response?.status == 200)
    #expect(stream.arrivals.seen == ["200 Content-Length: 4", "here"])
  }

  @Test func `A redirect to a host that is not listed is refused unseen`() async throws {
    let server = FixtureServer { _ in
      reply("302 Found", fields: ["Location: http://other.example/"])
    }
    var request = request(server)
    request.followsRedirects = true
    let stream = FixtureStream(try .test(server), request)
    #expect(try await stream.outcome()?.failure?.code == .refused)
    #expect(stream.arrivals.seen.isEmpty)
  }

  @Test func `What may be sent again is, until an answer begins`() async throws {
    let requests = Count()
    let server = FixtureServer { connection in
      guard connection.readRequest() != nil, requests.next() > 1 else { return }
      connection.writeChunks("half")
    }
    var request = request(server)
    request.mayRetry = true
    let stream = FixtureStream(try .test(server), request)
    #expect(try await stream.outcome()?.failure?.code == .broken)
    #expect(stream.arrivals.text == "half")
    #expect(requests.value == 2)
  }

  @Test func `A hundred streams are open at once, and others find a connection`() async throws {
    let heads = Count()
    let others = Count()
    let server = FixtureServer { connection in
      while let request = connection.readRequest() {
        if request.target == "/other" {
          connection.write(reply("200 OK", "other"))
          continue
        }
        connection.writeChunks()
        others.wait(for: 1)
        connection.writeChunk(String(request.target))
        connection.writeLastChunk()
      }
    }
    let client = try HTTPClient.test(server)
    let streams = (0..<100).map { number in
      FixtureStream(client, request(server, "/\(number)")) {
        if $0.arrivals.seen.count == 1 { heads.next() }
      }
    }
    #expect(try await eventually { heads.value == 100 })
    #expect(await client.get(server.url("/other")).text == "other")
    others.next()
    for (number, stream) in streams.enumerated() {
      #expect(try await stream.outcome()?.response?.status == 200)
      #expect(stream.arrivals.text == "/\(number)")
    }
  }

  @Test func `Streams at a time are bounded`() async throws {
    let port = freePort()
    let client = try HTTPClient.test(["127.0.0.1:\(port)"])
    let (refused, completed) = (Count(), Count())
    // Started on the client's thread, all are there before the first one can end.
    client.send(HTTPClientRequest(url: "")) { _ in
      for _ in 0...HTTPClientLimits.streams {
        client.stream(HTTPClientRequest(url: "http://127.0.0.1:\(port)/"), receiver: { _ in }) {
          if $0.failure?.code == .refused { refused.next() }
          completed.next()
        }
      }
    }
    #expect(try await eventually { completed.value == HTTPClientLimits.streams + 1 })
    #expect(refused.value == 1)
    let again = FixtureStream(client, HTTPClientRequest(url: "http://127.0.0.1:\(port)/"))
    #expect(try await again.outcome()?.failure?.code == .connect, "there is room again")
  }
}
