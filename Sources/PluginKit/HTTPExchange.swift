internal import PluginABI
internal import Synchronization

/// One exchange between a task that waits and the host's thread that completes it.
final class HTTPExchange: Sendable {
  typealias Outcome = Result<HTTPResponse, HTTPFailure>
  typealias Waiter = CheckedContinuation<Outcome, Never>

  private struct State {
    var waiter: Waiter?
    /// The host's number for the exchange, once it has one.
    var number: UInt64?
    var isCancelled = false
  }

  private let link: HostLink
  private let state = Mutex(State())

  init(_ link: HostLink) { self.link = link }

  /// Sends the request; `waiter` is resumed exactly once.
  func start(_ request: HTTPRequest, _ call: CallHandle?, _ waiter: Waiter) {
    let isCancelled = state.withLock { state in
      state.waiter = waiter
      return state.isCancelled
    }
    if isCancelled { return finish(.failure(.cancelled)) }
    let sent: UInt64?? = link.withInterface(TOOLRACK_HTTP_1, toolrack_http.self) { context, http in
      request.withCRequest(call) { send(context, http.pointee, $0) }
    }
    switch sent {
    case .some(.some(let number)): didSend(number)
    case .some(.none): finish(.failure(HTTPFailure(.refused, "The host refused the request.")))
    case .none: finish(.failure(HTTPFailure(.refused, "The host has no HTTP client.")))
    }
  }

  /// Ends the exchange early. Any thread, at any time.
  func cancel() {
    let number = state.withLock { state in
      state.isCancelled = true
      return state.number
    }
    if let number { cancelAtHost(number) }
  }

  /// The number of the exchange, or nil where the host refused it. The completion may come first.
  private func send(
    _ context: UnsafeMutableRawPointer, _ http: toolrack_http,
    _ request: UnsafePointer<toolrack_http_request>
  ) -> UInt64? {
    // Held by the host until the completion, which comes exactly once for each OK.
    let user = Unmanaged.passRetained(self)
    var number: UInt64 = 0
    let status = http.send(
      context, request,
      { user, response in
        guard let user else { return }
        let exchange = Unmanaged<HTTPExchange>.fromOpaque(user).takeRetainedValue()
        exchange.finish(HTTPExchange.outcome(response.pointee))
      }, user.toOpaque(), &number)
    guard status == TOOLRACK_OK else {
      user.release()
      return nil
    }
    return number
  }

  /// Stores the number for `cancel`, or uses it where `cancel` came while the host was sending.
  private func didSend(_ number: UInt64) {
    let isCancelled = state.withLock { state in
      state.number = number
      return state.isCancelled
    }
    if isCancelled { cancelAtHost(number) }
  }

  private func cancelAtHost(_ number: UInt64) {
    _ = link.withInterface(TOOLRACK_HTTP_1, toolrack_http.self) { context, http in
      http.pointee.cancel(context, number)
    }
  }

  private func finish(_ outcome: Outcome) {
    state.withLock { $0.waiter.take() }?.resume(returning: outcome)
  }

  private static func outcome(_ response: toolrack_http_response) -> Outcome {
    response.failure == TOOLRACK_HTTP_OK
      ? .success(HTTPResponse(response)) : .failure(HTTPFailure(response))
  }
}

extension HTTPRequest {
  /// Runs `body` with the request in the shape of the contract, borrowed while it runs.
  fileprivate func withCRequest<Result>(
    _ call: CallHandle?, _ body: (UnsafePointer<toolrack_http_request>) -> Result
  ) -> Result {
    var arena = Arena()
    var request = toolrack_http_request()
    request.size = UInt32(MemoryLayout<toolrack_http_request>.size)
    if followsRedirects { request.flags |= TOOLRACK_HTTP_FOLLOW_REDIRECTS }
    if mayRetry { request.flags |= TOOLRACK_HTTP_RETRY }
    request.method = arena.view(method)
    request.url = arena.view(url)
    request.body = arena.view(self.body)
    request.timeout_milliseconds = UInt64(clamping: timeoutMilliseconds ?? 0)
    request.response_limit_bytes = UInt64(clamping: responseLimitBytes ?? 0)
    request.call = call?.pointer
    let encoded = fields.map { field in
      toolrack_http_field(name: arena.view(field.name), value: arena.view(field.value))
    }
    return encoded.withUnsafeBufferPointer { encoded in
      request.fields = encoded.baseAddress
      request.field_count = encoded.count
      defer { withExtendedLifetime(arena) {} }
      return body(&request)
    }
  }
}
