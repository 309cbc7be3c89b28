internal import JSON
internal import PluginKit

extension LarkClient {
  /// From an answer to what the caller of the client wants of it.
  typealias Reading<Result> = (Envelope, HTTPResponse) throws(LarkFailure) -> Result

  /// One request with all its attempts; holds what must not run twice at a time.
  func perform<Result: Sendable>(
    _ request: APIRequest, _ content: RequestContent, _ context: CallContext,
    read: Reading<Result>
  ) async throws(LarkFailure) -> Result {
    guard settings.missing.isEmpty else { throw .notConfigured(settings.missing) }
    let identity = try credentials.identity(for: request, context)
    let keys = request.endpoint.pacingKeys(request.path) + request.keys
    let pass = try await pacer.enter(keys, context)
    defer { pacer.leave(pass) }
    let exchange = Exchange(
      request: request, content: content, identity: identity, keys: keys, context: context)
    var mayHaveBeenDone = false
    do throws(LarkFailure) {
      return try await attempts(exchange, read, &mayHaveBeenDone)
    } catch {
      throw exchange.final(error, mayHaveBeenDone)
    }
  }

  /// What stays the same from attempt to attempt.
  private struct Exchange {
    let request: APIRequest
    let content: RequestContent
    let identity: Identity
    let keys: [PacingKey]
    let context: CallContext

    /// What the call is told. Any of its attempts may have done what was asked. The key of a write
    /// is the call's own: another call would do it once more, also where this one could repeat it.
    func final(_ failure: LarkFailure, _ mayHaveBeenDone: Bool) -> LarkFailure {
      let isUnclear = mayHaveBeenDone && request.endpoint.addsWhenRepeated
      return isUnclear && failure != .cancelled ? .unclear(failure) : failure
    }
  }

  private func attempts<Result: Sendable>(
    _ exchange: Exchange, _ read: Reading<Result>, _ mayHaveBeenDone: inout Bool
  ) async throws(LarkFailure) -> Result {
    var attempts = Attempts()
    var last: LarkFailure?
    while true {
      let token = try await credentials.token(
        of: exchange.identity, for: exchange.request, exchange.context)
      do throws(LarkFailure) {
        try await pacer.turn(exchange.request.endpoint, exchange.keys, exchange.context)
        return try await attempt(exchange, token, read)
      } catch {
        // What Lark said tells more than that there is no time for another attempt.
        if case .busy = error, let last { throw last }
        last = error
        mayHaveBeenDone = mayHaveBeenDone || error.mayHaveBeenDone
        let next = attempts.next(
          after: error, at: exchange.request.endpoint,
          remainingMilliseconds: exchange.context.remainingMilliseconds(), jitter: clock.jitter())
        try await prepare(next, after: error, exchange, token)
      }
    }
  }

  /// Returns where another attempt makes sense, else throws.
  private func prepare(
    _ next: Attempts.Next, after failure: LarkFailure, _ exchange: Exchange, _ token: String
  ) async throws(LarkFailure) {
    switch next {
    case .giveUp:
      throw failure
    case .withNewToken:
      let endpoint = exchange.request.endpoint
      guard credentials.rejected(token, of: exchange.identity, at: endpoint, exchange.context)
      else { throw failure }
    case .after(let milliseconds):
      log(.info, "\(failure.toolError.summary) Tries again in \(milliseconds) ms.")
      try await pause(milliseconds: milliseconds)
    }
  }

  private func attempt<Result>(
    _ exchange: Exchange, _ token: String, _ read: Reading<Result>
  ) async throws(LarkFailure) -> Result {
    let (request, content) = (exchange.request, exchange.content)
    let envelope = Envelope(
      purpose: request.purpose, secrets: [settings.appSecret, token], settings: settings,
      identity: exchange.identity)
    let timeout = try LarkClient.timeout(exchange)
    var fields = [HTTPField("Authorization", "Bearer \(token)")]
    if let type = content.contentType { fields.append(HTTPField("Content-Type", type)) }
    exchange.context.acting.insert(exchange.identity)
    quota.count(request.endpoint)
    let response = try await transport.respond(
      to: HTTPRequest(
        method: request.endpoint.method.rawValue, url: request.url(base: settings.baseURL),
        fields: fields, body: content.body, timeoutMilliseconds: timeout,
        responseLimitBytes: content.responseLimitBytes,
        mayRetry: !request.endpoint.addsWhenRepeated), exchange.context)
    return try read(envelope, response)
  }

  /// Ends a little before the call does, so that the tool still says what it has done.
  private static func timeout(_ exchange: Exchange) throws(LarkFailure) -> Int {
    let remaining = exchange.context.remainingMilliseconds() - reserveMilliseconds
    guard remaining > 0 else {
      let purpose = exchange.request.purpose
      throw .transport(
        HTTPFailure(.refused, "The call's time ran out before Lark could \(purpose)."))
    }
    return Int(min(remaining, Int64(exchange.content.timeoutMilliseconds)))
  }
}
