extension HealthCheck {
  /// Settings that lose data, or that are still as a server of 20 years ago needed them.
  static let settings = HealthCheck(
    "settings",
    findings:
      """
      WITH s AS (SELECT name, setting, unit, boot_val, pending_restart FROM pg_catalog.pg_settings),
      rule (severity, name, bad, mended, restarts, what) AS (VALUES
        ('critical', 'fsync', 'off', 'on', false,
          'A crash of the machine can destroy the whole cluster.'),
        ('critical', 'full_page_writes', 'off', 'on', false,
          'A page half written at a crash cannot be repaired.'),
        ('critical', 'autovacuum', 'off', 'on', false,
          'Tables grow without end, until the server stops writing.'),
        ('critical', 'track_counts', 'off', 'on', false,
          'Autovacuum has nothing to go by, and most of these checks neither.'),
        ('critical', 'zero_damaged_pages', 'on', 'off', false,
          'Damaged pages are emptied without an error.'),
        ('warning', 'password_encryption', 'md5', 'scram-sha-256', false,
          'New passwords are kept in a form that is easily broken.'),
        ('warning', 'log_lock_waits', 'off', 'on', false,
          'Long waits for locks leave no trace in the log.'),
        ('info', 'synchronous_commit', 'off', 'on', false,
          'The last commits before a crash can be lost.'),
        ('info', 'idle_in_transaction_session_timeout', '0', '10min', false,
          'A session that idles in a transaction is never ended.'),
        ('info', 'track_io_timing', 'off', 'on', false,
          'Nobody knows how long queries wait for the disk.'),
        ('info', 'random_page_cost', '4', '1.1', false,
          'Right for spinning disks; on SSDs it keeps the planner from indexes.'),
        ('info', 'data_checksums', 'off', NULL, false,
          'Damage of the disk is not noticed.'),
        ('info', 'max_wal_size', '1024', '4GB', false,
          'As shipped: servers that write much make checkpoints too often.'),
        ('info', 'shared_buffers', '16384', '25% of memory', true,
          'As shipped (128 MB), whatever the size of the machine.')
      )
      SELECT severity, 'setting' AS code, r.name AS object, NULL::numeric AS figure, NULL AS unit,
        NULL::numeric AS threshold, format('%s is %s. %s', r.name,
          CASE r.name WHEN 'max_wal_size' THEN '1 GB' ELSE setting END, what) AS what,
        CASE WHEN mended IS NULL THEN 'pg_checksums --enable -- with the server stopped'
          WHEN r.name = 'shared_buffers'
            THEN 'ALTER SYSTEM SET shared_buffers = ''2GB''; -- about ' || mended
              || '; needs a restart'
          ELSE format('ALTER SYSTEM SET %I = %L; SELECT pg_reload_conf();', r.name, mended)
        END AS fix
      FROM rule r JOIN s ON s.name = r.name AND s.setting = r.bad
      UNION ALL
      SELECT 'warning', 'pending_restart', name, NULL, NULL, NULL,
        'A new value waits for a restart of the server.', 'SHOW ' || quote_ident(name) || ';'
      FROM s WHERE pending_restart
      """)
}
