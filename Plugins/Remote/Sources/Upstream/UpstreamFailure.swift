internal import JSON

/// Why a server gave no result.
struct UpstreamFailure: Error, Sendable, Equatable, CustomStringConvertible {
  enum Kind: Sendable, Equatable {
    /// No connection, or it broke; no process.
    case unreachable
    /// This side did not send it: the target is not on the egress list, or as many exchanges run as
    /// the host lets. It says nothing of the server.
    case refused
    case timeout
    /// An HTTP status that is no answer of MCP.
    case status(Int)
    /// What answers does not speak MCP, or no revision that is known here.
    case notMCP
    /// It speaks MCP, but this answer breaks its rules.
    case protocolError
    /// The server's JSON-RPC error.
    case rpc(code: Int, data: JSONValue?)
    /// HTTP 401, after one more try where the credentials saw a point in that.
    case unauthorized
    /// There was nothing to authorise the request with: it was not sent, and of the server nothing
    /// was learnt.
    case credentials(mayPass: Bool)
    /// The process ended while the request ran, or `close` was called.
    case ended
    case cancelled
  }

  var kind: Kind
  /// What went wrong, in one sentence, for people. Holds no secret.
  var message: String
  /// Whether the server may have acted on the request.
  var wasSent: Bool
  /// How long the server asks to wait.
  var retryAfterMilliseconds: UInt64?

  init(
    _ kind: Kind, _ message: String, wasSent: Bool, retryAfterMilliseconds: UInt64? = nil
  ) {
    self.kind = kind
    self.message = message
    self.wasSent = wasSent
    self.retryAfterMilliseconds = retryAfterMilliseconds
  }

  var description: String { message }

  static let cancelled = UpstreamFailure(.cancelled, "The request was cancelled.", wasSent: true)
  static func credentials(
    _ message: String, mayPass: Bool, retryAfterMilliseconds: UInt64? = nil
  ) -> UpstreamFailure {
    UpstreamFailure(
      .credentials(mayPass: mayPass), "credentials: \(message)", wasSent: false,
      retryAfterMilliseconds: retryAfterMilliseconds)
  }

  static let closed = UpstreamFailure(.ended, "The connection was closed.", wasSent: false)
}
