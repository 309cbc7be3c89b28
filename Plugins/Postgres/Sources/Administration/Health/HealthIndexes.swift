extension HealthCheck {
  /// Indexes that are broken, there twice, or never read. Sizes are those of the last ANALYZE: to
  /// measure them would wait for locks.
  static let indexes = HealthCheck(
    "indexes",
    findings:
      """
      WITH i AS (
        SELECT x.*, c.relname, c.relkind, n.nspname, t.relname AS tablename, c.relam,
          format('%I.%I', n.nspname, c.relname) AS name,
          format('%I.%I', tn.nspname, t.relname) AS tab,
          c.relpages * current_setting('block_size')::bigint AS bytes,
          coalesce(pg_stat_get_numscans(x.indexrelid), 0) AS scans,
          (SELECT conname FROM pg_catalog.pg_constraint k
            WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x') LIMIT 1) AS conname,
          pg_get_expr(x.indexprs, x.indrelid) AS expressions,
          pg_get_expr(x.indpred, x.indrelid) AS predicate,
          to_jsonb(x) ->> 'indnullsnotdistinct' AS nulls
        FROM pg_catalog.pg_index x
          JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_catalog.pg_class t ON t.oid = x.indrelid
          JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%'
      ), twice AS (
        SELECT i.*, row_number() OVER same AS place, first_value(name) OVER same AS kept
        FROM i WHERE indisvalid AND relkind = 'i'
        WINDOW same AS (
          PARTITION BY indrelid, relam, indnkeyatts, indkey::text, indclass::text,
            indcollation::text, indoption::text, expressions, predicate, nulls,
            indisunique AND NOT indimmediate, indisexclusion
          ORDER BY indisprimary DESC, conname IS NULL, indisunique DESC, indisreplident DESC,
            indisclustered DESC, scans DESC, indexrelid
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
      ), covered AS (
        SELECT DISTINCT ON (a.indexrelid) a.*, b.name AS kept
        FROM i a JOIN i b ON b.indrelid = a.indrelid AND b.indexrelid <> a.indexrelid
          AND b.relam = a.relam AND a.indnkeyatts = a.indnatts AND a.indnkeyatts < b.indnkeyatts
          AND b.indkey::text LIKE a.indkey::text || ' %'
          AND b.indclass::text LIKE a.indclass::text || ' %'
          AND b.indcollation::text LIKE a.indcollation::text || ' %'
          AND b.indoption::text LIKE a.indoption::text || ' %'
          AND b.predicate IS NOT DISTINCT FROM a.predicate
        WHERE a.indisvalid AND b.indisvalid AND a.relkind = 'i' AND b.relkind = 'i'
          AND a.expressions IS NULL AND b.expressions IS NULL AND NOT a.indisunique
          AND NOT a.indisexclusion AND NOT a.indisreplident
          AND a.relam = (SELECT oid FROM pg_catalog.pg_am WHERE amname = 'btree')
        ORDER BY a.indexrelid, b.indnkeyatts
      )
      SELECT 'critical' AS severity, 'invalid' AS code, name AS object, bytes::numeric AS figure,
        'bytes' AS unit, 0::numeric AS threshold,
        'The index is not valid: queries do not use it, writes still pay for it.' AS what,
        CASE WHEN relname ~ '_cc(new|old)[0-9]*$' THEN format('DROP INDEX CONCURRENTLY %s;', name)
          ELSE format('REINDEX INDEX CONCURRENTLY %s;', name) END AS fix
      FROM i WHERE NOT indisvalid AND relkind = 'i' AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
      UNION ALL
      SELECT 'warning', 'duplicate', name, bytes, 'bytes', 0,
        format('The same index as %s, on %s.', kept, tab),
        CASE WHEN conname IS NULL THEN format('DROP INDEX CONCURRENTLY %s;', name)
          ELSE format('ALTER TABLE %s DROP CONSTRAINT %I;', tab, conname) END
      FROM twice WHERE place > 1
      UNION ALL
      SELECT 'info', 'covered', name, bytes, 'bytes', \(smallIndexBytes),
        format('Its columns are the first ones of %s, on %s, which can serve in its place.',
          kept, tab),
        format('DROP INDEX CONCURRENTLY %s;', name)
      FROM covered WHERE bytes >= \(smallIndexBytes)
      UNION ALL
      SELECT CASE WHEN bytes >= \(largeIndexBytes) THEN 'warning' ELSE 'info' END, 'unused', name,
        bytes, 'bytes', \(smallIndexBytes),
        format('No query has read it on this server since %s; replicas count for themselves.',
          coalesce((SELECT to_char(stats_reset, 'YYYY-MM-DD') FROM pg_catalog.pg_stat_database
            WHERE datname = current_database()), 'the statistics began')),
        format('DROP INDEX CONCURRENTLY %s;', name)
      FROM i WHERE scans = 0 AND bytes >= \(smallIndexBytes) AND indisvalid AND relkind = 'i'
        AND NOT indisunique AND NOT indisexclusion AND NOT indisreplident AND conname IS NULL
        AND indexrelid NOT IN (SELECT indexrelid FROM twice WHERE place > 1)
      """)

  private static let smallIndexBytes = 1 << 20
  private static let largeIndexBytes = 64 << 20
}
