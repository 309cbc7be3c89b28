internal import JSON

/// `migrate`: the statements of a migration in one transaction, once for each name. What was
/// applied is kept in the table `toolrack.migrations`.
struct Migration {
  struct Arguments: Decodable {
    var name: String
    var sql: String
    var dry_run: Bool?
    var lock_timeout_ms: Int?
    var timeout_ms: Int?
    var database: String?
  }

  static let maximumNameBytes = 200

  private let arguments: Arguments
  private let lockTimeoutMilliseconds: Int
  private let by: String?

  /// - Parameter by: who calls, as the verified token says; nil: the login is kept.
  init(_ arguments: Arguments, _ limits: Limits, by: String?) throws(PostgresFailure) {
    guard 1...Self.maximumNameBytes ~= arguments.name.utf8.count else {
      throw .refused("A migration's name is 1 to \(Self.maximumNameBytes) bytes long.")
    }
    self.arguments = arguments
    self.by = by
    lockTimeoutMilliseconds = max(1, arguments.lock_timeout_ms ?? limits.lockTimeoutMilliseconds)
  }

  func run(
    _ session: Session, _ knowledge: SessionKnowledge
  ) throws(PostgresFailure) -> JSONValue {
    let script = try MigrationScript(arguments.sql, knowledge.functions)
    let isDryRun = arguments.dry_run ?? false
    let hasRun = try CommitOutcome.transact(session) {
      (session) throws(PostgresFailure) -> (Bool, TransactionEnd) in
      guard try begin(session) else { return (false, .rollback) }
      try run(script, session)
      try own(
        session,
        """
        INSERT INTO toolrack.migrations (name, hash, applied_by)
        VALUES ($1, encode(sha256(convert_to($2, 'UTF8')), 'hex'), coalesce($3, session_user))
        """, [arguments.name, arguments.sql, by])
      return (true, isDryRun ? .rollback : .commit)
    }
    // Temporary tables that it made hide others from whoever has the connection next.
    if hasRun, !isDryRun { session.close() }
    return [
      "name": .string(arguments.name),
      "status": .string(hasRun ? isDryRun ? "would_apply" : "applied" : "already_applied"),
      "statements": .integer(script.statements.count),
    ]
  }

  /// One migration at a time in a database: the table is locked, and made where there is none.
  /// False: the migration has been applied.
  private func begin(_ session: Session) throws(PostgresFailure) -> Bool {
    try own(session, SettingText.lockTimeout(milliseconds: lockTimeoutMilliseconds))
    let exists = try own(session, "SELECT to_regclass('toolrack.migrations') IS NOT NULL")
    if exists[0, 0] != "t" { try makeTable(session) }
    try own(session, "LOCK TABLE toolrack.migrations IN EXCLUSIVE MODE")
    let known = try own(
      session,
      """
      SELECT hash = encode(sha256(convert_to($2, 'UTF8')), 'hex'),
        to_char(applied_at, 'YYYY-MM-DD HH24:MI') FROM toolrack.migrations WHERE name = $1
      """, [arguments.name, arguments.sql])
    guard known.count > 0 else { return true }
    guard known[0, 0] == "t" else {
      throw .refused(
        "A migration of this name was applied on \(known[0, 1] ?? ""), with another text.",
        detail: "Give what is new a name of its own.")
    }
    return false
  }

  /// Where two make it at once, the server has the second wait for the first and then fail.
  private func makeTable(_ session: Session) throws(PostgresFailure) {
    try own(session, "SAVEPOINT toolrack_table")
    do throws(PostgresFailure) {
      try own(session, "CREATE SCHEMA IF NOT EXISTS toolrack")
      try own(session, Self.table)
    } catch .server(let error) where Self.alreadyThere.contains(error.sqlstate) {
      try own(session, "ROLLBACK TO SAVEPOINT toolrack_table")
    }
    try own(session, "RELEASE SAVEPOINT toolrack_table")
  }

  private func run(_ script: MigrationScript, _ session: Session) throws(PostgresFailure) {
    for (place, statement) in script.statements.enumerated() {
      do throws(PostgresFailure) {
        var rows = PassedRows()
        _ = try session.execute(statement.text, [], into: &rows)
      } catch .server(var error) {
        error.message = "Statement \(place + 1): \(error.message)"
        error.position? += statement.startCharacters
        throw .server(error)
      }
    }
  }

  @discardableResult
  private func own(
    _ session: Session, _ sql: String, _ parameters: [String?] = []
  ) throws(PostgresFailure) -> Rows {
    var rows = RowCollector()
    _ = try session.execute(sql, parameters.map { Parameter(text: $0) }, into: &rows)
    return Rows(rows, isCut: false)
  }

  /// `unique_violation` of the catalog, `duplicate_schema`, `duplicate_table`.
  private static let alreadyThere = ["23505", "42P06", "42P07"]

  private static let table = """
    CREATE TABLE toolrack.migrations (
      name text PRIMARY KEY, hash text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(), applied_by text NOT NULL)
    """
}

/// Lets rows go by.
private struct PassedRows: RowSink {
  mutating func begin(_ columns: [Column], _ server: ServerFacts) {}
  mutating func row(_ row: RowView) -> Bool { true }
}
