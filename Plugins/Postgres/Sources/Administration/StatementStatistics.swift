/// Where `pg_stat_statements` is in a database, and what it has: columns differ with the version
/// of the extension, which is not always the one that came with the server.
struct StatementStatistics {
  /// The schema, quoted.
  let schema: String
  private let columns: Set<String>
  /// Whether there is `pg_stat_statements_info` (1.9).
  let hasInfo: Bool

  var view: String { "\(schema).pg_stat_statements" }

  init(_ session: Session) throws(PostgresFailure) {
    let rows = try session.rows(Self.location)
    guard rows.count > 0, let schema = rows[0, 0] else {
      throw .refused(
        "The extension pg_stat_statements is not in this database.",
        detail: "Add it to shared_preload_libraries, restart the server, and run: "
          + "CREATE EXTENSION pg_stat_statements;")
    }
    self.init(
      schema: schema, columns: Set((0..<rows.count).compactMap { rows[$0, 1] }),
      hasInfo: rows[0, 2] == "t")
    guard columns.contains("total_exec_time") else {
      throw .refused(
        "The extension pg_stat_statements of this database is older than the server.",
        detail: "Run: ALTER EXTENSION pg_stat_statements UPDATE;")
    }
  }

  init(schema: String, columns: Set<String>, hasInfo: Bool) {
    self.schema = schema
    self.columns = columns
    self.hasInfo = hasInfo
  }

  /// Runs a query about the view; says what to do where its library was not loaded (55000).
  static func rows(
    _ session: Session, _ sql: String, _ parameters: [Parameter] = []
  ) throws(PostgresFailure) -> Rows {
    do {
      return try session.rows(sql, parameters)
    } catch .server(let error) where error.sqlstate == "55000" {
      throw .refused(
        "pg_stat_statements is not loaded by the server.",
        detail: "Add it to shared_preload_libraries and restart the server.")
    }
  }

  /// Time that statements waited for reads and writes of blocks, in milliseconds.
  var inputOutputMilliseconds: String {
    let names = [
      "blk_read_time", "blk_write_time", "shared_blk_read_time", "shared_blk_write_time",
      "local_blk_read_time", "local_blk_write_time", "temp_blk_read_time", "temp_blk_write_time",
    ]
    return "(" + names.filter(columns.contains).joined(separator: " + ") + ")"
  }

  private static let location = """
    SELECT quote_ident(n.nspname), a.attname, EXISTS (SELECT FROM pg_catalog.pg_class i
        WHERE i.relname = 'pg_stat_statements_info' AND i.relnamespace = n.oid)
    FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
      JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'pg_stat_statements'
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE e.extname = 'pg_stat_statements'
    """
}
