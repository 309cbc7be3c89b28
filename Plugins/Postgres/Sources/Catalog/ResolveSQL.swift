/// Which objects a name may mean. Parameters: $1 and $2 the schema, folded to lower case and as it
/// is written, nil where none is named; $3 and $4 the name likewise; $5 whether the case matters.
/// It runs by the search path of the role, and so names the schema of all that it calls.
enum ResolveSQL {
  /// Columns: class, oid, kind, schema, name, qualified name, whether the search path or the caller
  /// names its schema. Best first.
  static let text = """
    WITH path AS (
      SELECT p.name, p.place
      FROM pg_catalog.unnest(pg_catalog.current_schemas(true)) WITH ORDINALITY AS p (name, place)
    ), ns AS (
      SELECT n.oid, n.nspname, p.place, CASE WHEN $1::text IS NULL OR n.nspname = $1::text THEN 0
          WHEN n.nspname = $2::text THEN 1 ELSE 2 END AS rank
      FROM pg_catalog.pg_namespace n LEFT JOIN path p ON p.name = n.nspname
      WHERE pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND CASE WHEN $1::text IS NULL
        THEN p.place IS NOT NULL
          OR NOT (pg_catalog.starts_with(n.nspname::text, 'pg_')
            OR n.nspname = 'information_schema')
        ELSE n.nspname = ANY (ARRAY[$1, $2])
          OR NOT $5::boolean AND pg_catalog.lower(n.nspname::text) = pg_catalog.lower($1) END
    ), found AS (
      SELECT 0 AS class, c.oid, c.relkind::text AS kind, c.relnamespace AS space, c.relname AS name
      FROM pg_catalog.pg_class c
      WHERE \(named("c.relname")) AND c.relkind = ANY ('{r,p,f,v,m,S,i,I}')
        AND CASE WHEN c.relkind = ANY ('{i,I}') THEN (
            SELECT pg_catalog.has_any_column_privilege(x.indrelid, 'SELECT, INSERT, UPDATE')
            FROM pg_catalog.pg_index x WHERE x.indexrelid = c.oid)
          WHEN c.relkind = 'S'
            THEN pg_catalog.has_sequence_privilege(c.oid, 'USAGE, SELECT, UPDATE')
          ELSE pg_catalog.has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE') END
      UNION ALL
      SELECT 2, p.oid, p.prokind::text, p.pronamespace, p.proname FROM pg_catalog.pg_proc p
      WHERE \(named("p.proname")) AND pg_catalog.has_function_privilege(p.oid, 'EXECUTE')
      UNION ALL
      SELECT 1, t.oid, t.typtype::text, t.typnamespace, t.typname
      FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_class r ON r.oid = t.typrelid
      WHERE \(named("t.typname")) AND (r.oid IS NULL OR r.relkind = 'c')
        AND pg_catalog.has_type_privilege(t.oid, 'USAGE')
      UNION ALL
      SELECT 3, e.oid, '', e.extnamespace, e.extname FROM pg_catalog.pg_extension e
      WHERE \(named("e.extname"))
    )
    SELECT f.class, f.oid, f.kind, ns.nspname, f.name,
      pg_catalog.quote_ident(ns.nspname) || '.' || pg_catalog.quote_ident(f.name),
      $1::text IS NOT NULL OR ns.place IS NOT NULL
    FROM found f JOIN ns ON ns.oid = f.space
    ORDER BY ns.rank, CASE WHEN f.name = $3::text THEN 0 WHEN f.name = $4::text THEN 1 ELSE 2 END,
      f.class, ns.place, ns.nspname, f.oid
    LIMIT 100
    """

  private static func named(_ column: String) -> String {
    "(\(column) = ANY (ARRAY[$3::text, $4::text]) "
      + "OR NOT $5::boolean AND pg_catalog.lower(\(column)::text) = pg_catalog.lower($3))"
  }
}
