public import JSON

/// The outcome of a call.
public struct ToolResult: Sendable, Equatable {
  /// What the model reads, in order.
  public var parts: [Part] = []
  /// A JSON value for programs (MCP `structuredContent`), by the tool's output schema.
  public var structured: JSONValue?
  /// The result's `_meta`.
  public var meta: JSONObject = [:]
  /// Where the tool failed; the host shows it ahead of `parts`.
  public var error: ToolError?
  /// Where the client has to answer something first.
  public var inputRequired: InputRequired?
  /// Whether the call ended because it was cancelled.
  public var isCancelled = false

  /// A result with those parts.
  public init(_ parts: [Part] = [], structured: JSONValue? = nil) {
    self.parts = parts
    self.structured = structured
  }

  /// A result of one text.
  public static func text(_ text: String) -> ToolResult { ToolResult([.text(text)]) }

  /// A result of one JSON value, as structured content and, for the model, as text.
  public static func json(_ value: JSONValue) -> ToolResult {
    ToolResult([.text(value.description)], structured: value)
  }

  /// A failure.
  public static func error(_ error: ToolError) -> ToolResult {
    var result = ToolResult()
    result.error = error
    return result
  }

  /// A failure: what happened in one sentence, and what to do about it.
  public static func error(_ summary: String, detail: String? = nil) -> ToolResult {
    .error(ToolError(summary, detail: detail))
  }

  /// The client is asked (MCP multi-round-trip requests), and calls again with the answers in
  /// `Call.inputResponses` and the state in `Call.state`. `requests`: MCP input requests by keys of
  /// the plugin's choice. The host keeps others from forging the state, but the client can read it.
  public static func inputRequired(_ requests: JSONObject, state: [UInt8] = []) -> ToolResult {
    var result = ToolResult()
    result.inputRequired = InputRequired(requests: requests, state: state)
    return result
  }

  static var cancelled: ToolResult {
    var result = ToolResult()
    result.isCancelled = true
    return result
  }

  /// What an error thrown by a handler means.
  init(thrown error: any Error) {
    switch error {
    case is CancellationError: self = .cancelled
    case let failure as HTTPFailure where failure.code == .cancelled: self = .cancelled
    case let error as any ToolErrorConvertible: self = .error(error.toolError)
    default: self = .error(ToolError("\(error)"))
    }
  }
}

/// What a tool asks the client for.
public struct InputRequired: Sendable, Equatable {
  /// MCP input requests by keys of the plugin's choice.
  public var requests: JSONObject
  /// Any bytes, which come back with the answers.
  public var state: [UInt8]

  /// A question.
  public init(requests: JSONObject, state: [UInt8] = []) {
    self.requests = requests
    self.state = state
  }
}
