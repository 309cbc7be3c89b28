/// What concerns the server, or the database as a whole.
extension HealthCheck {
  /// How near the connections are to their limits, and those that do nothing in a transaction.
  static let connections = HealthCheck(
    "connections",
    findings:
      """
      WITH used AS (
        SELECT 'server' AS object, sum(numbackends)::numeric AS n,
          current_setting('max_connections')::numeric
            - current_setting('superuser_reserved_connections')::numeric AS most,
          'ALTER SYSTEM SET max_connections = '
            || current_setting('max_connections')::int * 2
            || '; -- needs a restart; a pooler such as PgBouncer is the better way' AS fix
        FROM pg_catalog.pg_stat_database
        UNION ALL
        SELECT quote_ident(d.datname), s.numbackends, d.datconnlimit,
          format('ALTER DATABASE %I CONNECTION LIMIT %s;', d.datname, d.datconnlimit * 2)
        FROM pg_catalog.pg_database d JOIN pg_catalog.pg_stat_database s ON s.datid = d.oid
        WHERE d.datconnlimit > 0
      )
      SELECT CASE WHEN n >= 0.95 * most THEN 'critical' ELSE 'warning' END AS severity,
        'connections' AS code, object, n AS figure, 'connections' AS unit,
        round(0.8 * most) AS threshold, format('%s of %s connections are in use.', n, most) AS what,
        fix
      FROM used WHERE n >= 0.8 * most
      UNION ALL
      SELECT 'warning', 'idle_in_transaction', 'process ' || pid, seconds, 'seconds',
        \(idleSeconds), 'Idle within a transaction; it holds its locks and vacuum back.',
        format('SELECT pg_terminate_backend(%s);', pid)
      FROM (SELECT pid, state,
          round(extract(epoch FROM clock_timestamp() - state_change)::numeric) AS seconds
        FROM pg_catalog.pg_stat_activity) a
      WHERE state LIKE 'idle in transaction%' AND seconds >= \(idleSeconds)
      """)

  /// Lag of replicas, and write-ahead log that slots keep.
  static let replication = HealthCheck(
    "replication",
    findings:
      """
      WITH here AS (
        SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
          ELSE pg_current_wal_lsn() END AS lsn
      ), replica AS (
        SELECT coalesce(nullif(application_name, ''), client_addr::text, 'process ' || pid) AS name,
          pg_wal_lsn_diff(lsn, replay_lsn) AS bytes
        FROM pg_catalog.pg_stat_replication, here
      ), slot AS (
        SELECT slot_name AS name, active, wal_status, pg_wal_lsn_diff(lsn, restart_lsn) AS bytes
        FROM pg_catalog.pg_replication_slots, here
      )
      SELECT CASE WHEN bytes >= \(graveLagBytes) THEN 'critical' ELSE 'warning' END AS severity,
        'replica_lag' AS code, name AS object, bytes AS figure, 'bytes' AS unit,
        \(lagBytes)::numeric AS threshold,
        'The replica has not replayed this much of the write-ahead log.' AS what,
        'SELECT * FROM pg_stat_replication; -- its network, disks and long queries' AS fix
      FROM replica WHERE bytes >= \(lagBytes)
      UNION ALL
      SELECT CASE WHEN wal_status IN ('lost', 'unreserved') OR bytes >= \(graveLagBytes)
          THEN 'critical' WHEN bytes >= \(lagBytes) THEN 'warning' ELSE 'info' END,
        CASE WHEN wal_status = 'lost' THEN 'slot_lost' ELSE 'slot_inactive' END, name, bytes,
        'bytes', \(lagBytes),
        CASE WHEN wal_status = 'lost' THEN 'The log it needs is gone; its reader has to start anew.'
          ELSE 'Nobody reads this slot, and the server keeps the write-ahead log for it.' END,
        format('SELECT pg_drop_replication_slot(%L);', name)
      FROM slot WHERE NOT active OR wal_status = 'lost'
      UNION ALL
      SELECT 'warning', 'slot_lag', name, bytes, 'bytes', \(lagBytes),
        'Its reader is behind, and the server keeps the write-ahead log for it.',
        'SELECT * FROM pg_replication_slots;'
      FROM slot WHERE active AND wal_status IS DISTINCT FROM 'lost' AND bytes >= \(lagBytes)
      UNION ALL
      SELECT CASE WHEN seconds >= 3600 THEN 'critical' ELSE 'warning' END, 'standby_lag', 'server',
        seconds, 'seconds', \(lagSeconds), 'This standby replays behind its primary.',
        'SELECT * FROM pg_stat_wal_receiver;'
      FROM (SELECT round(extract(epoch FROM clock_timestamp()
          - pg_last_xact_replay_timestamp())::numeric) AS seconds
        WHERE pg_is_in_recovery()
          AND pg_last_wal_receive_lsn() IS DISTINCT FROM pg_last_wal_replay_lsn()) s
      WHERE seconds >= \(lagSeconds)
      UNION ALL
      SELECT 'critical', 'archive_failing', coalesce(last_failed_wal, 'archiver'), failed_count,
        'failures', 0, 'The newest attempt to archive the write-ahead log failed.',
        'SHOW archive_command; -- the server''s log says why it fails'
      FROM pg_catalog.pg_stat_archiver
      WHERE last_failed_time > coalesce(last_archived_time, '-infinity')
      """)

  /// How much of what is read comes from memory.
  static let cache = HealthCheck(
    "cache",
    findings:
      """
      WITH db AS (
        SELECT quote_ident(datname) AS name, blks_hit::numeric AS hit, blks_read::numeric AS read,
          temp_bytes::numeric AS spilled
        FROM pg_catalog.pg_stat_database WHERE datname = current_database()
      )
      SELECT CASE WHEN hit / (hit + read) < 0.8 THEN 'warning' ELSE 'info' END AS severity,
        'hit_ratio' AS code, name AS object, round(hit / (hit + read), 4) AS figure,
        'share' AS unit, 0.95 AS threshold,
        'This share of the blocks came from shared_buffers, now '
          || current_setting('shared_buffers') || '.' AS what,
        format('ALTER SYSTEM SET shared_buffers = %L; -- needs a restart',
          pg_size_pretty(2 * pg_size_bytes(current_setting('shared_buffers')))) AS fix
      FROM db WHERE hit + read >= \(enoughBlocks) AND hit < 0.95 * (hit + read)
      UNION ALL
      SELECT 'info', 'spills', name, spilled, 'bytes', \(spilledBytes),
        'Sorts and hashes wrote this much to disk since the statistics began; work_mem is '
          || current_setting('work_mem') || '.',
        format('ALTER ROLE ALL IN DATABASE %s SET work_mem = %L;', name,
          pg_size_pretty(2 * pg_size_bytes(current_setting('work_mem'))))
      FROM db WHERE spilled >= \(spilledBytes)
      """)

  private static let idleSeconds = 300
  private static let lagBytes = 256 << 20
  private static let graveLagBytes = 8 << 30
  private static let lagSeconds = 300
  private static let enoughBlocks = 100_000
  private static let spilledBytes = 1 << 30
}
