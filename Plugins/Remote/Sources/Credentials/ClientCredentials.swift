internal import PluginKit
internal import Synchronization

/// A bearer token by client credentials, kept until shortly before it expires. However many
/// requests need one, it is asked for once at a time. Any thread.
final class ClientCredentials: OutboundCredentials {
  typealias Send = @Sendable (HTTPRequest) async throws(HTTPFailure) -> HTTPResponse
  private typealias Asking = Task<Result<String, UpstreamFailure>, Never>

  private struct State {
    var cache = TokenCache()
    var asking: Asking?
  }

  private let request: TokenRequest
  private let secrets: Secrets
  private let now: @Sendable () -> UInt64
  private let send: Send
  private let state = Mutex(State())

  /// `send`: the host's HTTP client. `secrets` is told of each token.
  init(
    _ settings: ClientCredentialSettings, secrets: Secrets,
    now: @escaping @Sendable () -> UInt64 = UpstreamClock.system.now, send: @escaping Send
  ) {
    request = TokenRequest(settings: settings)
    self.secrets = secrets
    self.now = now
    self.send = send
  }

  func fields(
    for request: HTTPRequest, call: Call?
  ) async throws(UpstreamFailure) -> [HTTPField] {
    [HTTPField("Authorization", "Bearer \(try await token())")]
  }

  /// A server may take a token for expired sooner than its issuer said.
  func wasRefused(_ status: Int) async -> Bool {
    guard status == 401 else { return false }
    state.withLock { $0.cache.refused(now: now()) }
    return true
  }

  private enum Next {
    case done(Result<String, UpstreamFailure>)
    case wait(Asking)
  }

  private func token() async throws(UpstreamFailure) -> String {
    let next = state.withLock { state -> Next in
      switch state.cache.step(now: now()) {
      case .use(let token): return .done(.success(token))
      case .fail(let failure): return .done(.failure(failure))
      case .ask:
        // A task of its own: whoever gives up does not take it away from the others.
        let asking = state.asking ?? Task { await self.ask() }
        state.asking = asking
        return .wait(asking)
      }
    }
    switch next {
    case .done(let result): return try result.get()
    case .wait(let asking): return try await asking.value.get()
    }
  }

  private func ask() async -> Result<String, UpstreamFailure> {
    let answer = await answer()
    return state.withLock { state in
      state.asking = nil
      switch answer {
      case .success(let token):
        secrets.add(token: token.text)
        state.cache.obtained(token.text, lifeMilliseconds: token.lifeMilliseconds, now: now())
        return .success(token.text)
      case .failure(let failure):
        state.cache.failed(failure, now: now())
        return .failure(failure)
      }
    }
  }

  private typealias Answer = Result<(text: String, lifeMilliseconds: UInt64?), UpstreamFailure>

  private func answer() async -> Answer {
    let response: HTTPResponse
    do {
      response = try await send(request.http)
    } catch {
      return .failure(
        .credentials("The token endpoint: \(error.message)", mayPass: error.code != .refused))
    }
    do {
      return .success(try TokenRequest.token(of: response))
    } catch {
      return .failure(error)
    }
  }
}
