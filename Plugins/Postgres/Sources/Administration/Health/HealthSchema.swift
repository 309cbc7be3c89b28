/// What concerns single objects beside indexes: sequences and constraints.
extension HealthCheck {
  /// Sequences that come to their end, or to that of the column that they fill.
  static let sequences = HealthCheck(
    "sequences",
    findings:
      """
      WITH s AS (
        SELECT format('%I.%I', n.nspname, c.relname) AS name,
          format('%I.%I', tn.nspname, t.relname) AS tab, quote_ident(a.attname) AS col,
          a.atttypid, q.seqincrement > 0 AS rising, q.seqmin::numeric AS least,
          CASE a.atttypid WHEN 21 THEN 32767 WHEN 23 THEN 2147483647
            ELSE 9223372036854775807 END::numeric AS room,
          q.seqmax::numeric AS most, q.seqtypid,
          CASE WHEN has_sequence_privilege(c.oid, 'SELECT,USAGE') THEN pg_sequence_last_value(c.oid)
            END::numeric AS value
        FROM pg_catalog.pg_sequence q JOIN pg_catalog.pg_class c ON c.oid = q.seqrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_catalog.pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i')
            AND d.classid = 'pg_catalog.pg_class'::regclass
            AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0
          LEFT JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
          LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
          LEFT JOIN pg_catalog.pg_attribute a
            ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE NOT q.seqcycle
          AND (c.relpersistence = 'p' OR c.relpersistence = 'u' AND NOT pg_is_in_recovery())
      ), used AS (
        SELECT *, CASE WHEN rising THEN value / least(most, room)
          ELSE value / nullif(greatest(least, -room - 1), 0) END AS share
        FROM s WHERE value IS NOT NULL
      )
      SELECT CASE WHEN share >= 0.9 THEN 'critical' ELSE 'warning' END AS severity,
        'sequence_end' AS code, name AS object, round(share, 4) AS figure, 'share' AS unit,
        0.75 AS threshold,
        format('At %s; this share of its numbers%s is used.', value,
          CASE WHEN tab IS NULL THEN '' ELSE format(', or of the column %s.%s,', tab, col) END)
          AS what,
        CASE WHEN atttypid IN (21, 23) THEN
            CASE WHEN seqtypid <> 20 THEN format('ALTER SEQUENCE %s AS bigint; ', name) ELSE '' END
            || format('ALTER TABLE %s ALTER COLUMN %s TYPE bigint; -- rewrites the table', tab, col)
          WHEN seqtypid <> 20 THEN format('ALTER SEQUENCE %s AS bigint;', name)
          ELSE format('ALTER SEQUENCE %s %s;', name,
            CASE WHEN rising THEN 'NO MAXVALUE' ELSE 'NO MINVALUE' END) END AS fix
      FROM used WHERE share >= 0.75
      """)

  /// Constraints that old rows may break, and references without an index behind them.
  static let constraints = HealthCheck(
    "constraints",
    findings:
      """
      WITH k AS (
        SELECT k.*, format('%I.%I', n.nspname, c.relname) AS tab, c.relkind,
          greatest(c.reltuples::numeric, pg_stat_get_live_tuples(c.oid)) AS size,
          (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY u.place)
            FROM unnest(k.conkey) WITH ORDINALITY AS u (number, place)
              JOIN pg_catalog.pg_attribute a
                ON a.attrelid = k.conrelid AND a.attnum = u.number) AS cols
        FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype IN ('c', 'f')
      )
      SELECT 'warning' AS severity, 'not_validated' AS code, tab || '.' || quote_ident(conname)
        AS object, NULL::numeric AS figure, NULL AS unit, NULL::numeric AS threshold,
        'Rows from before the constraint were never checked against it.' AS what,
        format('ALTER TABLE %s VALIDATE CONSTRAINT %I;', tab, conname) AS fix
      FROM k WHERE NOT convalidated
      UNION ALL
      SELECT CASE WHEN size >= \(manyRows) THEN 'warning' ELSE 'info' END,
        'reference_without_index', tab || '.' || quote_ident(conname), size, 'rows', \(fewRows),
        'A change to the referenced row reads all of this table: no index begins with '
          || cols || '.',
        CASE WHEN relkind = 'p' THEN format('CREATE INDEX ON %s (%s);', tab, cols)
          ELSE format('CREATE INDEX CONCURRENTLY ON %s (%s);', tab, cols) END
      FROM k WHERE contype = 'f' AND conparentid = 0 AND size >= \(fewRows) AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_index x WHERE x.indrelid = k.conrelid AND x.indisvalid
          AND x.indpred IS NULL
          AND (string_to_array(x.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)] @> k.conkey)
      """)

  private static let fewRows = 1_000
  private static let manyRows = 100_000
}
