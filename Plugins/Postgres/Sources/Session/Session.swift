internal import CLibpq

/// One connection and what is known of it. Used by one thread at a time; every call blocks until it
/// is done, cancelled, or late (`TransactionContext`).
///
/// A call that fails leaves the session usable or closed, never in doubt: `isUsable` says which.
final class Session {
  /// How long ending a transaction may take beyond the job's own time.
  static let rollbackMilliseconds = 2_000
  static let commitMilliseconds = 5_000

  var facts = ServerFacts()
  let options: SessionOptions
  let connection: Connection
  var table = StatementTable()
  /// Whether BEGIN and ROLLBACK are prepared.
  var hasTransactionStatements = false
  /// Within `inReadOnlyTransaction` or `transact`.
  var isInTransaction = false
  /// The pipeline that is sent next, and what its statements take.
  var steps: [Step] = []
  var parameters = ParameterBuffer()
  /// What the step that prepares, or checks, is about.
  var key: StatementTable.Key?
  let cells = RowCells()

  /// What the transactions of the current job are set to. Set before each job.
  var context = TransactionContext() {
    didSet {
      oldValue.cancellation?.detach()
      context.cancellation?.attach(connection.wake)
    }
  }

  /// Connects and reads the facts. Throws `.unreachable` where that is not possible in time.
  init(
    _ options: SessionOptions, deadlineNanoseconds: Int64, cancellation: Cancellation? = nil
  ) throws(PostgresFailure) {
    self.options = options
    connection = try Connection.open(
      options, deadlineNanoseconds: deadlineNanoseconds, cancellation)
    context.deadlineNanoseconds = deadlineNanoseconds
    context.timeoutMilliseconds = options.statementTimeoutMilliseconds ?? 0
    context.cancellation = cancellation
    cancellation?.attach(connection.wake)
    if options.keepsStatements { try prepareTransactionStatements() }
    facts = try readFacts()
    context = TransactionContext()
  }

  deinit {
    context.cancellation?.detach()
  }

  /// Whether it can be used for another call; closes it where not. Looks at the socket, asks
  /// nothing.
  var isUsable: Bool {
    guard isFree, !isInTransaction else { return connection.isOpen }
    guard connection.isAlive() else {
      connection.close()
      return false
    }
    return true
  }

  /// As `isUsable`, as far as is known without a look at the socket. A session that read a very
  /// large row is of no more use: libpq keeps the room for it.
  var isFree: Bool {
    guard connection.isOpen, !isInTransaction else { return connection.isOpen }
    guard !connection.isBloated, !connection.isBad,
      connection.transactionStatus == CLIBPQ_TRANSACTION_IDLE
    else {
      connection.close()
      return false
    }
    return true
  }

  func close() {
    connection.close()
  }

  /// A statement of the plugin's own, trusted text, prepared at its first use, in a transaction
  /// that only reads and is rolled back. At most `Rows.limit` rows.
  func rows(_ sql: String, _ parameters: [Parameter] = []) throws(PostgresFailure) -> Rows {
    try SentText.check(sql, parameters)
    let key = StatementTable.Key(
      text: sql, form: .own, types: ParameterBuffer.types(parameters))
    var collector = RowCollector()
    let report = try runKept(
      key, parameters, RowDemand(limit: Rows.limit, stopsAtLimit: true), into: &collector)
    return Rows(collector, isCut: report.hasMore || report.stoppedBySink)
  }

  /// Someone else's text, where nothing can be changed: in a transaction that only reads and is
  /// always rolled back. The rows go to the sink as they come.
  func read<Sink: RowSink>(
    _ read: GuardedRead, into sink: inout Sink
  ) throws(PostgresFailure) -> ReadOutcome {
    try SentText.check(read.text, read.parameters)
    let types = ParameterBuffer.types(read.parameters)
    var demand = RowDemand()
    let form: StatementTable.Form
    switch read.form {
    case .limited(let rows):
      form = .limited(rows: rows)
      demand.limit = rows
    case .prefixed(let prefix):
      try SentText.check(prefix, [])
      form = .prefixed(prefix)
    }
    let report = try runKept(
      StatementTable.Key(text: read.text, form: form, types: types), read.parameters, demand,
      isDeclared: read.isDeclared, into: &sink)
    return ReadOutcome(
      rows: report.rows, hasMore: report.hasMore, stoppedBySink: report.stoppedBySink,
      notices: report.notices)
  }

  private func readFacts() throws(PostgresFailure) -> ServerFacts {
    let rows = try rows(
      """
      SELECT current_setting('server_version_num'), pg_catalog.pg_is_in_recovery(), current_user, \
      pg_catalog.current_database(), \
      pg_catalog.has_function_privilege('pg_catalog.pg_advisory_unlock_all()', 'EXECUTE')
      """)
    guard rows.count == 1 else {
      throw .unreachable(alias: options.alias, "The server does not say what it is.")
    }
    return ServerFacts(
      version: rows[0, 0].flatMap { Int($0) } ?? 0, isStandby: rows[0, 1] == "t",
      user: rows[0, 2] ?? "", database: rows[0, 3] ?? "", mayUnlock: rows[0, 4] == "t")
  }
}
