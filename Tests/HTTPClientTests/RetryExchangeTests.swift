import Synchronization
import Testing

@testable import HTTPClient

/// Counts what a server has seen.
final class Count: Sendable {
  private let atomic = Atomic<Int>(0)
  var value: Int { atomic.load(ordering: .sequentiallyConsistent) }
  @discardableResult
  func next() -> Int { atomic.add(1, ordering: .sequentiallyConsistent).newValue }
}

@Suite struct RetryExchangeTests {
  private let requests = Count()

  /// Reads a request and ends the connection, except for the requests with those numbers, which it
  /// answers.
  private func server(answering answered: Set<Int>) -> FixtureServer {
    FixtureServer { [requests] connection in
      while connection.readRequest() != nil {
        guard answered.contains(requests.next()) else { return }
        connection.write(reply("200 OK", "answered"))
      }
    }
  }

  private func send(
    to server: FixtureServer, with client: HTTPClient, mayRetry: Bool, timeout: Int = 20_000
  ) async -> Outcome {
    await client.exchange(
      HTTPClientRequest(
        method: "POST", url: server.url(), body: [1, 2, 3], timeoutMilliseconds: timeout,
        mayRetry: mayRetry))
  }

  @Test func `A request that may be sent again is, until it is answered`() async throws {
    let server = server(answering: [3])
    let outcome = try await send(to: server, with: .test(server), mayRetry: true)
    #expect(outcome.text == "answered")
    #expect(requests.value == 3)
  }

  @Test func `The number of attempts is bounded`() async throws {
    let server = server(answering: [])
    let outcome = try await send(to: server, with: .test(server), mayRetry: true)
    #expect(outcome.failure?.code == .broken)
    #expect(requests.value == HTTPClientLimits.attempts)
  }

  @Test func `Any other request is sent once`() async throws {
    let server = server(answering: [2, 3])
    let outcome = try await send(to: server, with: .test(server), mayRetry: false)
    #expect(outcome.failure?.code == .broken)
    #expect(requests.value == 1)
  }

  @Test(arguments: ["GET", "POST", "DELETE"])
  func `A kept connection that ends does not send it twice`(method: String) async throws {
    let server = server(answering: [1, 3])
    let client = try HTTPClient.test(server)
    let request = HTTPClientRequest(method: method, url: server.url())
    #expect(await client.exchange(request).text == "answered")
    let outcome = await client.exchange(request)
    #expect(outcome.failure?.code == .broken)
    #expect(outcome.failure?.message.contains("safe to send twice") == true)
    #expect(requests.value == 2)
  }

  @Test func `A kept connection that ends is replaced for a request that may be`() async throws {
    let server = server(answering: [1, 3])
    let client = try HTTPClient.test(server)
    for _ in 0..<2 {
      #expect(await send(to: server, with: client, mayRetry: true).text == "answered")
    }
    #expect(requests.value == 3)
  }

  @Test func `A kept connection that has ended before is not used`() async throws {
    let server = FixtureServer { [requests] connection in
      guard connection.readRequest() != nil else { return }
      requests.next()
      connection.write(reply("200 OK", "answered"))
    }
    let client = try HTTPClient.test(server)
    for _ in 0..<3 {
      #expect(await send(to: server, with: client, mayRetry: false).text == "answered")
      // The server's end of the connection is closed a moment after its answer.
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(requests.value == 3)
  }

  @Test func `Once a response has begun nothing is sent again`() async throws {
    let server = FixtureServer { [requests] connection in
      guard connection.readRequest() != nil else { return }
      requests.next()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
    }
    let outcome = try await send(to: server, with: .test(server), mayRetry: true)
    #expect(outcome.failure?.code == .broken)
    #expect(requests.value == 1)
  }

  @Test func `A response of any status is an answer`() async throws {
    let server = FixtureServer { [requests] _ in
      requests.next()
      return reply("503 Service Unavailable")
    }
    let outcome = try await send(to: server, with: .test(server), mayRetry: true)
    #expect(outcome.response?.status == 503)
    #expect(requests.value == 1)
  }

  @Test func `A retry that would be too late is left out`() async throws {
    let server = server(answering: [])
    let outcome = try await send(to: server, with: .test(server), mayRetry: true, timeout: 49)
    #expect(outcome.failure?.code == .broken || outcome.failure?.code == .timeout)
    #expect(requests.value <= 1)
  }
}
