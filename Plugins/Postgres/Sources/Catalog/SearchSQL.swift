/// The one statement behind a search: which objects there are, a page of them, and what is told of
/// each. Parameters: $1 pattern of the name, $2 pattern of the qualified name, $3 schema, $4 to $8
/// where the page before ended, $9 how many.
enum SearchSQL {
  static func text(_ kinds: [ObjectKind], _ detail: SearchDetail) -> String {
    let found = kinds.map(branch).joined(separator: "\n  UNION ALL")
    return """
      WITH ns AS MATERIALIZED (\(namespaces)
      ), found (s, p, n, k, t, o, a) AS (\(found)
      ), page AS MATERIALIZED (\(page)
      )
      SELECT s, p, n, k, t, \(SearchDetailSQL.text(detail)) FROM page ORDER BY s, p, n, k, t
      """
  }

  /// Schemas that the role may use; those of the system only where one is named.
  private static let namespaces = """

      SELECT n.oid, n.nspname::text COLLATE "C" AS s FROM pg_namespace n
      WHERE has_schema_privilege(n.oid, 'USAGE') AND CASE WHEN $3::text IS NULL
        THEN NOT (starts_with(n.nspname::text, 'pg_') OR n.nspname = 'information_schema')
        ELSE lower(n.nspname::text) = lower($3) END
    """

  /// A page begins behind a row and not after a number of rows: it stays right where objects come
  /// and go in between.
  private static let page = """

      SELECT s, p, n, k, t, o, a FROM found
      WHERE ($1::text IS NULL OR n COLLATE "default" ILIKE $1)
        AND ($2::text IS NULL
          OR concat_ws('.', s, nullif(p, ''), n) COLLATE "default" ILIKE $2
          OR concat_ws('.', nullif(p, ''), n) COLLATE "default" ILIKE $2)
        AND ($4::text IS NULL OR (s, p, n, k, t) > ($4, $5::text, $6::text, $7::text, $8::text))
      ORDER BY s, p, n, k, t LIMIT $9::integer
    """

  /// What belongs to something else (a partition, a function of an extension) is told only where a
  /// pattern asks for it.
  private static let anything = "($1::text IS NULL AND $2::text IS NULL)"

  private static let mayUseTable = "has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE')"

  /// Columns s, p, n, k, t, o, a: schema, what it belongs to, name, kind, what tells two of one
  /// name apart, oid, number of a column.
  private static func branch(_ kind: ObjectKind) -> String {
    switch kind {
    case .schema: schemas
    case .table: relations("table", "{r,p,f}")
    case .view: relations("view", "{v}")
    case .matview: relations("matview", "{m}")
    case .column: columns
    case .index: indexes
    case .function: functions
    case .sequence: sequences
    case .type: types
    case .extension: extensions
    }
  }

  private static let schemas = """

      SELECT n.nspname::text COLLATE "C", '' COLLATE "C", n.nspname::text COLLATE "C",
        'schema' COLLATE "C", '' COLLATE "C", n.oid, 0
      FROM pg_namespace n
      WHERE n.oid IN (SELECT ns.oid FROM ns) OR $3::text IS NULL
        AND lower(n.nspname::text) = lower(btrim(replace($1, E'\\\\', ''), '%'))
        AND has_schema_privilege(n.oid, 'USAGE')
    """

  private static func relations(_ kind: String, _ relkinds: String) -> String {
    """

      SELECT ns.s, '' COLLATE "C", c.relname::text COLLATE "C", '\(kind)' COLLATE "C",
        '' COLLATE "C", c.oid, 0
      FROM pg_class c JOIN ns ON ns.oid = c.relnamespace
      WHERE c.relkind = ANY ('\(relkinds)') AND NOT (c.relispartition AND \(anything))
        AND \(mayUseTable)
    """
  }

  private static let columns = """

      SELECT ns.s, c.relname::text COLLATE "C", a.attname::text COLLATE "C",
        'column' COLLATE "C", '' COLLATE "C", c.oid, a.attnum::integer
      FROM pg_class c JOIN ns ON ns.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind = ANY ('{r,p,f,v,m}') AND NOT (c.relispartition AND $2::text IS NULL)
        AND a.attnum > 0 AND NOT a.attisdropped
        AND has_column_privilege(c.oid, a.attnum, 'SELECT, INSERT, UPDATE')
    """

  private static let indexes = """

      SELECT ns.s, '' COLLATE "C", i.relname::text COLLATE "C", 'index' COLLATE "C",
        '' COLLATE "C", i.oid, 0
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
        JOIN ns ON ns.oid = i.relnamespace
      WHERE NOT (i.relispartition AND \(anything)) AND \(mayUseTable)
    """

  private static let functions = """

      SELECT ns.s, '' COLLATE "C", p.proname::text COLLATE "C", (CASE p.prokind
          WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END) COLLATE "C",
        oidvectortypes(p.proargtypes) COLLATE "C", p.oid, 0
      FROM pg_proc p JOIN ns ON ns.oid = p.pronamespace
      WHERE has_function_privilege(p.oid, 'EXECUTE') AND NOT (\(anything) AND EXISTS (
          SELECT FROM pg_depend d
          WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
            AND d.deptype = ANY ('{e,i}')))
    """

  private static let sequences = """

      SELECT ns.s, '' COLLATE "C", c.relname::text COLLATE "C", 'sequence' COLLATE "C",
        '' COLLATE "C", c.oid, 0
      FROM pg_class c JOIN ns ON ns.oid = c.relnamespace
      WHERE CASE WHEN c.relkind = 'S'
        THEN has_sequence_privilege(c.oid, 'USAGE, SELECT, UPDATE') END
    """

  /// No row types of tables, no arrays, and no multiranges, which come with their ranges.
  private static let types = """

      SELECT ns.s, '' COLLATE "C", t.typname::text COLLATE "C", 'type' COLLATE "C",
        '' COLLATE "C", t.oid, 0
      FROM pg_type t JOIN ns ON ns.oid = t.typnamespace
        LEFT JOIN pg_class r ON r.oid = t.typrelid
      WHERE t.typtype = ANY ('{b,c,d,e,r}') AND (r.oid IS NULL OR r.relkind = 'c')
        AND NOT (t.typtype = 'b' AND t.typcategory = 'A') AND has_type_privilege(t.oid, 'USAGE')
        AND NOT (\(anything) AND EXISTS (SELECT FROM pg_depend d
          WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'))
    """

  private static let extensions = """

      SELECT n.nspname::text COLLATE "C", '' COLLATE "C", e.extname::text COLLATE "C",
        'extension' COLLATE "C", '' COLLATE "C", e.oid, 0
      FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
      WHERE $3::text IS NULL OR lower(n.nspname::text) = lower($3)
    """
}
