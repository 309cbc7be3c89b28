internal import PluginKit

/// Carries requests to Lark. Any thread; a cancelled task cancels its exchange.
protocol LarkTransport: Sendable {
  /// `call` is nil for work that no single call owns, such as the token's renewal.
  func exchange(
    _ request: HTTPRequest, _ call: Call?
  ) async throws(HTTPFailure) -> HTTPResponse
}

extension LarkTransport {
  /// `exchange` with this plugin's error.
  func respond(
    to request: HTTPRequest, _ context: CallContext
  ) async throws(LarkFailure) -> HTTPResponse {
    do {
      return try await exchange(request, context.call)
    } catch {
      throw error.code == .cancelled ? .cancelled : .transport(error)
    }
  }
}

/// The host's HTTP client.
struct HostTransport: LarkTransport {
  let http: HTTP

  func exchange(
    _ request: HTTPRequest, _ call: Call?
  ) async throws(HTTPFailure) -> HTTPResponse {
    try await http.send(request, call: call)
  }
}
