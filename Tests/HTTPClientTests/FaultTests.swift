import Testing

@testable import HTTPClient

@Suite struct FaultTests {
  /// The outcome of a GET to a server that does to each connection what `serve` does, after it has
  /// read a request.
  private func outcome(
    limit: Int = 1_000, timeoutMilliseconds: Int = 20_000,
    _ serve: @escaping @Sendable (FixtureConnection) -> Void
  ) async throws -> Outcome {
    let server = FixtureServer { connection in
      guard connection.readRequest() != nil else { return }
      serve(connection)
    }
    let outcome = try await HTTPClient.test(server).exchange(
      HTTPClientRequest(
        url: server.url("/path?secret=1"), fields: [("Authorization", "secret")],
        timeoutMilliseconds: timeoutMilliseconds, responseLimitBytes: limit))
    if let failure = outcome.failure {
      #expect(!failure.message.contains("secret"))
      #expect(failure.message.contains("http://127.0.0.1:\(server.port)/path"))
    }
    return outcome
  }

  @Test func `Nobody listens`() async throws {
    let port = freePort()
    let client = try HTTPClient.test(["127.0.0.1:\(port)"])
    let failure = await client.get("http://127.0.0.1:\(port)/?secret").failure
    #expect(failure?.code == .connect)
    #expect(failure?.message.contains("secret") == false)
  }

  @Test func `A name that does not exist`() async throws {
    let client = try HTTPClient.test(["name.invalid"])
    #expect(await client.get("https://name.invalid/").failure?.code == .connect)
  }

  @Test func `No answer`() async throws {
    let outcome = try await outcome(timeoutMilliseconds: 100) { $0.readToEnd() }
    #expect(outcome.failure?.code == .timeout)
    #expect(outcome.failure?.message.contains("100 ms") == true)
  }

  @Test func `An answer that drips`() async throws {
    let outcome = try await outcome(limit: .max, timeoutMilliseconds: 200) { connection in
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n")
      while connection.write(String(repeating: "x", count: 10_000)) {}
    }
    #expect(outcome.failure?.code == .timeout || outcome.response?.body.count == 10_000_000)
    let head = try await self.outcome(timeoutMilliseconds: 100) { connection in
      connection.write("HTTP/1.1 200 OK\r\nX: ")
      connection.readToEnd()
    }
    #expect(head.failure?.code == .timeout)
  }

  @Test func `No time at all`() async throws {
    let outcome = try await outcome(timeoutMilliseconds: 0) { $0.readToEnd() }
    #expect(outcome.failure?.code == .timeout)
  }

  @Test func `A body of exactly the limit`() async throws {
    let outcome = try await outcome(limit: 5) { $0.write(reply("200 OK", "12345")) }
    #expect(outcome.text == "12345")
  }

  @Test func `A body that says it is too large`() async throws {
    let outcome = try await outcome(limit: 5) { connection in
      connection.write(reply("200 OK", "123456"))
    }
    #expect(outcome.failure?.code == .tooLarge)
    #expect(outcome.failure?.message.contains("over 5 bytes") == true)
  }

  @Test func `A body without an end`() async throws {
    let outcome = try await outcome(limit: 1_000_000) { connection in
      connection.write("HTTP/1.1 200 OK\r\n\r\n")
      while connection.write(String(repeating: "x", count: 10_000)) {}
    }
    #expect(outcome.failure?.code == .tooLarge)
  }

  @Test func `A head without an end`() async throws {
    let outcome = try await outcome { connection in
      connection.write("HTTP/1.1 200 OK\r\n")
      while connection.write("X-Name: " + String(repeating: "x", count: 1_000) + "\r\n") {}
    }
    #expect(outcome.failure?.code == .tooLarge)
  }

  @Test func `A header line without an end`() async throws {
    let outcome = try await outcome { connection in
      connection.write("HTTP/1.1 200 OK\r\nX-Name: ")
      while connection.write(String(repeating: "x", count: 10_000)) {}
    }
    #expect(outcome.response == nil)
  }

  @Test(arguments: [
    "garbage\r\n\r\n", "SSH-2.0-OpenSSH\r\n", "\r\n\r\n", "HTTP/1.1 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
  ])
  func `An answer that is not HTTP`(text: String) async throws {
    let outcome = try await outcome { $0.write(text) }
    #expect(outcome.failure?.code == .broken)
  }

  @Test func `A connection that ends at once`() async throws {
    #expect(try await outcome { $0.close() }.failure?.code == .broken)
    #expect(try await outcome { $0.reset() }.failure?.code == .broken)
  }

  @Test(arguments: [
    "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nX", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
  ])
  func `A connection that ends in the middle`(text: String) async throws {
    let outcome = try await outcome { connection in
      connection.write(text)
      connection.close()
    }
    #expect(outcome.failure?.code == .broken)
  }

  @Test func `One slow server does not hold up another`() async throws {
    let slow = FixtureServer { $0.readToEnd() }
    let quick = FixtureServer { _ in reply("200 OK", "quick") }
    let client = try HTTPClient.test(slow, quick)
    async let waiting = client.exchange(
      HTTPClientRequest(url: slow.url(), timeoutMilliseconds: 3_600_000))
    for _ in 0..<20 { #expect(await client.get(quick.url()).text == "quick") }
    client.shutdown()
    #expect(await waiting.failure?.code == .cancelled)
  }
}
