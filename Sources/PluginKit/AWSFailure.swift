internal import PluginABI

/// Why there is no signature. Thrown out of a handler, it becomes a tool error with the message.
public struct AWSFailure: ToolErrorConvertible, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: Sendable, CaseIterable {
    /// The plugin may not sign for the service, or the request cannot be signed.
    case refused
    /// The host has no credentials now; later it may.
    case unavailable
    /// The task was cancelled.
    case cancelled
  }

  /// The kind of failure.
  public var code: Code
  /// What went wrong and what would be right. No secret is in it.
  public var message: String

  /// A failure.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }

  /// The message; retryable where credentials may come.
  public var toolError: ToolError { ToolError(message, isRetryable: code == .unavailable) }

  static let cancelled = AWSFailure(.cancelled, "The signature is not waited for any more.")

  init(_ response: toolrack_http_response) {
    let message = response.message.string
    let code: Code =
      switch response.failure {
      case TOOLRACK_HTTP_REFUSED: .refused
      case TOOLRACK_HTTP_CANCELLED: .cancelled
      default: .unavailable
      }
    self.init(
      code, message.isEmpty ? "The request was not signed (\(response.failure))." : message)
  }
}
