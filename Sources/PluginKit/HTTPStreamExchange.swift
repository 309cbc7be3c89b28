internal import PluginABI
internal import Synchronization

/// One exchange whose response comes piece by piece, between the host's thread and the tasks that
/// wait for its head and read its body.
final class HTTPStreamExchange: Sendable {
  /// The head is a response without its body.
  typealias Head = Result<HTTPResponse, HTTPFailure>
  typealias Waiter = CheckedContinuation<Head, Never>

  private struct State {
    var waiter: Waiter?
    var hasHead = false
    var number = ExchangeNumber()
  }

  let body = BodyChannel()
  private let link: HostLink
  private let state = Mutex(State())

  init(_ link: HostLink) { self.link = link }

  /// Sends the request; `waiter` is resumed exactly once.
  func start(_ request: HTTPRequest, _ call: CallHandle?, _ waiter: Waiter) {
    let isCancelled = state.withLock { state in
      if !state.number.isCancelled { state.waiter = waiter }
      return state.number.isCancelled
    }
    if isCancelled { return waiter.resume(returning: .failure(.cancelled)) }
    let sent: UInt64?? = link.withInterface(
      TOOLRACK_HTTP_STREAM_1, toolrack_http_stream.self
    ) { context, http in
      request.withCRequest(call) { send(context, http.pointee, $0) }
    }
    switch sent {
    case .some(.some(let number)):
      // `cancel` may have come while the host was sending.
      link.cancelExchange(state.withLock { $0.number.didSend(number) })
    case .some(.none): ended(HTTPFailure(.refused, "The host refused the request."))
    case .none: ended(HTTPFailure(.refused, "The host has no HTTP client that streams."))
    }
  }

  /// Ends the exchange early: whoever waits is told at once. Any thread, at any time.
  func cancel() {
    let (number, waiter) = state.withLock { ($0.number.cancel(), $0.waiter.take()) }
    waiter?.resume(returning: .failure(.cancelled))
    body.abandon()
    link.cancelExchange(number)
  }

  /// The number of the exchange, or nil where the host refused it. All of it may come first.
  private func send(
    _ context: UnsafeMutableRawPointer, _ http: toolrack_http_stream,
    _ request: UnsafePointer<toolrack_http_request>
  ) -> UInt64? {
    // Held by the host until the completion, which comes last, and exactly once for each OK.
    let user = Unmanaged.passRetained(self)
    var number: UInt64 = 0
    let status = http.send(
      context, request,
      { user, response in
        guard let user else { return }
        Unmanaged<HTTPStreamExchange>.fromOpaque(user).takeUnretainedValue()
          .arrived(response.pointee)
      },
      { user, response in
        guard let user else { return }
        let response = response.pointee
        Unmanaged<HTTPStreamExchange>.fromOpaque(user).takeRetainedValue()
          .ended(response.failure == TOOLRACK_HTTP_OK ? nil : HTTPFailure(response))
      }, user.toOpaque(), &number)
    guard status == TOOLRACK_OK else {
      user.release()
      return nil
    }
    return number
  }

  /// The head, then each part of the body.
  private func arrived(_ response: toolrack_http_response) {
    let (isHead, waiter) = state.withLock { state in
      defer { state.hasHead = true }
      return (!state.hasHead, state.waiter.take())
    }
    if isHead {
      waiter?.resume(returning: .success(HTTPResponse(response)))
    } else if !body.append(response.body.buffer) {
      link.cancelExchange(state.withLock { $0.number.cancel() })
    }
  }

  private func ended(_ failure: HTTPFailure?) {
    let waiter = state.withLock { state in
      state.number.didEnd()
      return state.waiter.take()
    }
    waiter?.resume(returning: .failure(failure ?? .headless))
    body.end(failure)
  }
}

extension HTTPFailure {
  fileprivate static let headless = HTTPFailure(
    .broken, "The host completed the exchange without the head of a response.")
}
