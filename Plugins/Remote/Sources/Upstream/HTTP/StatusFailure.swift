internal import JSON

/// What a response means that is no answer of MCP.
struct StatusFailure {
  /// The largest body of an error that is looked at.
  static let bodyLimitBytes = 65_536

  let server: String

  /// Of a status outside of 200 to 299. `message`: the JSON-RPC error that the body holds, if any.
  func failure(_ response: StreamedResponse, _ error: RPCError?) -> UpstreamFailure {
    let status = response.status
    let isOwn = error != nil && ![401, 403, 429, 502, 503, 504].contains(status)
    if isOwn, let error { return rpc(error) }
    let said = error.map { " It says: \($0.message)" } ?? ""
    return UpstreamFailure(
      status == 401 ? .unauthorized : .status(status), text(response) + said,
      wasSent: mayHaveActed(status),
      retryAfterMilliseconds: RetryAfter.milliseconds(
        response.field("Retry-After"), date: response.field("Date")))
  }

  /// The server's own refusal of the request.
  func rpc(_ error: RPCError) -> UpstreamFailure {
    let message = error.message.isEmpty ? "no reason" : error.message
    return UpstreamFailure(
      .rpc(code: error.code, data: error.data), "\(server) answered \(error.code): \(message)",
      wasSent: true)
  }

  /// Whatever stands before a server answers 408 and 503, too, after it lost the server in the
  /// middle of a request. A refusal of the request, such as 429, comes before anything is done.
  private func mayHaveActed(_ status: Int) -> Bool { status >= 500 || status == 408 }

  private func text(_ response: StreamedResponse) -> String {
    let status = response.status
    return switch status {
    case 300..<400:
      "\(server) redirects (\(status))\(place(response)); set the address that it really has."
    case 401: "\(server) refused the credentials (401)."
    case 403: "\(server) does not allow this (403)."
    case 404, 405: "\(server) has no such endpoint (\(status)); check the path of its address."
    case 429: "\(server) wants fewer requests (429)."
    case 500...: "\(server) failed (\(status))."
    default: "\(server) refused the request (\(status))."
    }
  }

  /// Where to, without a query, which may hold a secret.
  private func place(_ response: StreamedResponse) -> String {
    guard let location = response.field("Location") else { return "" }
    let plain = location.prefix { $0 != "?" && $0 != "#" }
    let hasUser = plain.utf8.contains(UInt8(ascii: "@"))
    return hasUser ? "" : " to \(SingleLine.of(String(plain), 200))"
  }

  /// Of a success that holds no answer.
  func noAnswer(_ response: StreamedResponse, _ type: String) -> UpstreamFailure {
    if response.status == 202 || response.status == 204 || type.isEmpty {
      return UpstreamFailure(
        .protocolError, "\(server) took the request (\(response.status)) and gave no answer.",
        wasSent: true)
    }
    return UpstreamFailure(
      .notMCP,
      "\(server) answered with \(SingleLine.of(type, 60)) instead of MCP; check its address.",
      wasSent: true)
  }
}
