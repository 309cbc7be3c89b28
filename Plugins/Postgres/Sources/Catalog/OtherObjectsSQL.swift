/// What there is to tell of what is no relation, as one JSON object. Parameters: $1 the oids, $2
/// the parts that are asked for.
enum OtherObjectsSQL {
  /// All functions of one name; of the argument types of $3 where these are named.
  static let routines = """
    SELECT json_strip_nulls(json_build_object('kind', max(CASE p.prokind WHEN 'p' THEN 'procedure'
        WHEN 'a' THEN 'aggregate' ELSE 'function' END),
      'name', max(quote_ident(n.nspname) || '.' || quote_ident(p.proname)),
      'overloads', json_agg(json_build_object(
        'signature', quote_ident(p.proname) || '(' || pg_get_function_arguments(p.oid) || ')',
        'argument_types', oidvectortypes(p.proargtypes),
        'returns', pg_get_function_result(p.oid),
        'language', l.lanname,
        'volatility', CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable'
          ELSE 'volatile' END,
        'parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted'
          ELSE 'unsafe' END,
        'strict', CASE WHEN p.proisstrict THEN true END,
        'security_definer', CASE WHEN p.prosecdef THEN true END,
        'window', CASE WHEN p.prokind = 'w' THEN true END,
        'settings', p.proconfig,
        'owner', pg_get_userbyid(p.proowner),
        'extension', (SELECT e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
          WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'),
        'comment', obj_description(p.oid, 'pg_proc'),
        'state_function', CASE WHEN p.prokind = 'a' THEN
          (SELECT a.aggtransfn::text FROM pg_aggregate a WHERE a.aggfnoid = p.oid) END,
        'definition', CASE WHEN 'definition' = ANY ($2::text[]) AND p.prokind <> 'a'
          THEN pg_get_functiondef(p.oid) END) ORDER BY p.pronargs, p.oid)))::text
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      JOIN pg_language l ON l.oid = p.prolang
    WHERE p.oid = ANY ($1::oid[]) AND ($3::text IS NULL
        OR oidvectortypes(p.proargtypes) = lower($3)) HAVING count(*) > 0
    """

  static let type = """
    SELECT json_strip_nulls(json_build_object('kind', 'type',
      'name', quote_ident(n.nspname) || '.' || quote_ident(t.typname),
      'type', CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'c' THEN 'composite' WHEN 'd' THEN 'domain'
        WHEN 'r' THEN 'range' WHEN 'm' THEN 'multirange' WHEN 'p' THEN 'pseudo' ELSE 'base' END,
      'owner', pg_get_userbyid(t.typowner),
      'comment', obj_description(t.oid, 'pg_type'),
      'values', (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e
        WHERE e.enumtypid = t.oid),
      'attributes', CASE WHEN t.typtype = 'c' THEN (SELECT json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'comment', col_description(a.attrelid, a.attnum)) ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0
          AND NOT a.attisdropped) END,
      'base_type', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
      'not_null', CASE WHEN t.typnotnull THEN true END,
      'default', t.typdefault,
      'constraints', (SELECT json_agg(json_build_object('name', k.conname,
          'definition', pg_get_constraintdef(k.oid, true)) ORDER BY k.conname)
        FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'),
      'subtype', (SELECT format_type(r.rngsubtype, NULL) FROM pg_range r WHERE r.rngtypid = t.oid),
      'used_by', (SELECT json_agg(u.name) FROM (
        SELECT a.attrelid::regclass::text || '.' || quote_ident(a.attname) AS name
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.atttypid IN (t.oid, t.typarray) AND a.attnum > 0 AND NOT a.attisdropped
          AND t.typnamespace <> 'pg_catalog'::regnamespace AND c.relkind = ANY ('{r,p,f,v,m}')
          AND has_column_privilege(c.oid, a.attnum, 'SELECT, INSERT, UPDATE')
        ORDER BY 1 LIMIT 50) AS u)))::text
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.oid = ANY ($1::oid[]) AND $2::text[] IS NOT NULL
    """

  /// `pg_sequences` shows the last value only to those who may read it.
  static let sequence = """
    SELECT json_strip_nulls(json_build_object('kind', 'sequence',
      'name', quote_ident(n.nspname) || '.' || quote_ident(c.relname),
      'comment', obj_description(c.oid, 'pg_class'), 'owner', pg_get_userbyid(c.relowner),
      'type', format_type(q.seqtypid, NULL), 'start', q.seqstart, 'increment', q.seqincrement,
      'minimum', q.seqmin, 'maximum', q.seqmax, 'cache', q.seqcache,
      'cycle', CASE WHEN q.seqcycle THEN true END,
      'last_value', (SELECT s.last_value FROM pg_sequences s
        WHERE s.schemaname = n.nspname AND s.sequencename = c.relname),
      'owned_by', (SELECT a.attrelid::regclass::text || '.' || quote_ident(a.attname)
        FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
          AND d.refclassid = 'pg_class'::regclass AND d.deptype = ANY ('{a,i}') LIMIT 1),
      'privileges', (SELECT json_agg(p) FROM unnest('{USAGE,SELECT,UPDATE}'::text[]) AS p
        WHERE has_sequence_privilege(c.oid, p))))::text
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_sequence q ON q.seqrelid = c.oid
    WHERE c.oid = ANY ($1::oid[]) AND $2::text[] IS NOT NULL
    """

  static let index = """
    SELECT json_strip_nulls(json_build_object('kind', 'index',
      'name', quote_ident(n.nspname) || '.' || quote_ident(c.relname),
      'table', x.indrelid::regclass::text, 'definition', pg_get_indexdef(c.oid),
      'method', m.amname, 'comment', obj_description(c.oid, 'pg_class'),
      'primary', CASE WHEN x.indisprimary THEN true END,
      'unique', CASE WHEN x.indisunique THEN true END,
      'invalid', CASE WHEN NOT x.indisvalid THEN true END,
      'estimated_rows', CASE WHEN c.reltuples > 0 THEN c.reltuples::bigint END,
      'size_bytes', CASE WHEN c.relpages > 0
        THEN c.relpages * current_setting('block_size')::bigint END,
      'scans', pg_stat_get_numscans(c.oid),
      'constraint', (SELECT k.conname FROM pg_constraint k
        WHERE k.conindid = c.oid AND k.contype = ANY ('{p,u,x}') LIMIT 1)))::text
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_index x ON x.indexrelid = c.oid JOIN pg_am m ON m.oid = c.relam
    WHERE c.oid = ANY ($1::oid[]) AND $2::text[] IS NOT NULL
    """

  static let `extension` = """
    SELECT json_strip_nulls(json_build_object('kind', 'extension', 'name', quote_ident(e.extname),
      'schema', quote_ident(n.nspname), 'version', e.extversion,
      'available_version', (SELECT a.default_version FROM pg_available_extensions a
        WHERE a.name = e.extname AND a.default_version <> e.extversion),
      'comment', obj_description(e.oid, 'pg_extension')))::text
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.oid = ANY ($1::oid[]) AND $2::text[] IS NOT NULL
    """
}
