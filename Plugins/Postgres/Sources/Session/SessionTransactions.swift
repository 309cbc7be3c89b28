internal import CLibpq

/// Calls of more than one pipeline, and what ends transactions.
extension Session {
  /// A statement in its form, prepared and kept, in a transaction of its own or in the open one.
  func runKept<Sink: RowSink>(
    _ key: StatementTable.Key, _ parameters: [Parameter], _ demand: RowDemand,
    isDeclared: Bool = false, into sink: inout Sink
  ) throws(PostgresFailure) -> PipelineReport {
    self.key = key
    var mayRepeat = !isInTransaction
    while true {
      self.parameters.set(parameters)
      startSteps()
      appendStatement(key, isDeclared: isDeclared)
      endSteps()
      let report = try perform(demand, into: &sink)
      endTransactionIfOpen(report)
      if mayRepeat, isStale(report) {
        mayRepeat = false
        continue
      }
      if let failure = failure(of: report, text: key.text) { throw failure }
      return report
    }
  }

  /// Whether a kept statement cannot be used any more and another attempt would prepare it anew:
  /// its columns have changed, the names in it mean something else than when the types of its
  /// parameters were inferred, or the server has forgotten it.
  private func isStale(_ report: PipelineReport) -> Bool {
    guard let failed = report.failed, !report.hasBegun, connection.isOpen,
      case .runPrepared = failed.step.action
    else { return false }
    if failed.error.sqlstate == "26000" {
      table.forget()
      hasTransactionStatements = false
      return true
    }
    let hasOtherColumns =
      failed.error.sqlstate == "0A000" && failed.routine == "RevalidateCachedQuery"
    // Class 42 is found when a text is parsed, privileges also later.
    let hasOtherNames =
      failed.error.sqlstate.hasPrefix("42") && failed.error.sqlstate != "42501"
    guard hasOtherColumns || hasOtherNames, let key else { return false }
    table.drop(key)
    return true
  }

  /// After an error the pipeline's own ROLLBACK has been skipped, or only what follows it.
  private func endTransactionIfOpen(_ report: PipelineReport) {
    guard !isInTransaction, connection.isOpen else { return }
    let mayHoldLocks = report.failed != nil && context.releasesAdvisoryLocks
    guard mayHoldLocks || connection.transactionStatus != CLIBPQ_TRANSACTION_IDLE else { return }
    rollBack()
  }

  /// Rolls back; where that fails the connection is closed, which rolls back as well.
  private func rollBack() {
    steps.removeAll(keepingCapacity: true)
    appendRollback()
    parameters.set([])
    var none = RowCollector()
    let report = try? perform(
      RowDemand(ownMilliseconds: Self.rollbackMilliseconds), into: &none)
    guard let report, report.failed == nil,
      connection.transactionStatus == CLIBPQ_TRANSACTION_IDLE
    else { return connection.close() }
  }

  /// What a text would give and take, without running it: the types of its parameters and its
  /// columns. `isWrapped`: as `read` sends it, so that only what `read` takes is described.
  func describe(
    _ text: String, parameterTypes: [UInt32] = [], isWrapped: Bool = true
  ) throws(PostgresFailure) -> (parameters: [UInt32], columns: [Column]) {
    try SentText.check(text, [])
    key = nil
    parameters.set(types: parameterTypes)
    startSteps()
    appendDescription(text, isWrapped: isWrapped)
    endSteps()
    var none = RowCollector()
    let report = try perform(RowDemand(), into: &none)
    endTransactionIfOpen(report)
    if let failure = failure(of: report, text: text) { throw failure }
    return (report.parameters, report.columns)
  }

  /// Several calls within one transaction that only reads and is rolled back. After an error in it
  /// the calls that follow fail as well.
  func inReadOnlyTransaction<R>(
    _ body: (Session) throws(PostgresFailure) -> R
  ) throws(PostgresFailure) -> R {
    precondition(!isInTransaction, "transactions do not nest")
    startSteps()
    try openTransaction()
    defer { leaveTransaction() }
    return try body(self)
  }

  /// One transaction that may write: committed where `body` answers so, rolled back where it does
  /// not, or throws.
  func transact<R>(
    _ body: (Session) throws(PostgresFailure) -> (R, TransactionEnd)
  ) throws(PostgresFailure) -> R {
    precondition(!isInTransaction, "transactions do not nest")
    steps = [Step(action: .run("BEGIN READ WRITE"))]
    appendSettings()
    try openTransaction()
    defer { leaveTransaction() }
    let (result, end) = try body(self)
    if end == .commit { try commit() }
    return result
  }

  /// Within `transact`: one statement. Rows of RETURNING go to the sink; one that has enough does
  /// not end the statement.
  func execute<Sink: RowSink>(
    _ text: String, _ parameters: [Parameter] = [], into sink: inout Sink
  ) throws(PostgresFailure) -> CommandResult {
    try SentText.check(text, parameters)
    key = nil
    self.parameters.set(parameters)
    steps = [Step(action: .run(text), subject: .rows, prefixCharacters: 0)]
    let report = try perform(RowDemand(cancelsWhenStopped: false), into: &sink)
    if let failure = failure(of: report, text: text) { throw failure }
    guard !isInTransaction || connection.transactionStatus == CLIBPQ_TRANSACTION_OPEN else {
      throw .refused("The statement ended the transaction that it ran in.")
    }
    return CommandResult(
      tag: report.tag, count: Self.count(report.tag), rows: report.rows,
      notices: connection.notices)
  }

  private static func count(_ tag: String) -> Int {
    tag.split(separator: " ").last.flatMap { Int($0) } ?? 0
  }

  private func openTransaction() throws(PostgresFailure) {
    key = nil
    parameters.set([])
    var none = RowCollector()
    let report = try perform(RowDemand(), into: &none)
    try endTransactionIfFailed(report)
    isInTransaction = true
  }

  private func endTransactionIfFailed(_ report: PipelineReport) throws(PostgresFailure) {
    guard let failure = failure(of: report, text: "") else { return }
    endTransactionIfOpen(report)
    throw failure
  }

  private func leaveTransaction() {
    isInTransaction = false
    guard connection.isOpen else { return }
    if connection.transactionStatus != CLIBPQ_TRANSACTION_IDLE || context.releasesAdvisoryLocks {
      rollBack()
    }
  }

  private func commit() throws(PostgresFailure) {
    steps = [Step(action: .run("COMMIT"), subject: .rows)]
    parameters.set([])
    var none = RowCollector()
    let report: PipelineReport
    do throws(PostgresFailure) {
      report = try perform(
        RowDemand(ownMilliseconds: Self.commitMilliseconds), into: &none)
    } catch .deadline {
      throw .connectionLost(
        "The server did not say in time whether it has committed: the changes may have been made.")
    }
    if let failure = failure(of: report, text: "") { throw failure }
    guard report.tag == "COMMIT" else {
      throw .server(
        ServerError(
          sqlstate: "25P02",
          message: "The transaction was rolled back, because a statement in it had failed."))
    }
  }
}
