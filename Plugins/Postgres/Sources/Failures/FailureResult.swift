internal import JSON
internal import PluginKit

extension PostgresFailure: ToolErrorConvertible {
  /// For failures that have nothing to do with a text of the caller's.
  var toolError: ToolError { FailureReport(self).toolError }

  /// The result of a tool that failed: in words, and by member for programs. A call that nobody
  /// waits for any more ends as cancelled.
  ///
  /// - Parameter text: what was run, for the line and column in it.
  func result(for text: String? = nil) -> ToolResult {
    let report = FailureReport(self, text: text)
    var result = ToolResult.error(report.toolError)
    result.encoded = report.encoded
    if case .cancelled = self { result.isCancelled = true }
    return result
  }
}

extension FailureReport {
  /// `{"sqlstate","message","detail","hint","position","line","column","suggestion","retryable"}`,
  /// without what is not known.
  var encoded: [UInt8] {
    var json = JSONWriter(reserving: 256)
    json.beginObject()
    if let sqlstate, !sqlstate.isEmpty { json.member("sqlstate", sqlstate) }
    json.member("message", message)
    if let detail = error?.detail { json.member("detail", ErrorText.line(detail)) }
    if error == nil, let detail = advice.first { json.member("detail", detail) }
    if let hint = error?.hint { json.member("hint", ErrorText.line(hint)) }
    if let place, let position = error?.position {
      json.key("position")
      json.integer(position)
      json.key("line")
      json.integer(place.line)
      json.key("column")
      json.integer(place.column)
    }
    if let suggestion = error?.suggestion { json.member("suggestion", suggestion) }
    json.key("retryable")
    json.bool(isRetryable)
    json.endObject()
    return json.bytes
  }
}
