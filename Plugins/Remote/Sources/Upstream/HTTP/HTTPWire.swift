internal import JSON
internal import PluginKit

/// A failure with what it came with, which tells whether the session is still good.
struct WireFailure: Error {
  /// What an HTTP error says beside its status.
  enum Refusal: Sendable, Equatable {
    /// A JSON-RPC error with the id of the request, so that it has been looked at.
    case answer
    /// That the session is not known or not given, or that another revision is spoken.
    case lostSession
    case other
  }

  var failure: UpstreamFailure
  /// Of the response, if there was one.
  var status: Int?
  var refusal: Refusal

  init(_ failure: UpstreamFailure, status: Int? = nil, refusal: Refusal = .other) {
    self.failure = failure
    self.status = status
    self.refusal = refusal
  }

  var code: Int? { if case .rpc(let code, _) = failure.kind { code } else { nil } }
}

/// One endpoint: puts the fields of the target and of its credentials to requests and sends them.
struct HTTPWire: Sendable {
  /// How long the last word to a session may take.
  private static let farewellMilliseconds = 5000

  let target: HTTPTarget
  let options: UpstreamOptions
  let sender: any HTTPSender
  let clock: UpstreamClock
  let answers = AnswerSlots()

  /// The server, for people.
  var server: String { "The MCP server \"\(options.name)\"" }

  func post(
    _ body: [UInt8], _ fields: [HTTPField], call: Call? = nil, timeoutMilliseconds: Int
  ) async throws(UpstreamFailure) -> StreamedResponse {
    let request = HTTPRequest(
      method: "POST", url: target.url, fields: fields, body: body,
      timeoutMilliseconds: timeoutMilliseconds)
    return try await send(request, call)
  }

  func get(
    _ fields: [HTTPField], call: Call? = nil, timeoutMilliseconds: Int
  ) async throws(UpstreamFailure) -> StreamedResponse {
    let request = HTTPRequest(
      url: target.url, fields: fields, timeoutMilliseconds: timeoutMilliseconds)
    return try await send(request, call)
  }

  /// A message that nobody answers; whether it arrived is not told.
  func tell(_ body: [UInt8], _ fields: [HTTPField]) async {
    let response = try? await post(
      body, fields, timeoutMilliseconds: options.openTimeoutMilliseconds)
    if let response { await Self.drain(response.body, clock) }
  }

  /// Ends a session of the legacy era that has an id; servers may know no such end.
  func delete(_ session: Session) async {
    guard session.id != nil else { return }
    let request = HTTPRequest(
      method: "DELETE", url: target.url, fields: RequestFields.of(session),
      timeoutMilliseconds: Self.farewellMilliseconds)
    let response = try? await send(request, nil)
    response?.body.cancel()
  }

  private func send(
    _ request: HTTPRequest, _ call: Call?
  ) async throws(UpstreamFailure) -> StreamedResponse {
    var request = request
    request.fields = target.fields + request.fields
    request.followsRedirects = false
    let response = try await sendOnce(request, call)
    guard response.status == 401 || response.status == 403,
      await target.credentials.wasRefused(response.status)
    else { return response }
    response.body.cancel()
    return try await sendOnce(request, call)
  }

  private func sendOnce(
    _ request: HTTPRequest, _ call: Call?
  ) async throws(UpstreamFailure) -> StreamedResponse {
    var request = request
    request.fields += try await target.credentials.fields(for: request, call: call)
    if Task.isCancelled { throw .cancelled }
    do {
      return try await sender.stream(request, call: call)
    } catch {
      throw failure(error)
    }
  }

  /// What a failure of the transport means to a request.
  func failure(_ error: HTTPFailure) -> UpstreamFailure {
    let text = "\(server) gave no answer: \(error.message)"
    return switch error.code {
    case .refused: UpstreamFailure(.refused, error.message, wasSent: false)
    case .connect: UpstreamFailure(.unreachable, text, wasSent: false)
    case .timeout: UpstreamFailure(.timeout, text, wasSent: true)
    case .tooLarge: UpstreamFailure(.protocolError, text, wasSent: true)
    case .broken: UpstreamFailure(.unreachable, text, wasSent: true)
    case .cancelled: .cancelled
    }
  }

  /// Reads what is left of an answer, so that its connection can be used again; not for long.
  static func drain(_ body: any ResponseBody, _ clock: UpstreamClock) async {
    let body = TimedBody(body, milliseconds: 1000, clock)
    var bytes = 0
    while bytes < 65_536, let piece = try? await body.next() { bytes += piece.count }
    body.cancel()
  }
}
