/// What there is to tell of one table, view or the like, as one JSON object. Parameter: $1 the oid.
enum RelationSQL {
  /// Only what is asked for is in the statement: planning it takes longer than running it.
  static func text(_ parts: [Describe.Part]) -> String {
    let asked = Describe.Part.allCases.filter(parts.contains)
    let members = [head] + asked.compactMap { member($0, asked) }
    return """
      SELECT json_strip_nulls(json_build_object(\(members.joined(separator: ",\n  "))))::text
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1::oid
      """
  }

  private static func member(_ part: Describe.Part, _ asked: [Describe.Part]) -> String? {
    switch part {
    case .columns:
      let samples = asked.contains(.sampleValues)
      return "'columns', (\(RelationColumnsSQL.text(asked.contains(.stats), samples: samples)))"
    case .constraints: return "'constraints', (\(constraints))"
    case .foreignKeys: return "'foreign_keys', (\(foreignKeys))"
    case .indexes: return "'indexes', (\(indexes))"
    case .triggers: return "'triggers', (\(RelationPartsSQL.triggers))"
    case .policies: return "'policies', (\(RelationPartsSQL.policies))"
    case .partitions: return "'partitions', \(RelationPartsSQL.partitions)"
    case .stats: return "'stats', \(RelationPartsSQL.statistics)"
    case .definition: return "'definition', \(RelationPartsSQL.definition)"
    case .sampleValues: return nil
    }
  }

  /// Estimates of a partitioned table that was never analysed are those of its partitions.
  private static let head = """
    'kind', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'matview' ELSE 'table' END,
      'name', quote_ident(n.nspname) || '.' || quote_ident(c.relname),
      'comment', obj_description(c.oid, 'pg_class'),
      'owner', pg_get_userbyid(c.relowner),
      'estimated_rows', CASE WHEN c.relkind = 'p' AND c.reltuples <= 0 THEN (
          SELECT sum(greatest(l.reltuples, 0))::bigint
          FROM pg_inherits i JOIN pg_class l ON l.oid = i.inhrelid WHERE i.inhparent = c.oid)
        WHEN c.reltuples > 0 OR c.reltuples = 0 AND c.relpages > 0 THEN c.reltuples::bigint END,
      'size_bytes', CASE WHEN c.relpages > 0
        THEN c.relpages * current_setting('block_size')::bigint END,
      'persistence', CASE c.relpersistence WHEN 't' THEN 'temporary' WHEN 'u' THEN 'unlogged' END,
      'foreign_server', (SELECT s.srvname FROM pg_foreign_table f
        JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid),
      'partition_of', CASE WHEN c.relispartition THEN (SELECT i.inhparent::regclass::text
        FROM pg_inherits i WHERE i.inhrelid = c.oid) END,
      'partition_bound', CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
      'inherits', CASE WHEN NOT c.relispartition THEN (SELECT json_agg(i.inhparent::regclass::text
        ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid) END,
      'unpopulated', CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN true END,
      'row_security', CASE WHEN c.relrowsecurity THEN json_build_object(
        'applies_to_you', row_security_active(c.oid), 'forced', c.relforcerowsecurity) END,
      'privileges', coalesce((SELECT json_agg(CASE WHEN has_table_privilege(c.oid, p) THEN p
          ELSE p || ' (some columns)' END)
        FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) AS p
        WHERE has_table_privilege(c.oid, p) OR CASE WHEN p IN ('SELECT', 'INSERT', 'UPDATE')
          THEN has_any_column_privilege(c.oid, p) END), '[]')
    """

  /// Foreign keys have a part of their own.
  private static let constraints = """

        SELECT json_agg(json_build_object('name', k.conname, 'type', CASE k.contype
            WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check'
            WHEN 'x' THEN 'exclusion' WHEN 'n' THEN 'not null' ELSE 'trigger' END,
          'definition', pg_get_constraintdef(k.oid, true),
          'deferrable', CASE WHEN k.condeferrable THEN true END,
          'not_valid', CASE WHEN NOT k.convalidated THEN true END,
          'comment', obj_description(k.oid, 'pg_constraint'))
          ORDER BY k.contype = 'p' DESC, k.conname)
        FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> ALL ('{f,n}')
    """

  /// Of a foreign key to or from a partitioned table the copies of its partitions are left out.
  private static let foreignKeys = """

        SELECT json_build_object('to', json_agg(\(foreignKey("confrelid")) ORDER BY k.conname)
            FILTER (WHERE k.conrelid = c.oid),
          'from', json_agg(\(foreignKey("conrelid")) ORDER BY k.conrelid::regclass::text, k.conname)
            FILTER (WHERE k.confrelid = c.oid))
        FROM (SELECT f.* FROM pg_constraint f
          WHERE f.contype = 'f' AND (f.conrelid = c.oid OR f.confrelid = c.oid)
            AND (f.conparentid = 0 OR f.conrelid = c.oid)
          ORDER BY f.conname, f.oid LIMIT 200) AS k HAVING count(*) > 0
    """

  private static func foreignKey(_ other: String) -> String {
    """
    json_build_object('name', k.conname, 'table', k.\(other)::regclass::text,
            'columns', \(columns("conrelid", "conkey")),
            'references', \(columns("confrelid", "confkey")),
            'on_delete', \(action("confdeltype")), 'on_update', \(action("confupdtype")),
            'not_valid', CASE WHEN NOT k.convalidated THEN true END)
    """
  }

  private static func columns(_ relation: String, _ numbers: String) -> String {
    """
    (SELECT json_agg(a.attname ORDER BY u.place)
              FROM unnest(k.\(numbers)) WITH ORDINALITY AS u (number, place)
              JOIN pg_attribute a ON a.attrelid = k.\(relation) AND a.attnum = u.number)
    """
  }

  private static func action(_ column: String) -> String {
    """
    CASE k.\(column) WHEN 'c' THEN 'cascade' WHEN 'r' THEN 'restrict'
              WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END
    """
  }

  private static let indexes = """

        SELECT json_agg(json_build_object('name', i.relname, 'definition', pg_get_indexdef(i.oid),
          'primary', CASE WHEN x.indisprimary THEN true END,
          'unique', CASE WHEN x.indisunique THEN true END,
          'invalid', CASE WHEN NOT x.indisvalid THEN true END,
          'size_bytes', CASE WHEN i.relpages > 0
            THEN i.relpages * current_setting('block_size')::bigint END,
          'scans', pg_stat_get_numscans(i.oid),
          'comment', obj_description(i.oid, 'pg_class'))
          ORDER BY x.indisprimary DESC, i.relname)
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid
    """
}
