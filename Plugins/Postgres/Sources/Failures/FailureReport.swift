internal import PluginKit

/// A failure as it is told: to people in one line and with what to do next, to programs by member.
struct FailureReport: Sendable, Equatable {
  /// What happened, in one line.
  var summary: String
  /// What the server adds, and what to do; a sentence each.
  var advice: [String] = []
  var sqlstate: String?
  /// In the words of the server.
  var message: String
  var error: ServerError?
  var place: TextPlace?
  var isRetryable = false

  /// `text`: what was run, for places in it.
  init(_ failure: PostgresFailure, text: String? = nil) {
    switch failure {
    case .server(let error):
      self.init(error, text: text)
    case .unreachable(let alias, let reason):
      let reason = ErrorText.line(reason)
      let advice = ConnectionAdvice.of(reason)
      self.init(
        "The database \"\(alias)\" cannot be reached: \(reason)", advice.sqlstate,
        isRetryable: advice.isRetryable)
      self.advice = [advice.advice].compactMap(\.self)
    case .connectionLost(let reason):
      self.init(
        "The connection to the server was lost: \(ErrorText.line(reason))",
        SQLState.connectionFailure, isRetryable: true)
    case .deadline(let milliseconds):
      self.init("Cancelled after \(milliseconds) ms: the time was up.", SQLState.queryCancelled)
      advice = [ServerAdvice.timeout]
    case .cancelled:
      self.init("Cancelled.", SQLState.queryCancelled)
    case .rowTooLarge(let limit):
      self.init(
        "A row of the result is larger than \(limit) bytes, the most that is read (rowBytes).")
      advice = ["Select fewer columns, or a part of the large one: left(column, 1000)."]
    case .busy(let alias, let connections):
      self.init(
        "Each of the \(connections) connections to \"\(alias)\" is in use.",
        SQLState.tooManyConnections, isRetryable: true)
    case .refused(let what, let detail):
      self.init(what)
      if let detail { advice = [detail] }
    }
  }

  private init(_ summary: String, _ sqlstate: String? = nil, isRetryable: Bool = false) {
    self.summary = summary
    self.message = summary
    self.sqlstate = sqlstate
    self.isRetryable = isRetryable
  }

  private init(_ error: ServerError, text: String?) {
    self.error = error
    sqlstate = error.sqlstate
    message = ErrorText.line(error.message)
    isRetryable = SQLState.isRetryable(error.sqlstate)
    if let position = error.position, let text { place = TextPlace(position: position, in: text) }
    summary = ServerAdvice.message(error) ?? message
    if !error.sqlstate.isEmpty { summary += " (\(error.sqlstate))" }
    if let place { summary += " at line \(place.line), column \(place.column)" }
    if let suggestion = error.suggestion { summary += "; did you mean \(suggestion)?" }
    if let detail = error.detail { advice.append(Self.sentence(detail)) }
    if let hint = error.hint { advice.append("Hint: \(Self.sentence(hint))") }
    if let next = ServerAdvice.next(error) { advice.append(next) }
  }

  private static func sentence(_ text: String) -> String {
    let line = ErrorText.line(text)
    return line.last.map { ".!?".contains($0) } ?? true ? line : line + "."
  }

  /// What the client's model is told.
  var toolError: ToolError {
    ToolError(
      summary, detail: advice.isEmpty ? nil : advice.joined(separator: " "),
      isRetryable: isRetryable)
  }
}
