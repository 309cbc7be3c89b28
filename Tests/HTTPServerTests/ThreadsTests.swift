import Glibc
import Synchronization
import Testing

@testable import HTTPServer

/// Exchanges that are answered on many threads, while some clients go away.
@Suite struct ThreadsTests {
  /// Answers each request in a task of its own, with its content or as a stream.
  private final class TaskHandler: HTTPHandler {
    let answered = Atomic<Int>(0)
    let abandonedCount = Atomic<Int>(0)

    func handle(_ request: consuming HTTPRequest, _ exchange: HTTPExchange) {
      let (body, isStream) = (request.body, request.isPath("/stream"))
      Task { [self] in
        if isStream {
          exchange.beginEventStream()
          for _ in 0..<3 {
            exchange.sendEvent(data: body)
            await Task.yield()
          }
          exchange.end()
        } else {
          exchange.respond(json: body)
        }
        answered.add(1, ordering: .relaxed)
      }
    }

    func abandoned(_ exchange: HTTPExchange) { abandonedCount.add(1, ordering: .relaxed) }
  }

  @Test func `each request gets its own answer`() throws {
    let handler = TaskHandler()
    let server = try HTTPServer(
      address: SocketAddress("127.0.0.1:0"), loops: 2, handler: handler)
    try server.start()
    for round in 0..<10 {
      let clients = try (0..<20).map { _ in try TestClient(server) }
      for (number, client) in clients.enumerated() {
        let path = number % 2 == 0 ? "/" : "/stream"
        for part in 0..<5 { try client.send(post(path, "\(round).\(number).\(part)")) }
        if number % 5 == 4 { client.reset() }
      }
      for (number, client) in clients.enumerated() where number % 5 != 4 {
        for part in 0..<5 {
          let answer = try number % 2 == 0 ? client.response() : client.read(through: "0\r\n\r\n")
          let wanted = "\(round).\(number).\(part)"
          let count = answer.split(separator: wanted, omittingEmptySubsequences: false).count - 1
          #expect(count == (number % 2 == 0 ? 1 : 3))
        }
      }
    }
    try waitFor { server.statistics.connections == 0 }
    try waitFor { handler.answered.load(ordering: .relaxed) == server.statistics.requests }
    #expect(server.statistics.requests >= 800)
    #expect(handler.abandonedCount.load(ordering: .relaxed) <= 40)
  }
}
