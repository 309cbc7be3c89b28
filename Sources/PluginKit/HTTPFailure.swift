internal import PluginABI

/// Why there is no response. Thrown out of a handler, it becomes a tool error with the message.
public struct HTTPFailure: ToolErrorConvertible, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: UInt32, Sendable, CaseIterable {
    /// Not on the plugin's egress list, or not a valid request.
    case refused = 1
    /// The time-out or the call's deadline.
    case timeout
    /// Name resolution, connection or TLS.
    case connect
    /// The response is over its limit, or more of a streamed one waits unread than is kept.
    case tooLarge
    /// The connection ended within the exchange.
    case broken
    /// The task was cancelled, or the stream.
    case cancelled
  }

  /// The kind of failure.
  public var code: Code
  /// What went wrong and what would be right.
  public var message: String

  /// A failure.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }

  /// The message; retryable where the network failed.
  public var toolError: ToolError {
    let isRetryable = code == .timeout || code == .connect || code == .broken
    return ToolError(message, isRetryable: isRetryable)
  }

  static let cancelled = HTTPFailure(.cancelled, "The request was cancelled.")

  /// The failure of a response that is none. An unknown number counts as a broken exchange.
  init(_ response: toolrack_http_response) {
    let message = response.message.string
    self.init(
      Code(rawValue: response.failure) ?? .broken,
      message.isEmpty ? "The request failed (\(response.failure))." : message)
  }
}
