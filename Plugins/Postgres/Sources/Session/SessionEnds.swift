internal import CLibpq

/// What ends badly: the connection is closed where it is of no use any more.
extension Session {
  func lost() -> PostgresFailure {
    let text = connection.failureText
    connection.close()
    return .connectionLost(text)
  }

  /// The server did something that leaves open what it waits for.
  func closed(_ event: PipelineProgress.Event) -> PostgresFailure {
    guard event != .copy else {
      connection.abandon()
      return .refused(
        "COPY FROM STDIN and COPY TO STDOUT are not possible here; the statement was ended.")
    }
    if connection.isBad { return lost() }
    connection.abandon()
    return .connectionLost("The server's answer does not fit what was sent.")
  }

  func overdue(_ patience: Patience) -> PostgresFailure {
    connection.abandon()
    return patience.reason == .cancelled
      ? .cancelled : .deadline(milliseconds: context.timeoutMilliseconds)
  }

  /// After a cancellation: none may be under way that could hit the next call.
  func settle(_ patience: inout Patience) throws(PostgresFailure) {
    guard patience.reason != nil else { return }
    // A pooler may pass a request on after it has answered.
    if !connection.settle(&patience) || !options.keepsStatements { connection.close() }
  }

  /// Why the pipeline failed for the caller; nil where it did not.
  func failure(of report: PipelineReport, text: String) -> PostgresFailure? {
    if let failure = report.sinkFailure { return failure }
    guard let failed = report.failed else { return nil }
    if failed.error.sqlstate == "57014" {
      switch report.reason {
      case .deadline: return .deadline(milliseconds: context.timeoutMilliseconds)
      case .cancelled: return .cancelled
      case .enough: return nil
      case nil: if isOwnTimeout(report) { return ownTimeout }
      }
    } else if report.reason == .enough {
      // It failed in rows that nobody wanted.
      return nil
    }
    var error = failed.error
    error.position = error.position.flatMap { position in
      failed.step.prefixCharacters.flatMap {
        SentText.position(position, prefixCharacters: $0, in: text)
      }
    }
    return .server(error)
  }

  private var ownTimeout: PostgresFailure {
    .deadline(milliseconds: context.timeoutMilliseconds)
  }

  /// Whether the server's own `statement_timeout` has ended it, as far as time tells: the message
  /// is in the server's language. Its clock began a little before or after ours.
  private func isOwnTimeout(_ report: PipelineReport) -> Bool {
    guard context.timeoutMilliseconds > 0 else { return false }
    let nearly = context.timeoutMilliseconds - context.timeoutMilliseconds / 10
    return MonotonicClock.now()
      >= MonotonicClock.after(milliseconds: nearly, report.startNanoseconds)
  }
}
