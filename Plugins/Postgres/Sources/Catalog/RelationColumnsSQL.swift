/// The columns of the relation `c`, with what the planner's statistics know of their values where
/// that is asked for: `pg_stats` shows it only of what the role may read, and nothing is scanned.
enum RelationColumnsSQL {
  static func text(_ statistics: Bool, samples: Bool) -> String {
    let more = (statistics ? told : "") + (samples ? sampled : "")
    return """

          SELECT json_agg(json_build_object('name', a.attname,
            'type', format_type(a.atttypid, a.atttypmod),
            'base_type', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
            'not_null', CASE WHEN a.attnotnull OR t.typnotnull THEN true END,
            'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
            'generated', CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
            'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
            'values', (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e
              WHERE e.enumtypid IN (t.oid, t.typelem, t.typbasetype)),
            'comment', col_description(c.oid, a.attnum),
            'unreadable', CASE WHEN NOT has_column_privilege(c.oid, a.attnum, 'SELECT')
              THEN true END\(more))
            ORDER BY a.attnum)
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            \(more.isEmpty ? "" : known)
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      """
  }

  private static let told = ", 'null_fraction', s.null_frac, 'distinct', s.n_distinct"

  private static let sampled = """
    , 'sample_values', (SELECT json_agg(left(v.value, \(sampleCharacters)) ORDER BY v.place)
            FROM unnest(coalesce(s.most_common_vals::text::text[],
              s.histogram_bounds::text::text[])) WITH ORDINALITY AS v (value, place)
            WHERE v.place <= \(maximumSamples))
    """

  private static let maximumSamples = 10
  private static let sampleCharacters = 80

  /// Statistics of a parent come in two rows: with its children and without.
  private static let known = """
    LEFT JOIN LATERAL (
            SELECT p.null_frac, p.most_common_vals, p.histogram_bounds,
              CASE WHEN p.n_distinct < 0 AND c.reltuples > 0
                THEN round(-p.n_distinct * c.reltuples) ELSE nullif(greatest(p.n_distinct, 0), 0)
                END AS n_distinct
            FROM pg_stats p
            WHERE p.schemaname = n.nspname AND p.tablename = c.relname AND p.attname = a.attname
            ORDER BY p.inherited DESC LIMIT 1) AS s ON true
    """
}
