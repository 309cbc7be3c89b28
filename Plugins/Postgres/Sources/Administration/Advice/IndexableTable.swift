internal import JSON

/// What is known of a table that an index may be for.
struct IndexableTable: Equatable {
  /// Columns that a B-tree can hold, and how many values of each there are, as far as is known.
  var distinct: [String: Double] = [:]
  /// The columns of its B-trees that hold every row.
  var indexed: [[String]] = []

  /// Of those that are tables or materialized views outside of the system's own schemas.
  static func read(
    _ tables: Set<PlanColumns.Table>, _ session: Session
  ) throws(PostgresFailure) -> [PlanColumns.Table: IndexableTable] {
    let names = JSONValue.array(
      tables.map { ["schema": .string($0.schema), "name": .string($0.name)] })
    let rows = try session.rows(query, [Parameter(text: names.description)])
    var facts: [PlanColumns.Table: IndexableTable] = [:]
    for row in 0..<rows.count {
      guard let schema = rows[row, 0], let name = rows[row, 1] else { continue }
      let table = PlanColumns.Table(schema: schema, name: name)
      if let column = rows[row, 2] {
        facts[table, default: IndexableTable()].distinct[column] =
          rows[row, 3].flatMap { Double($0) } ?? 0
      } else if let columns = rows[row, 4].flatMap({ try? JSONValue(parsing: $0) })?.array {
        facts[table, default: IndexableTable()].indexed.append(columns.compactMap(\.string))
      }
    }
    return facts
  }

  private static let query = """
    WITH t AS (
      SELECT c.oid, n.nspname, c.relname, c.reltuples
      FROM jsonb_to_recordset($1::jsonb) AS p (schema text, name text)
        JOIN pg_catalog.pg_namespace n ON n.nspname = p.schema
        JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = p.name
      WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    ), btree AS (SELECT oid FROM pg_catalog.pg_am WHERE amname = 'btree')
    SELECT t.nspname, t.relname, a.attname,
      CASE WHEN s.n_distinct < 0 THEN -s.n_distinct * greatest(t.reltuples, 1)
        ELSE coalesce(s.n_distinct, 0) END::float8, NULL::text
    FROM t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid
      JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_stats s ON s.schemaname = t.nspname AND s.tablename = t.relname
        AND s.attname = a.attname AND NOT s.inherited
    WHERE a.attnum > 0 AND NOT a.attisdropped AND EXISTS (
      SELECT FROM pg_catalog.pg_opclass o JOIN btree ON o.opcmethod = btree.oid
      WHERE o.opcdefault AND o.opcintype IN (y.oid, nullif(y.typbasetype, 0),
        CASE WHEN y.typcategory = 'S' THEN 25 END,
        CASE y.typtype WHEN 'e' THEN 3500 WHEN 'r' THEN 3831 WHEN 'c' THEN 2249 END,
        CASE WHEN y.typcategory = 'A' THEN 2277 END))
    UNION ALL
    SELECT t.nspname, t.relname, NULL, NULL, (
      SELECT jsonb_agg(a.attname ORDER BY k.place)::text
      FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS k (number, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
      WHERE k.place <= x.indnkeyatts)
    FROM t JOIN pg_catalog.pg_index x ON x.indrelid = t.oid AND x.indisvalid
      AND x.indpred IS NULL AND x.indexprs IS NULL
      JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN btree ON c.relam = btree.oid
    """
}
