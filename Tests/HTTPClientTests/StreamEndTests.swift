import Testing

@testable import HTTPClient

/// How streamed exchanges end before their responses do: each completes once, last.
@Suite struct StreamEndTests {
  /// Sends a head and a piece, then counts when the client has gone.
  private func open(_ ended: Count = Count()) -> FixtureServer {
    FixtureServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.writeChunks("piece")
      connection.readToEnd()
      ended.next()
    }
  }

  private func request(
    _ server: FixtureServer, timeout: Int = 20_000, limit: Int = .max
  ) -> HTTPClientRequest {
    HTTPClientRequest(
      url: server.url("/path?secret"), fields: [("Authorization", "secret")],
      timeoutMilliseconds: timeout, responseLimitBytes: limit)
  }

  @Test func `A stream is cancelled in the middle, and its connection closed`() async throws {
    let ended = Count()
    let server = open(ended)
    let stream = FixtureStream(try .test(server), request(server))
    #expect(try await eventually { stream.arrivals.text == "piece" })
    stream.cancel()
    #expect(try await stream.outcome()?.failure?.code == .cancelled)
    #expect(try await eventually { ended.value == 1 })
    stream.cancel()
    #expect(stream.completions.count == 1)
  }

  @Test func `A stream may be cancelled by its receiver`() async throws {
    let server = open()
    let stream = FixtureStream(try .test(server), request(server)) { $0.cancel() }
    #expect(try await stream.outcome()?.failure?.code == .cancelled)
  }

  @Test func `A peer that ends in the middle is told from the end`() async throws {
    for isReset in [false, true] {
      let arrived = Count()
      let server = FixtureServer { connection in
        guard connection.readRequest() != nil else { return }
        connection.writeChunks("half")
        arrived.wait(for: 2)
        if isReset { connection.reset() } else { connection.close() }
      }
      let stream = FixtureStream(try .test(server), request(server)) { _ in arrived.next() }
      let failure = try await stream.outcome()?.failure
      #expect(failure?.code == .broken)
      #expect(failure?.message.contains("http://127.0.0.1:\(server.port)/path") == true)
      #expect(failure?.message.contains("secret") == false)
      #expect(stream.arrivals.text == "half")
    }
  }

  @Test func `A body over the limit ends the stream where it is reached`() async throws {
    let arrived = Count()
    let server = FixtureServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.writeChunks("12345")
      arrived.wait(for: 2)
      while connection.writeChunk("6") {}
    }
    let stream = FixtureStream(try .test(server), request(server, limit: 5)) { _ in arrived.next() }
    #expect(try await stream.outcome()?.failure?.code == .tooLarge)
    #expect(stream.arrivals.text == "12345")
  }

  @Test func `A length over the limit ends the stream before its head`() async throws {
    let server = FixtureServer { _ in reply("200 OK", "123456") }
    let stream = FixtureStream(try .test(server), request(server, limit: 5))
    #expect(try await stream.outcome()?.failure?.code == .tooLarge)
    #expect(stream.arrivals.seen.isEmpty)
  }

  @Test func `A host that is not listed is refused`() async throws {
    let server = open()
    let stream = FixtureStream(try .test(["example.com"]), request(server))
    let failure = try await stream.outcome()?.failure
    #expect(failure?.code == .refused)
    #expect(failure?.message.contains("plugin.test.egress") == true)
    #expect(stream.arrivals.seen.isEmpty && server.accepted == 0)
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nX: y\r\n"])
  func `A head that does not come is a time-out`(beginning: String) async throws {
    let server = FixtureServer { connection in
      connection.write(beginning)
      connection.readToEnd()
    }
    let stream = FixtureStream(try .test(server), request(server, timeout: 100))
    let failure = try await stream.outcome()?.failure
    #expect(failure?.code == .timeout)
    #expect(failure?.message.contains("did not answer within 100 ms") == true)
    #expect(stream.arrivals.seen.isEmpty)
  }

  @Test func `A stream ends with the time that it is given`() async throws {
    let ended = Count()
    let server = open(ended)
    let stream = FixtureStream(try .test(server), request(server), lifetimeMilliseconds: 1_000)
    let failure = try await stream.outcome()?.failure
    #expect(failure?.code == .timeout)
    #expect(failure?.message.contains("had not ended its response") == true)
    #expect(stream.arrivals.text == "piece")
    #expect(try await eventually { ended.value == 1 })
  }

  @Test func `No time at all is a time-out`() async throws {
    let server = open()
    let stream = FixtureStream(try .test(server), request(server), lifetimeMilliseconds: 0)
    #expect(try await stream.outcome()?.failure?.code == .timeout)
  }

  @Test func `Shutdown completes open streams before it returns`() async throws {
    let server = open()
    let client = try HTTPClient.test(server)
    let streams = (0..<20).map { _ in FixtureStream(client, request(server)) }
    #expect(try await eventually { streams.allSatisfy { $0.arrivals.text == "piece" } })
    client.shutdown()
    for stream in streams { #expect(stream.completions.map(\.failure) == [.closed]) }
    let late = FixtureStream(client, request(server))
    #expect(late.completions.map(\.failure) == [.closed])
  }

  @Test func `Shutdown within a receiver does not hang`() async throws {
    let server = open()
    let client = try HTTPClient.test(server)
    let stream = FixtureStream(client, request(server)) { _ in client.shutdown() }
    #expect(try await stream.outcome()?.failure == .closed)
  }

  @Test func `Every stream completes exactly once under cancellation`() async throws {
    let server = FixtureServer { _ in reply("200 OK", "answer") }
    let client = try HTTPClient.test(server)
    let streams = (0..<300).map { turn in
      let stream = FixtureStream(client, request(server))
      if turn % 2 == 0 { stream.cancel() }
      return stream
    }
    #expect(try await eventually { streams.allSatisfy { !$0.completions.isEmpty } })
    client.shutdown()
    #expect(streams.allSatisfy { $0.completions.count == 1 })
  }
}
