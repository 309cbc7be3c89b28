public import JSON

/// What a tool gives.
public struct ToolResult: Sendable, Equatable, InputRequiring {
  /// What the model reads, in order.
  public var parts: [Part] = []
  /// A JSON value for programs (MCP `structuredContent`), by the tool's output schema.
  public var structured: JSONValue?
  /// The same as text that the plugin wrote itself, in place of `structured`: one JSON value in
  /// UTF-8. It goes to the host as it is, without a parse or a copy; the host turns what is not
  /// valid (128 levels, no duplicate keys) into an error.
  public var encoded: [UInt8]?
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

  /// A result of one JSON value, of which the text is given. The model reads the same text: without
  /// parts the host shows it the structured content, so that the bytes are handed over once.
  public static func json(encoded: consuming [UInt8]) -> ToolResult {
    var result = ToolResult()
    result.encoded = encoded
    return result
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

  /// The client is asked.
  public static func inputRequired(_ question: InputRequired) -> ToolResult {
    var result = ToolResult()
    result.inputRequired = question
    return result
  }
}
