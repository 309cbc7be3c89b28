internal import JSON
internal import PluginKit

/// Runs a tool as it was when its call came: one that is replaced in the meantime is another one.
struct DeclaredCall: Sendable {
  /// What the database said, besides a result.
  enum News: Sendable {
    /// It has been asked about a statement that had not been checked.
    case outcome(DeclaredRegister.Outcome)
    /// The statement does not give any more what it gave when it was checked.
    case changed
  }

  private enum Answer: Sendable {
    case result([UInt8])
    case refused(ToolError)
    case failed(PostgresFailure)
  }

  let tool: DeclaredTool
  let database: Database
  /// Told of what is new.
  let report: @Sendable (DeclaredDefinition, News) -> Void

  private var definition: DeclaredDefinition { tool.definition }

  /// Returns at once; the reply comes from the thread of a connection.
  func start(_ arguments: JSONValue, _ call: Call, _ reply: Reply) {
    let values: DeclaredArguments
    do throws(ToolError) {
      values = try DeclaredArguments(definition, arguments, call)
    } catch {
      return reply(.error(error))
    }
    database.start(
      call, access: definition.mode == .write ? .write : .read,
      timeoutMilliseconds: definition.timeoutMilliseconds, onCancel: reply.onCancel
    ) { session, knowledge throws(PostgresFailure) in
      try answer(values, session, knowledge)
    } completion: { answer in
      reply(result(of: answer))
    }
  }

  private func result(of answer: Result<Answer, PostgresFailure>) -> ToolResult {
    switch answer {
    case .success(.result(let bytes)): return .json(encoded: bytes)
    case .success(.refused(let error)): return .error(error)
    case .success(.failed(let failure)), .failure(let failure):
      if Self.isOfChange(failure) { report(definition, .changed) }
      return failure.result(for: nil)
    }
  }

  /// Names and types that are no longer what they were (PostgreSQL documentation, appendix A,
  /// classes 42 and 0A).
  private static func isOfChange(_ failure: PostgresFailure) -> Bool {
    guard case .server(let error) = failure else { return false }
    return ["42", "0A"].contains(error.sqlstate.prefix(2)) && error.sqlstate != "42501"
  }

  // MARK: - On the thread of the session

  private func answer(
    _ values: DeclaredArguments, _ session: Session, _ knowledge: SessionKnowledge
  ) throws(PostgresFailure) -> Answer {
    if let role = definition.role, session.context.role == nil { session.context.role = role }
    let checked: CheckedStatement
    switch try checkedStatement(session, knowledge) {
    case .success(let statement): checked = statement
    case .failure(let problem):
      return .refused(
        ToolError(
          "The tool \(definition.name) cannot be used: its statement does not fit its database.",
          detail: "For the operator: \(problem)"))
    }
    let parameters: [Parameter]
    do throws(ToolError) {
      parameters = try values.bound(to: checked.forms)
    } catch {
      return .refused(error)
    }
    return switch definition.mode {
    case .read: try read(checked, parameters, session)
    case .write: try write(checked, parameters, session)
    }
  }

  private func checkedStatement(
    _ session: Session, _ knowledge: SessionKnowledge
  ) throws(PostgresFailure) -> Result<CheckedStatement, DeclaredProblem> {
    if let checked = tool.checked { return .success(checked) }
    let result = try DeclaredCheck(
      definition: definition, session: session, knowledge: knowledge
    ).run()
    switch result {
    case .success(let checked): report(definition, .outcome(.accepted(checked)))
    case .failure(let problem): report(definition, .outcome(.refused(problem)))
    }
    return result
  }

  private func read(
    _ checked: CheckedStatement, _ parameters: [Parameter], _ session: Session
  ) throws(PostgresFailure) -> Answer {
    let limits = database.settings.limits
    let rows =
      definition.result == .rows
      ? min(definition.maximumRows ?? limits.rows, limits.maximumRows) : 1
    // A function that was let through may take a lock that outlives the transaction.
    if !definition.allowedFunctions.isEmpty { session.context.releasesAdvisoryLocks = true }
    var encoder = DeclaredEncoder(checked, definition.result, limits)
    let outcome: ReadOutcome
    do throws(PostgresFailure) {
      outcome = try session.read(
        GuardedRead(
          text: checked.text, parameters: parameters, form: .limited(rows: rows),
          isDeclared: true), into: &encoder)
    } catch {
      return try failed(error, encoder)
    }
    return .result(encoder.finish(more: outcome.hasMore))
  }

  private func write(
    _ checked: CheckedStatement, _ parameters: [Parameter], _ session: Session
  ) throws(PostgresFailure) -> Answer {
    let limits = database.settings.limits
    let rows =
      definition.result == .rows
      ? min(definition.maximumRows ?? limits.rows, limits.maximumRows) : 1
    return try CommitOutcome.transact(session) {
      (session) throws(PostgresFailure) -> (Answer, TransactionEnd) in
      var encoder = DeclaredEncoder(checked, definition.result, limits, rowLimit: rows)
      do throws(PostgresFailure) {
        let done = try session.execute(checked.text, parameters, into: &encoder)
        return (.result(encoder.finish(affected: done.count)), .commit)
      } catch {
        return (try failed(error, encoder), .rollback)
      }
    }
  }

  private func failed(
    _ failure: PostgresFailure, _ encoder: DeclaredEncoder
  ) throws(PostgresFailure) -> Answer {
    guard encoder.hasOtherColumns else { throw failure }
    report(definition, .changed)
    return .failed(failure)
  }
}
