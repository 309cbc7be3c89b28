internal import JSON

/// What is known of a table that a plan reads from end to end.
struct TableFacts: Sendable {
  /// As SQL takes it.
  let name: String
  /// Estimated; 0 where nothing is known.
  let rows: Double
  let columns: [String]
  /// The first column of each index.
  let leading: [String]

  /// More columns than these are rarely worth an index.
  private static let maximumColumns = 3

  /// Columns for an index; none where one begins with the first of them already, and the planner
  /// did not take it.
  func worthIndexing(_ filter: FilterColumns) -> [String] {
    let columns = (filter.equal + filter.ordered.prefix(1)).prefix(Self.maximumColumns)
    guard let first = columns.first, !leading.contains(first) else { return [] }
    return Array(columns)
  }

  /// By the names in the plan.
  static func read(
    _ tables: [TableName], _ session: Session
  ) throws(PostgresFailure) -> [TableName: TableFacts] {
    guard !tables.isEmpty else { return [:] }
    session.context.asksTheCatalogue()
    let asked = JSONValue.array(tables.map { [.string($0.schema), .string($0.name)] })
    let rows = try session.rows(sql, [Parameter(text: asked.description)])
    var facts: [TableName: TableFacts] = [:]
    for row in 0..<rows.count {
      let table = TableName(schema: rows[row, 0] ?? "", name: rows[row, 1] ?? "")
      facts[table] = TableFacts(
        name: rows[row, 2] ?? "", rows: rows[row, 3].flatMap(Double.init) ?? 0,
        columns: names(rows[row, 4]), leading: names(rows[row, 5]))
    }
    return facts
  }

  private static func names(_ json: String?) -> [String] {
    json.flatMap { try? JSONValue(parsing: $0) }?.array?.compactMap(\.string) ?? []
  }

  private static let sql = """
    SELECT n.nspname, c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
      greatest(c.reltuples, 0)::bigint,
      (SELECT json_agg(a.attname) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
      (SELECT json_agg(DISTINCT a.attname) FROM pg_index x
        JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
        WHERE x.indrelid = c.oid)
    FROM json_array_elements($1::json) AS t
      JOIN pg_namespace n ON n.nspname = t ->> 0
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t ->> 1
    """
}
