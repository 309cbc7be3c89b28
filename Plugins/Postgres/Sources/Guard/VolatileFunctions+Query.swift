extension VolatileFunctions {
  /// One row for each kind of name, with a JSON array of names: `f` functions, and procedures; `c`
  /// those that `value.name` calls as well, which goes for values of any type; `t` types that a
  /// cast makes by such a function; `o` operators. Nothing in it depends on what the login may
  /// execute: roles that are set later may execute more.
  ///
  /// - An aggregate is volatile where one of its own functions is; the catalogue never says so.
  /// - Functions with an argument of type `internal`, and triggers, cannot be called in SQL.
  /// - Operators count that are spelled like none of the server's own: `=` of a type of its own
  ///   runs when values of that type are compared, and refusing `=` would refuse everything.
  static let query = """
    WITH effective AS (
      SELECT p.proname, p.prokind <> 'p' AND p.pronargs > 0
        AND p.pronargs - p.pronargdefaults <= 1 AS takes_one
      FROM pg_catalog.pg_proc p
      LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::regclass
        AND d.objid = p.oid AND d.deptype = 'e'
      LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
      WHERE (p.provolatile = 'v' OR \(runsVolatileParts) OR \(runsText))
        AND NOT 'pg_catalog.internal'::regtype = ANY (p.proargtypes)
        AND p.prorettype NOT IN ('pg_catalog.trigger'::regtype,
          'pg_catalog.event_trigger'::regtype)
        AND NOT (p.oid < \(firstOwnOID) AND p.proname IN (\(list(harmless))))
        AND NOT (e.extname IS NOT NULL AND p.proname IN (\(list(harmlessOfExtensions)))))
    SELECT 'f', pg_catalog.json_agg(DISTINCT e.proname)::text FROM effective e
    UNION ALL
    SELECT 'c', pg_catalog.json_agg(DISTINCT e.proname)::text FROM effective e WHERE e.takes_one
    UNION ALL
    SELECT 't', pg_catalog.json_agg(DISTINCT t.typname)::text FROM pg_catalog.pg_cast c
    JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc AND p.provolatile = 'v'
    JOIN pg_catalog.pg_type t ON t.oid = c.casttarget
    UNION ALL
    SELECT 'o', pg_catalog.json_agg(DISTINCT o.oprname)::text FROM pg_catalog.pg_operator o
    JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode AND p.provolatile = 'v'
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_operator own
      WHERE own.oprname = o.oprname AND own.oid < \(firstOwnOID))
    """

  /// Objects of a lower OID come with the server (`FirstNormalObjectId`).
  private static let firstOwnOID = 16_384

  private static let runsVolatileParts = """
    p.prokind = 'a' AND EXISTS (SELECT FROM pg_catalog.pg_aggregate a
          JOIN pg_catalog.pg_proc part ON part.provolatile = 'v' AND part.oid IN (a.aggtransfn,
            a.aggfinalfn, a.aggcombinefn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn)
          WHERE a.aggfnoid = p.oid)
    """

  /// What the catalogue calls stable although it has effects (a transaction number is used up), or
  /// runs a text that it is given: functions of `tablefunc` and `xml2`, also under other names.
  private static let runsText = """
    p.oid < \(firstOwnOID) AND p.proname IN ('txid_current', 'pg_current_xact_id')
        OR p.probin LIKE '%tablefunc%' AND p.proname <> 'normal_rand'
        OR p.probin LIKE '%pgxml%' AND p.prosrc = 'xpath_table'
    """

  private static func list(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
  }

  /// Functions of the server that are volatile because each call may answer something else, and
  /// that change nothing.
  static let harmless = [
    // Chance and time.
    "random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7", "clock_timestamp",
    "timeofday", "current_query",
    // What a sequence gave last; only `nextval` and `setval` move one.
    "currval", "lastval", "pg_sequence_last_value",
    // Sizes, partitions.
    "pg_relation_size", "pg_table_size", "pg_indexes_size", "pg_total_relation_size",
    "pg_database_size", "pg_tablespace_size", "pg_partition_tree", "pg_partition_ancestors",
    // State of the server, of transactions, of the log of changes.
    "pg_blocking_pids", "pg_safe_snapshot_blocking_pids", "pg_lock_status", "pg_prepared_xact",
    "pg_is_in_recovery", "pg_is_in_backup", "pg_is_wal_replay_paused",
    "pg_get_wal_replay_pause_state", "pg_get_wal_resource_managers", "pg_current_wal_lsn",
    "pg_current_wal_insert_lsn", "pg_current_wal_flush_lsn", "pg_last_wal_receive_lsn",
    "pg_last_wal_replay_lsn", "pg_last_xact_replay_timestamp", "pg_last_committed_xact",
    "pg_xact_commit_timestamp", "pg_xact_commit_timestamp_origin", "pg_xact_status",
    "txid_status", "pg_get_multixact_members", "pg_control_checkpoint", "pg_control_init",
    "pg_control_recovery", "pg_control_system", "pg_notification_queue_usage", "pg_jit_available",
    "pg_get_wait_events", "pg_collation_actual_version", "pg_database_collation_actual_version",
    "amvalidate", "pg_stat_get_recovery_prefetch", "pg_stat_get_xact_blocks_fetched",
    "pg_stat_get_xact_blocks_hit", "pg_stat_get_xact_function_calls",
    "pg_stat_get_xact_function_self_time", "pg_stat_get_xact_function_total_time",
    "pg_stat_get_xact_numscans", "pg_stat_get_xact_tuples_deleted",
    "pg_stat_get_xact_tuples_fetched", "pg_stat_get_xact_tuples_hot_updated",
    "pg_stat_get_xact_tuples_inserted", "pg_stat_get_xact_tuples_newpage_updated",
    "pg_stat_get_xact_tuples_returned", "pg_stat_get_xact_tuples_updated",
  ]

  /// The same of extensions that come with the server, and of HypoPG.
  static let harmlessOfExtensions = [
    "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4",
    "gen_random_uuid", "gen_random_bytes", "gen_salt", "pgp_sym_encrypt", "pgp_sym_encrypt_bytea",
    "pgp_pub_encrypt", "pgp_pub_encrypt_bytea", "normal_rand", "int_array_aggregate",
    "ssl_is_used", "ssl_version", "ssl_cipher", "ssl_client_cert_present", "ssl_client_serial",
    "ssl_client_dn", "ssl_client_dn_field", "ssl_issuer_dn", "ssl_issuer_field",
    "ssl_extension_info", "pg_stat_statements", "pg_stat_statements_info", "pg_buffercache_pages",
    "pg_buffercache_summary", "pg_buffercache_usage_counts", "pg_freespace", "pgrowlocks",
    "pgstattuple", "pgstattuple_approx", "pgstatindex", "pgstatginindex", "pgstathashindex",
    "pg_relpages", "hypopg", "hypopg_get_indexdef", "hypopg_relation_size",
  ]
}
