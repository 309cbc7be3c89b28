/// Indexes that exist for the planner only (the extension hypopg), within one session. They
/// outlive a transaction: who makes some calls `reset` in the end.
struct HypotheticalIndexes {
  struct Index {
    var oid: String
    /// What plans call it.
    var name: String
    var bytes: Int
  }

  /// Of the extension, quoted.
  private let schema: String

  init(_ session: Session) throws(PostgresFailure) {
    let rows = try session.rows(
      """
      SELECT quote_ident(n.nspname) FROM pg_catalog.pg_extension e
        JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'hypopg'
      """)
    guard rows.count > 0, let schema = rows[0, 0] else {
      throw .refused(
        "The extension hypopg is not in this database.",
        detail: "Install it on the server (Debian: postgresql-\(session.facts.version / 10_000)"
          + "-hypopg) and run: CREATE EXTENSION hypopg;")
    }
    self.schema = schema
  }

  /// - Parameter sql: a `CREATE INDEX`.
  func create(_ sql: String, _ session: Session) throws(PostgresFailure) -> Index {
    let rows = try session.rows(
      """
      SELECT indexrelid::text, indexname, \(schema).hypopg_relation_size(indexrelid)
      FROM \(schema).hypopg_create_index($1)
      """, [Parameter(text: sql)])
    guard rows.count > 0, let oid = rows[0, 0], let name = rows[0, 1] else {
      throw .refused("hypopg made no index.")
    }
    return Index(oid: oid, name: name, bytes: rows[0, 2].flatMap { Int($0) } ?? 0)
  }

  func drop(_ index: Index, _ session: Session) throws(PostgresFailure) {
    _ = try session.rows(
      "SELECT \(schema).hypopg_drop_index($1::oid)", [Parameter(text: index.oid)])
  }

  func reset(_ session: Session) throws(PostgresFailure) {
    _ = try session.rows("SELECT \(schema).hypopg_reset()")
  }
}
