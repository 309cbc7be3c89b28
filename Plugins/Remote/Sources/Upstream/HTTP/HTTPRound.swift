internal import JSON
internal import PluginKit

/// One request over HTTP until its answer is there, along whatever streams it comes.
struct HTTPRound: Sendable {
  /// Attempts in a row to go on with a stream, without anything new on it.
  private static let maximumResumptions = 5
  private static let resumptionMilliseconds: UInt64 = 1000
  private static let longestRetryMilliseconds: UInt64 = 60_000

  let wire: HTTPWire
  let id: Int64
  let session: Session?
  let call: Call?
  let voice: RequestVoice?
  let mailbox: EventMailbox
  /// When to give up, by the wire's clock.
  let deadline: UInt64

  private var statusFailure: StatusFailure { StatusFailure(server: wire.server) }

  /// The result, and the fields of the response that was posted for.
  func run(
    _ body: [UInt8], _ fields: [HTTPField]
  ) async throws(WireFailure) -> (JSONObject, [HTTPField]) {
    let response: StreamedResponse
    do {
      response = timed(
        try await wire.post(body, fields, call: call, timeoutMilliseconds: try remaining()))
    } catch {
      throw WireFailure(error)
    }
    let type = mediaType(response)
    guard (200..<300).contains(response.status) else { throw await refusal(response, type) }
    switch type {
    case "application/json": return (try await readJSON(response), response.fields)
    case "text/event-stream": return (try await readEvents(response), response.fields)
    default:
      response.body.cancel()
      throw WireFailure(statusFailure.noAnswer(response, type), status: response.status)
    }
  }

  private func remaining() throws(UpstreamFailure) -> Int {
    let now = wire.clock.now()
    guard now < deadline else {
      throw UpstreamFailure(.timeout, "\(wire.server) did not answer in time.", wasSent: true)
    }
    return Int(clamping: deadline - now)
  }

  private func timed(_ response: StreamedResponse) -> StreamedResponse {
    let now = wire.clock.now()
    var response = response
    response.body = TimedBody(
      response.body, milliseconds: deadline > now ? deadline - now : 0, wire.clock)
    return response
  }

  /// In lower case, without parameters.
  private func mediaType(_ response: StreamedResponse) -> String {
    let value = response.field("Content-Type")?.split(separator: ";").first ?? ""
    return value.lowercased().filter { $0 != " " && $0 != "\t" }
  }

  private func refusal(_ response: StreamedResponse, _ type: String) async -> WireFailure {
    var error: RPCError?
    var refusal = WireFailure.Refusal.other
    if type == "application/json" || type == "text/plain" && response.status == 400,
      let body = try? await collect(response, limitBytes: StatusFailure.bodyLimitBytes)
    {
      let messages = (try? IncomingMessage.all(in: body, limitBytes: body.count)) ?? []
      if case .error(let id, let found)? = messages.first, id == nil || id == self.id {
        error = found
        refusal = Staleness.refusal(found, answersRequest: id != nil)
      } else {
        refusal = Staleness.refusal(body)
      }
    } else {
      response.body.cancel()
    }
    return WireFailure(
      statusFailure.failure(response, error), status: response.status, refusal: refusal)
  }

  private func collect(
    _ response: StreamedResponse, limitBytes: Int
  ) async throws(UpstreamFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    do throws(HTTPFailure) {
      while let piece = try await response.body.next() {
        bytes += piece
        guard bytes.count <= limitBytes else {
          response.body.cancel()
          throw HTTPFailure(.tooLarge, "It is larger than \(limitBytes) bytes.")
        }
      }
    } catch {
      throw wire.failure(error)
    }
    return bytes
  }

