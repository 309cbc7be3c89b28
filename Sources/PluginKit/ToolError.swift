/// A failure of a tool, told to the client's model as a result with `isError`. Thrown by handlers,
/// or returned as `ToolResult.error`.
///
/// A handler may throw any error: of one that is a `ToolErrorConvertible` the host gets the
/// `toolError`, of any other its description. `CancellationError` ends a call as cancelled.
public struct ToolError: Error, Sendable, Equatable {
  /// What happened, in one sentence.
  public var summary: String
  /// What to do about it.
  public var detail: String?
  /// Whether the same call may succeed later.
  public var isRetryable: Bool
  /// How long to wait before it; nil if unknown.
  public var retryAfterMilliseconds: Int?

  /// A failure. It is retryable where a time to wait is given.
  public init(
    _ summary: String, detail: String? = nil, isRetryable: Bool = false,
    retryAfterMilliseconds: Int? = nil
  ) {
    self.summary = summary
    self.detail = detail
    self.isRetryable = isRetryable || retryAfterMilliseconds != nil
    self.retryAfterMilliseconds = retryAfterMilliseconds
  }
}

/// An error that says itself how it looks to the client.
public protocol ToolErrorConvertible: Error {
  /// What the client is told.
  var toolError: ToolError { get }
}

extension ToolError: ToolErrorConvertible {
  /// Itself.
  public var toolError: ToolError { self }
}
