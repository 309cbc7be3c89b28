import Synchronization
import Testing

@testable import HTTPClient

@Suite struct CancellationTests {
  private let silent = FixtureServer { $0.readToEnd() }

  private var request: HTTPClientRequest {
    HTTPClientRequest(url: silent.url(), timeoutMilliseconds: 3_600_000)
  }

  @Test func `An exchange ends when it is cancelled, others do not`() async throws {
    let client = try HTTPClient.test(silent)
    async let other = client.exchange(request)
    let exchange = client.makeExchange()
    let outcome = await withCheckedContinuation { continuation in
      client.send(request, exchange: exchange) { continuation.resume(returning: $0) }
      client.cancel(exchange)
    }
    #expect(outcome.failure?.code == .cancelled)
    client.cancel(exchange)
    client.shutdown()
    #expect(await other.failure == .closed)
  }

  @Test func `A running exchange is cancelled and its connection closed`() async throws {
    let ended = Count()
    let server = FixtureServer { connection in
      connection.readToEnd()
      ended.next()
    }
    let client = try HTTPClient.test(server)
    let exchange = client.makeExchange()
    let request = HTTPClientRequest(url: server.url(), timeoutMilliseconds: 3_600_000)
    async let outcome = withCheckedContinuation { continuation in
      client.send(request, exchange: exchange) { continuation.resume(returning: $0) }
    }
    #expect(try await eventually { server.accepted == 1 })
    client.cancel(exchange)
    #expect(await outcome.failure?.code == .cancelled)
    #expect(try await eventually { ended.value == 1 })
  }

  @Test func `An exchange that waits for a retry is cancelled`() async throws {
    let client = try HTTPClient.test(["127.0.0.1:\(freePort())", "name.invalid"])
    let exchange = client.makeExchange()
    let request = HTTPClientRequest(
      url: "https://name.invalid/", timeoutMilliseconds: 3_600_000, mayRetry: true)
    let outcome = await withCheckedContinuation { continuation in
      client.send(request, exchange: exchange) { continuation.resume(returning: $0) }
      client.cancel(exchange)
    }
    #expect(outcome.failure?.code == .cancelled)
  }

  @Test func `A number that is not running is ignored`() async throws {
    let server = FixtureServer { _ in reply() }
    let client = try HTTPClient.test(server)
    client.cancel(0)
    client.cancel(4_711)
    #expect(await client.get(server.url()).response?.status == 200)
  }

  @Test func `Every exchange completes exactly once under cancellation`() async throws {
    let server = FixtureServer { _ in reply("200 OK", "answer") }
    let client = try HTTPClient.test(server)
    let completions = Count()
    for turn in 0..<500 {
      let exchange = client.send(HTTPClientRequest(url: server.url())) { _ in completions.next() }
      if turn % 2 == 0 { client.cancel(exchange) }
    }
    #expect(try await eventually { completions.value == 500 })
    client.shutdown()
    #expect(completions.value == 500)
  }

  @Test func `Shutdown completes everything before it returns`() async throws {
    let client = try HTTPClient.test(silent)
    let outcomes = Mutex<[Outcome]>([])
    for _ in 0..<100 {
      client.send(request) { outcome in outcomes.withLock { $0.append(outcome) } }
    }
    client.shutdown()
    let codes = outcomes.withLock { $0.compactMap(\.failure?.code) }
    #expect(codes == Array(repeating: .cancelled, count: 100))
  }

  @Test func `After shutdown everything is refused`() async throws {
    let client = try HTTPClient.test(silent)
    client.shutdown()
    client.shutdown()
    #expect(await client.exchange(request).failure == .closed)
    client.cancel(1)
  }

  @Test func `Shutdown within a completion does not hang`() async throws {
    let server = FixtureServer { _ in reply() }
    let client = try HTTPClient.test(server, silent)
    async let other = client.exchange(request)
    let status = await withCheckedContinuation { continuation in
      client.send(HTTPClientRequest(url: server.url())) {
        client.shutdown()
        continuation.resume(returning: $0.response?.status)
      }
    }
    #expect(status == 200)
    #expect(await other.failure?.code == .cancelled)
  }

  @Test func `A client that is let go completes its exchanges`() async throws {
    let outcome = try await withCheckedThrowingContinuation { continuation in
      do {
        try HTTPClient.test(silent).send(request) { continuation.resume(returning: $0) }
      } catch {
        continuation.resume(throwing: error)
      }
    }
    #expect(outcome.failure?.code == .cancelled)
  }

  @Test func `Exchanges at a time are bounded`() async throws {
    let client = try HTTPClient.test(silent)
    let refused = Count()
    for _ in 0...HTTPClientLimits.exchanges {
      client.send(request) { if $0.failure?.code == .refused { refused.next() } }
    }
    #expect(try await eventually { refused.value == 1 })
    client.shutdown()
    #expect(refused.value == 1)
  }
}
