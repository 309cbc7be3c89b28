/// How much is told of each object that a search finds.
enum SearchDetail: String, Sendable, CaseIterable {
  case names, summary, full
}

/// The JSON object of one row of the page.
enum SearchDetailSQL {
  static func text(_ detail: SearchDetail) -> String {
    switch detail {
    case .names: object("")
    case .summary: object(",\n  " + summary)
    case .full: object(",\n  " + summary + ",\n  " + full)
    }
  }

  private static func object(_ more: String) -> String {
    "json_strip_nulls(json_build_object('kind', k, 'name', \(name)\(more)))::text"
  }

  /// As SQL takes it: quoted where it must be, a function with the types of its arguments.
  private static let name = """
    CASE WHEN k IN ('schema', 'extension') THEN quote_ident(n)
      WHEN k = 'column' THEN quote_ident(s) || '.' || quote_ident(p) || '.' || quote_ident(n)
      WHEN k IN ('function', 'procedure', 'aggregate')
        THEN quote_ident(s) || '.' || quote_ident(n) || '(' || t || ')'
      ELSE quote_ident(s) || '.' || quote_ident(n) END
    """

  private static let summary = """
    'comment', CASE WHEN k = 'column' THEN col_description(o, a) ELSE obj_description(o,
        CASE WHEN k = 'schema' THEN 'pg_namespace' WHEN k = 'type' THEN 'pg_type'
          WHEN k = 'extension' THEN 'pg_extension'
          WHEN k IN ('function', 'procedure', 'aggregate') THEN 'pg_proc'
          ELSE 'pg_class' END) END,
      'tables', CASE WHEN k = 'schema' THEN (SELECT count(*) FROM pg_class c
        WHERE c.relnamespace = o AND c.relkind = ANY ('{r,p,f,v,m}') AND NOT c.relispartition
          AND has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE')) END,
      'estimated_rows', CASE WHEN k IN ('table', 'matview') THEN (SELECT c.reltuples::bigint
        FROM pg_class c WHERE c.oid = o AND (c.reltuples > 0
          OR c.reltuples = 0 AND c.relpages > 0)) END,
      'columns', CASE WHEN k IN ('table', 'view', 'matview') THEN (SELECT count(*)
        FROM pg_attribute c WHERE c.attrelid = o AND c.attnum > 0 AND NOT c.attisdropped) END,
      'partitioned', CASE WHEN k = 'table' THEN
        (SELECT true FROM pg_class c WHERE c.oid = o AND c.relkind = 'p') END,
      'foreign', CASE WHEN k = 'table' THEN
        (SELECT true FROM pg_class c WHERE c.oid = o AND c.relkind = 'f') END,
      'type', CASE WHEN k = 'column' THEN (SELECT format_type(c.atttypid, c.atttypmod)
          FROM pg_attribute c WHERE c.attrelid = o AND c.attnum = a)
        WHEN k = 'type' THEN (SELECT CASE y.typtype WHEN 'e' THEN 'enum' WHEN 'c' THEN 'composite'
          WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'base' END
          FROM pg_type y WHERE y.oid = o)
        WHEN k = 'sequence' THEN (SELECT format_type(q.seqtypid, NULL)
          FROM pg_sequence q WHERE q.seqrelid = o) END,
      'not_null', CASE WHEN k = 'column' THEN (SELECT true FROM pg_attribute c
        WHERE c.attrelid = o AND c.attnum = a AND c.attnotnull) END,
      'on', CASE WHEN k = 'index' THEN (SELECT x.indrelid::regclass::text
        FROM pg_index x WHERE x.indexrelid = o) END,
      'unique', CASE WHEN k = 'index' THEN (SELECT true
        FROM pg_index x WHERE x.indexrelid = o AND x.indisunique) END,
      'invalid', CASE WHEN k = 'index' THEN (SELECT true
        FROM pg_index x WHERE x.indexrelid = o AND NOT x.indisvalid) END,
      'returns', CASE WHEN k IN ('function', 'aggregate') THEN pg_get_function_result(o) END,
      'version', CASE WHEN k = 'extension' THEN
        (SELECT e.extversion FROM pg_extension e WHERE e.oid = o) END
    """

  private static let full = """
    'column_list', CASE WHEN k IN ('table', 'view', 'matview') THEN (
        SELECT json_agg(quote_ident(c.attname) || ' ' || format_type(c.atttypid, c.atttypmod)
          || CASE WHEN c.attnotnull THEN ' not null' ELSE '' END ORDER BY c.attnum)
        FROM pg_attribute c WHERE c.attrelid = o AND c.attnum > 0 AND NOT c.attisdropped
          AND has_column_privilege(o, c.attnum, 'SELECT, INSERT, UPDATE')) END,
      'keys', CASE WHEN k = 'table' THEN (
        SELECT json_agg(pg_get_constraintdef(c.oid, true) ORDER BY c.contype DESC, c.conname)
        FROM pg_constraint c WHERE c.conrelid = o AND c.contype = ANY ('{p,u,f}')) END,
      'size_bytes', CASE WHEN k IN ('table', 'matview', 'index') THEN (
        SELECT c.relpages * current_setting('block_size')::bigint
        FROM pg_class c WHERE c.oid = o AND c.relpages > 0) END,
      'default', CASE WHEN k = 'column' THEN (SELECT pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attrdef d WHERE d.adrelid = o AND d.adnum = a) END,
      'definition', CASE WHEN k = 'index' THEN pg_get_indexdef(o) END,
      'arguments', CASE WHEN k IN ('function', 'procedure', 'aggregate')
        THEN pg_get_function_arguments(o) END,
      'language', (SELECT l.lanname FROM pg_proc f JOIN pg_language l ON l.oid = f.prolang
        WHERE f.oid = o AND k IN ('function', 'procedure')),
      'volatility', (SELECT CASE f.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable'
          ELSE 'volatile' END FROM pg_proc f WHERE f.oid = o AND k = 'function'),
      'values', CASE WHEN k = 'type' THEN (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder)
        FROM pg_enum e WHERE e.enumtypid = o) END,
      'attributes', CASE WHEN k = 'type' THEN (
        SELECT json_agg(quote_ident(c.attname) || ' ' || format_type(c.atttypid, c.atttypmod)
          ORDER BY c.attnum)
        FROM pg_type y JOIN pg_attribute c ON c.attrelid = y.typrelid
        WHERE y.oid = o AND c.attnum > 0 AND NOT c.attisdropped) END,
      'increment', (SELECT q.seqincrement FROM pg_sequence q
        WHERE q.seqrelid = o AND k = 'sequence')
    """
}
