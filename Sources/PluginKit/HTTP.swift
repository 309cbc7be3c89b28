internal import PluginABI

/// The host's HTTP client (`toolrack.http/1`, `toolrack.http-stream/1`): pooled connections,
/// verified TLS, deadlines, and a list of where the plugin may go. A plugin needs no TLS library of
/// its own.
public struct HTTP: Sendable {
  let link: HostLink

  /// Sends a request and waits for the whole response. Any status is a response; a failure says
  /// what went wrong and what would be right. `call` lends its deadline and trace context.
  /// Cancelling the task ends the exchange.
  public func send(
    _ request: HTTPRequest, call: Call? = nil
  ) async throws(HTTPFailure) -> HTTPResponse {
    let exchange = HTTPExchange(link)
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { exchange.start(request, call?.handle, $0) }
    } onCancel: {
      exchange.cancel()
    }
    return try outcome.get()
  }

  /// Sends a request and returns when the head of the response has come; the body arrives piece by
  /// piece, for as long as the server sends. For event streams and for what is too large to keep.
  ///
  /// The request's time-out counts until the head, its limit for the whole body. `call` lends its
  /// trace context, and its deadline to the whole stream. Cancelling the task ends the exchange.
  public func stream(
    _ request: HTTPRequest, call: Call? = nil
  ) async throws(HTTPFailure) -> HTTPStream {
    let exchange = HTTPStreamExchange(link)
    let head = await withTaskCancellationHandler {
      await withCheckedContinuation { exchange.start(request, call?.handle, $0) }
    } onCancel: {
      exchange.cancel()
    }
    return HTTPStream(try head.get(), StreamReader(exchange))
  }
}
