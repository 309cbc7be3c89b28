internal import PluginABI
internal import Synchronization

/// One signature between a task that waits and the host that makes it.
final class RequestSigning: Sendable {
  typealias Outcome = Result<HTTPResponse, AWSFailure>
  typealias Waiter = CheckedContinuation<Outcome, Never>

  private struct State {
    var waiter: Waiter?
    var isCancelled = false
  }

  private let link: HostLink
  private let state = Mutex(State())

  init(_ link: HostLink) { self.link = link }

  /// Asks the host; `waiter` is resumed exactly once.
  func start(
    _ request: HTTPRequest, _ service: String, _ region: String, presigns: Bool, _ waiter: Waiter
  ) {
    let isCancelled = state.withLock { state in
      state.waiter = waiter
      return state.isCancelled
    }
    if isCancelled { return finish(.failure(.cancelled)) }
    let flags = presigns ? TOOLRACK_AWS_PRESIGN : 0
    let isAsked = link.withInterface(TOOLRACK_AWS_1, toolrack_aws.self) { context, aws in
      request.withCRequest(nil) { request in
        service.withBytes { service in
          region.withBytes { ask(context, aws.pointee, request, service, $0, flags) }
        }
      }
    }
    switch isAsked {
    case .some(true): return
    case .some(false): finish(.failure(AWSFailure(.refused, "The host refused the request.")))
    case .none: finish(.failure(AWSFailure(.refused, "The host signs nothing for AWS.")))
    }
  }

  /// Ends the wait. The host's answer, when it comes, is heard by nobody.
  func cancel() {
    state.withLock { $0.isCancelled = true }
    finish(.failure(.cancelled))
  }

  private func ask(
    _ context: UnsafeMutableRawPointer, _ aws: toolrack_aws,
    _ request: UnsafePointer<toolrack_http_request>, _ service: toolrack_bytes,
    _ region: toolrack_bytes, _ flags: UInt32
  ) -> Bool {
    // Held by the host until the completion, which comes exactly once for each OK.
    let user = Unmanaged.passRetained(self)
    let status = aws.sign(
      context, request, service, region, flags,
      { user, response in
        guard let user else { return }
        let signing = Unmanaged<RequestSigning>.fromOpaque(user).takeRetainedValue()
        signing.finish(RequestSigning.outcome(response.pointee))
      }, user.toOpaque())
    if status != TOOLRACK_OK { user.release() }
    return status == TOOLRACK_OK
  }

  private func finish(_ outcome: Outcome) {
    state.withLock { $0.waiter.take() }?.resume(returning: outcome)
  }

  private static func outcome(_ response: toolrack_http_response) -> Outcome {
    response.failure == TOOLRACK_HTTP_OK
      ? .success(HTTPResponse(response)) : .failure(AWSFailure(response))
  }
}
