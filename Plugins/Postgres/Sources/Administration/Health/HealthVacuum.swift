extension HealthCheck {
  /// Whether vacuum keeps up: transaction numbers, dead rows, statistics, and what holds it back.
  static let vacuum = HealthCheck(
    "vacuum",
    findings:
      """
      WITH t AS (
        SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, c.reloptions,
          greatest(age(c.relfrozenxid), mxid_age(c.relminmxid)) AS age,
          pg_stat_get_dead_tuples(c.oid) AS dead, pg_stat_get_live_tuples(c.oid) AS live,
          pg_stat_get_mod_since_analyze(c.oid) AS changed,
          greatest(pg_stat_get_last_analyze_time(c.oid),
            pg_stat_get_last_autoanalyze_time(c.oid)) AS analyzed
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm', 't') AND c.relpersistence <> 't'
      )
      SELECT CASE WHEN age >= 1600000000 THEN 'critical' ELSE 'warning' END AS severity,
        'wraparound' AS code, object, age::numeric AS figure, 'transactions' AS unit,
        1000000000::numeric AS threshold,
        'Its oldest row is this many transactions old; at 2 billion the server stops writing.'
          AS what,
        'VACUUM (FREEZE, VERBOSE); -- in that database; first end what holds vacuum back' AS fix
      FROM (SELECT quote_ident(datname) AS object, greatest(age(datfrozenxid), mxid_age(datminmxid))
        AS age FROM pg_catalog.pg_database) d WHERE age >= 1000000000
      UNION ALL
      SELECT 'warning', 'freeze_behind', name, age, 'transactions', most * 1.2,
        'Older than autovacuum is set to let it become.', format('VACUUM (FREEZE) %s;', name)
      FROM t, (SELECT current_setting('autovacuum_freeze_max_age')::numeric AS most) s
      WHERE age >= most * 1.2 AND age < 2147483647
      UNION ALL
      SELECT CASE WHEN dead > live THEN 'critical' ELSE 'warning' END, 'dead_rows', name, dead,
        'rows', \(deadRows), format('%s dead rows beside %s live ones.', dead, live),
        format('VACUUM (ANALYZE) %s;', name)
      FROM t WHERE dead >= \(deadRows) AND dead >= 0.2 * live
      UNION ALL
      SELECT 'warning', 'statistics_old', name, changed, 'rows', \(changedRows),
        CASE WHEN analyzed IS NULL THEN 'Never analyzed: the planner guesses.'
          ELSE format('Changed this much since it was analyzed on %s.',
            to_char(analyzed, 'YYYY-MM-DD')) END,
        format('ANALYZE %s;', name)
      FROM t WHERE changed >= \(changedRows) AND changed >= 0.3 * live AND name NOT LIKE 'pg\\_%'
      UNION ALL
      SELECT 'warning', 'autovacuum_off_for_table', name, NULL, NULL, NULL,
        'Autovacuum leaves this table out.',
        format('ALTER TABLE %s RESET (autovacuum_enabled);', name)
      FROM t WHERE reloptions && ARRAY['autovacuum_enabled=false', 'autovacuum_enabled=off',
        'autovacuum_enabled=0', 'autovacuum_enabled=no']
      UNION ALL
      SELECT CASE WHEN seconds >= 86400 THEN 'critical' ELSE 'warning' END, 'prepared_transaction',
        gid, seconds, 'seconds', \(heldSeconds),
        'A prepared transaction that nobody finishes; it holds its locks and vacuum back.',
        format('ROLLBACK PREPARED %L; -- or COMMIT PREPARED', gid)
      FROM (SELECT gid, round(extract(epoch FROM clock_timestamp() - prepared)::numeric) AS seconds
        FROM pg_catalog.pg_prepared_xacts WHERE database = current_database()) p
      WHERE seconds >= \(heldSeconds)
      UNION ALL
      SELECT 'warning', 'old_snapshot', 'process ' || pid, age, 'transactions', \(heldTransactions),
        'Its transaction keeps vacuum from removing rows that died since it began.',
        format('SELECT pg_terminate_backend(%s);', pid)
      FROM (SELECT pid, greatest(age(backend_xmin), age(backend_xid)) AS age
        FROM pg_catalog.pg_stat_activity WHERE pid <> pg_backend_pid()) a
      WHERE age >= \(heldTransactions)
      """)

  private static let deadRows = 10_000
  private static let changedRows = 10_000
  private static let heldSeconds = 3_600
  private static let heldTransactions = 1_000_000
}
