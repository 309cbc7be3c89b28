extension HealthCheck {
  /// Space that tables and B-trees hold and do not need: pages there are against pages that the
  /// rows would fill, by the planner's statistics. An estimate; a table whose columns the role may
  /// not read, or that was never analyzed, is left out.
  static let bloat = HealthCheck(
    "bloat",
    findings:
      """
      WITH size AS (SELECT current_setting('block_size')::numeric AS block), width AS (
        SELECT a.attrelid,
          sum(CASE WHEN s.avg_width IS NULL THEN NULL ELSE (1 - s.null_frac) * s.avg_width END)
            AS bytes,
          count(*) = count(s.avg_width) AS known, bool_or(s.null_frac > 0) AS nulls, count(*) AS n
        FROM pg_catalog.pg_attribute a
          JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
            AND s.attname = a.attname AND NOT s.inherited
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'm')
          AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        GROUP BY a.attrelid
      ), tables AS (
        SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relpages AS pages, block,
          ceil(c.reltuples::numeric / greatest(1, floor((block - 24)
            * coalesce((SELECT option_value::numeric FROM pg_options_to_table(c.reloptions)
                WHERE option_name = 'fillfactor'), 100) / 100
            / (4 + 8 * ceil((23 + CASE WHEN w.nulls THEN (w.n + 7) / 8 ELSE 0 END) / 8.0)
              + 8 * ceil(w.bytes::numeric / 8))))) AS needed
        FROM pg_catalog.pg_class c JOIN width w ON w.attrelid = c.oid AND w.known
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace CROSS JOIN size
        WHERE c.relkind IN ('r', 'm') AND c.reltuples >= 0 AND c.relpages > 0
      ), trees AS (
        SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relpages AS pages, block,
          ceil(c.reltuples::numeric / greatest(1, floor((block - 40)
            * coalesce((SELECT option_value::numeric FROM pg_options_to_table(c.reloptions)
                WHERE option_name = 'fillfactor'), 90) / 100
            / (4 + 8 + 8 * ceil(k.bytes::numeric / 8))))) * 1.02 + 1 AS needed
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_index x ON x.indexrelid = c.oid
          JOIN pg_catalog.pg_am m ON m.oid = c.relam AND m.amname = 'btree'
          JOIN pg_catalog.pg_class t ON t.oid = x.indrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace CROSS JOIN size
          CROSS JOIN LATERAL (
            SELECT sum((1 - s.null_frac) * s.avg_width) AS bytes, count(*) AS n
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_stats s
              ON s.schemaname = n.nspname AND s.tablename = t.relname AND s.attname = a.attname
                AND NOT s.inherited
            WHERE a.attrelid = t.oid AND a.attnum = ANY (x.indkey)) k
        WHERE c.relkind = 'i' AND x.indexprs IS NULL AND x.indpred IS NULL AND k.n = x.indnatts
          AND c.reltuples >= 0 AND c.relpages > 0
          AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      ), waste AS (
        SELECT *, (pages - needed) * block AS bytes, 1 - needed / pages AS share, false AS tree
        FROM tables
        UNION ALL
        SELECT *, (pages - needed) * block, 1 - needed / pages, true FROM trees
      )
      SELECT CASE WHEN bytes >= \(graveBloatBytes) THEN 'critical' ELSE 'warning' END AS severity,
        CASE WHEN tree THEN 'index_bloat' ELSE 'table_bloat' END AS code, name AS object,
        bytes::numeric AS figure, 'bytes' AS unit, \(bloatBytes)::numeric AS threshold,
        format('About %s%% of it (%s) is empty; an estimate from statistics.',
          round(share * 100), pg_size_pretty(bytes)) AS what,
        CASE WHEN tree THEN format('REINDEX INDEX CONCURRENTLY %s;', name)
          ELSE format('VACUUM (FULL, ANALYZE) %s; -- locks the table; pg_repack does not', name)
        END AS fix
      FROM waste WHERE bytes >= \(bloatBytes) AND share >= 0.4
      """)

  private static let bloatBytes = 4 << 20
  private static let graveBloatBytes = 4 << 30
}
