import HTTPServer
import Synchronization

@testable import AWS

/// A service on the loopback that answers what it was told, in that order, and keeps what it was
/// asked.
final class LoopbackService: HTTPHandler {
  struct Answer: Sendable {
    var status = 200
    var fields: HTTPFields = [:]
    var body = ""
  }

  private struct State: Sendable {
    var answers: [Answer] = []
    var requests: [SignableRequest] = []
  }

  private let state = Mutex(State())

  /// A running server of it, with its URL.
  static func start(_ answers: [Answer]) throws -> (LoopbackService, HTTPServer, url: String) {
    let service = LoopbackService()
    service.state.withLock { $0.answers = answers }
    let server = try HTTPServer(
      address: try SocketAddress("127.0.0.1:0"), loops: 1, handler: service)
    try server.start()
    return (service, server, "http://127.0.0.1:\(server.port)")
  }

  var requests: [SignableRequest] { state.withLock { $0.requests } }

  func handle(_ request: consuming HTTPRequest, _ exchange: HTTPExchange) {
    let asked = SignableRequest(
      method: Array(request.methodBytes), path: Array(request.path),
      query: request.query.map { Array($0) },
      fields: (0..<request.fieldCount).map { index in
        .init(name: Array(request.fieldName(index)), value: Array(request.fieldValue(index)))
      }, body: request.body)
    let answer = state.withLock { state -> Answer in
      state.requests.append(asked)
      return state.answers.isEmpty ? Answer(status: 404) : state.answers.removeFirst()
    }
    exchange.respond(status: answer.status, fields: answer.fields, body: Array(answer.body.utf8))
  }

  func abandoned(_ exchange: HTTPExchange) {}
}
