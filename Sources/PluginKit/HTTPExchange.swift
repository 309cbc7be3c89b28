internal import PluginABI
internal import Synchronization

/// One exchange between a task that waits and the host's thread that completes it.
final class HTTPExchange: Sendable {
  typealias Outcome = Result<HTTPResponse, HTTPFailure>
  typealias Waiter = CheckedContinuation<Outcome, Never>

  private struct State {
    var waiter: Waiter?
    var number = ExchangeNumber()
  }

  private let link: HostLink
  private let state = Mutex(State())

  init(_ link: HostLink) { self.link = link }

  /// Sends the request; `waiter` is resumed exactly once.
  func start(_ request: HTTPRequest, _ call: CallHandle?, _ waiter: Waiter) {
    let isCancelled = state.withLock { state in
      state.waiter = waiter
      return state.number.isCancelled
    }
    if isCancelled { return finish(.failure(.cancelled)) }
    let sent: UInt64?? = link.withInterface(TOOLRACK_HTTP_1, toolrack_http.self) { context, http in
      request.withCRequest(call) { send(context, http.pointee, $0) }
    }
    switch sent {
    case .some(.some(let number)):
      // `cancel` may have come while the host was sending.
      link.cancelExchange(state.withLock { $0.number.didSend(number) })
    case .some(.none): finish(.failure(HTTPFailure(.refused, "The host refused the request.")))
    case .none: finish(.failure(HTTPFailure(.refused, "The host has no HTTP client.")))
    }
  }

  /// Ends the exchange early. Any thread, at any time.
  func cancel() {
    link.cancelExchange(state.withLock { $0.number.cancel() })
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

  private func finish(_ outcome: Outcome) {
    let waiter = state.withLock { state in
      state.number.didEnd()
      return state.waiter.take()
    }
    waiter?.resume(returning: outcome)
  }

  private static func outcome(_ response: toolrack_http_response) -> Outcome {
    response.failure == TOOLRACK_HTTP_OK
      ? .success(HTTPResponse(response)) : .failure(HTTPFailure(response))
  }
}
