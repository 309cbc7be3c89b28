public import JSON

/// What is asked for is not there, or cannot be given with these arguments. Thrown by handlers of
/// prompts, resources and completions: the client gets the error that its revision has for it. A
/// tool's handler that throws it ends with a tool error.
public struct NotFound: ToolErrorConvertible, Sendable, Equatable, CustomStringConvertible {
  /// What is not there, in one sentence.
  public var summary: String

  /// Says what is not there.
  public init(_ summary: String) { self.summary = summary }

  /// The summary as a tool error.
  public var toolError: ToolError { ToolError(summary) }
  /// The summary.
  public var description: String { summary }
}

/// The params of the request name what is not there, or do not fit. Thrown by handlers, also of
/// tools: the client gets the JSON-RPC error for invalid params (-32602), and no result.
public struct InvalidParameters: Error, Sendable, Equatable {
  /// What does not fit, in one sentence.
  public var summary: String

  /// Says what does not fit.
  public init(_ summary: String) { self.summary = summary }
}

/// The client lacks capabilities that the call needs. Thrown by handlers: the client is told which
/// (MCP error -32021). Not needed for what an `InputRequired` asks: that the host sees by itself.
public struct MissingCapability: Error, Sendable, Equatable {
  /// MCP ClientCapabilities, such as `["sampling": [:]]`.
  public var capabilities: JSONObject

  /// Says what is needed.
  public init(_ capabilities: JSONObject) { self.capabilities = capabilities }
}

/// The request ends in a JSON-RPC error and has no result. Thrown by handlers where not the tool's
/// work failed, which is a `ToolError` for the model to read, but the request itself.
public struct RequestFailure: Error, Sendable, Equatable {
  /// What happened, in one sentence.
  public var summary: String

  /// Says what happened.
  public init(_ summary: String) { self.summary = summary }
}
