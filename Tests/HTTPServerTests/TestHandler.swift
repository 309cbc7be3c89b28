import Glibc
import Synchronization

@testable import HTTPServer

/// Answers by path: `/echo` with the request's content, `/json` with JSON, `/large` with much
/// content; keeps the exchanges of all other paths for the test to answer, and sends more events
/// than there is room for to `/flood`, on the loop.
final class TestHandler: HTTPHandler {
  static let large = [UInt8](repeating: 0x78, count: 8 * 1024 * 1024)

  static let flood = [UInt8](repeating: 0x61, count: 50_000)

  private struct Seen {
    var kept: [HTTPExchange] = []
    var abandoned: [HTTPExchange] = []
  }

  private let seen = Mutex(Seen())

  func handle(_ request: consuming HTTPRequest, _ exchange: HTTPExchange) {
    switch request.pathString {
    case "/echo": exchange.respond(status: 200, fields: .plainText, body: request.body)
    case "/json": exchange.respond(json: Array("{}".utf8))
    case "/large": exchange.respond(status: 200, body: Self.large)
    case "/flood":
      exchange.beginEventStream()
      // More than the buffers of a socket hold.
      for _ in 0..<400 { exchange.sendEvent(data: Self.flood) }
      fallthrough
    default: seen.withLock { $0.kept.append(exchange) }
    }
  }

  func abandoned(_ exchange: HTTPExchange) {
    seen.withLock { $0.abandoned.append(exchange) }
  }

  var kept: [HTTPExchange] { seen.withLock { $0.kept } }
  var abandoned: [HTTPExchange] { seen.withLock { $0.abandoned } }

  /// The exchange that is kept as number `index`, when it has come.
  func exchange(_ index: Int = 0) throws -> HTTPExchange {
    try waitFor { index < kept.count }
    return kept[index]
  }
}

struct TimedOut: Error {}

/// Waits until `condition` holds; throws when it takes much longer than anything here should.
func waitFor(_ condition: () throws -> Bool) throws {
  for _ in 0..<4000 {
    if try condition() { return }
    usleep(5000)
  }
  throw TimedOut()
}

/// A running server on a port of its own.
func serve(
  _ handler: TestHandler, loops: Int = 1, _ change: (inout HTTPLimits) -> Void = { _ in }
) throws -> HTTPServer {
  var limits = HTTPLimits()
  change(&limits)
  let server = try HTTPServer(
    address: SocketAddress("127.0.0.1:0"), limits: limits, loops: loops, handler: handler)
  try server.start()
  return server
}