  private func readJSON(_ response: StreamedResponse) async throws(WireFailure) -> JSONObject {
    let messages: [IncomingMessage]
    do {
      let limitBytes = wire.options.messageLimitBytes
      let body = try await collect(response, limitBytes: limitBytes)
      messages = try IncomingMessage.all(in: body, limitBytes: limitBytes)
    } catch let failure as UpstreamFailure {
      throw WireFailure(failure)
    } catch {
      let text = (error as? IncomingMessage.Fault)?.text ?? "cannot be read"
      throw WireFailure(broken("gave an answer that \(text)."))
    }
    if let result = try answer(in: messages) { return result }
    throw WireFailure(broken("answered with another id than that of the request."))
  }

  private func broken(_ what: String) -> UpstreamFailure {
    UpstreamFailure(.protocolError, "\(wire.server) \(what)", wasSent: true)
  }

  /// The result, if it is among them; everything else goes where it belongs.
  private func answer(in messages: [IncomingMessage]) throws(WireFailure) -> JSONObject? {
    for message in messages {
      switch message {
      case .result(id, let result): return result
      case .error(let id, let error) where id == nil || id == self.id:
        throw WireFailure(statusFailure.rpc(error), status: 200)
      default: take(message)
      }
    }
    return nil
  }

  private func take(_ message: IncomingMessage) {
    switch message {
    case .notification(let method, let params):
      if let notice = Notice(method, params) { notice.pass(to: voice, mailbox) }
    case .request(let id, let method): wire.answer(id, method, session)
    case .result, .error: break
    }
  }
}

extension HTTPRound {
  private func readEvents(_ response: StreamedResponse) async throws(WireFailure) -> JSONObject {
    var stream = MessageStream(response, wire)
    var resumptions = 0
    while true {
      if let result = try await read(&stream) { return result }
      resumptions = stream.hasMessages ? 0 : resumptions + 1
      guard let session, !session.isModern, let eventID = stream.parser.lastEventID,
        resumptions <= Self.maximumResumptions
      else { throw WireFailure(cut(stream.breakage)) }
      let wait = stream.parser.retryMilliseconds ?? Self.resumptionMilliseconds
      guard await wire.clock.sleep(min(wait, Self.longestRetryMilliseconds)) else {
        throw WireFailure(.cancelled)
      }
      stream = try await resumed(session, after: eventID) ?? stream
    }
  }

  /// The result; nil where the stream ends before it.
  private func read(_ stream: inout MessageStream) async throws(WireFailure) -> JSONObject? {
    while true {
      let messages: [IncomingMessage]?
      do { messages = try await stream.next() } catch { throw WireFailure(error) }
      guard let messages else { return nil }
      if let result = try answer(in: messages) {
        stream.leave()
        return result
      }
    }
  }

  /// The stream from where it was cut; nil where the server could not be reached.
  private func resumed(
    _ session: Session, after eventID: String
  ) async throws(WireFailure) -> MessageStream? {
    let response: StreamedResponse
    do {
      response = timed(
        try await wire.get(
          RequestFields.get(session, after: eventID), call: call,
          timeoutMilliseconds: try remaining()))
    } catch  where error.kind == .unreachable || error.kind == .refused {
      return nil
    } catch {
      throw WireFailure(error)
    }
    guard response.status == 200, mediaType(response) == "text/event-stream" else {
      response.body.cancel()
      throw WireFailure(cut(nil))
    }
    return MessageStream(response, wire, resumingAfter: eventID)
  }

  private func cut(_ breakage: HTTPFailure?) -> UpstreamFailure {
    UpstreamFailure(
      .unreachable,
      "\(wire.server) ended the stream before the answer."
        + (breakage.map { " \($0.message)" } ?? ""), wasSent: true)
  }
}

extension HTTPWire {
  /// Answers what a server of the legacy era asks; not, while it lets other answers wait.
  func answer(_ id: JSONValue, _ method: String, _ session: Session?) {
    guard answers.enter() else { return }
    let body = OutgoingMessage.answer(to: id, method: method)
    Task {
      defer { answers.leave() }
      await tell(body, RequestFields.post(method, [:], session))
    }
  }
}
