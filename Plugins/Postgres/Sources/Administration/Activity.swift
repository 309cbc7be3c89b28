internal import JSON
internal import PluginKit

/// What `activity` answers: who does what in the current database, for how long, and who holds
/// up whom.
struct Activity {
  struct Arguments: Decodable {
    var min_seconds: Double?
    var long_seconds: Double?
    var limit: Int?
    var database: String?
  }

  static let defaultLongSeconds = 60.0
  static let defaultLimit = 20
  static let maximumLimit = 200

  static func answer(
    _ session: Session, _ arguments: Arguments
  ) throws(PostgresFailure) -> JSONValue {
    let backends = try session.rows(query).objects.map(Backend.init)
    var answer = report(backends, arguments)
    answer["read_from"] = session.facts.isStandby ? "standby" : "primary"
    return .object(answer)
  }

  static func report(_ backends: [Backend], _ arguments: Arguments) -> JSONObject {
    let limit = min(max(arguments.limit ?? defaultLimit, 1), maximumLimit)
    func longest(_ key: String, _ atLeast: Double, _ which: (Backend) -> Bool) -> JSONValue {
      let found = backends.filter { $0.seconds(key) >= atLeast && which($0) }
        .sorted { $0.seconds(key) > $1.seconds(key) }
      return .array(found.prefix(limit).map { .object($0.fields) })
    }
    var states = JSONObject()
    for backend in backends {
      states[backend.state] = .number(JSONNumber((states[backend.state]?.integer ?? 0) + 1))
    }
    return [
      "connections": .object(states),
      "running": longest("query_seconds", arguments.min_seconds ?? 0) { $0.state == "active" },
      "blocking": .array(BlockingTree.roots(of: backends)),
      "long_transactions": longest(
        "transaction_seconds", arguments.long_seconds ?? defaultLongSeconds
      ) { $0.fields["transaction_seconds"] != nil },
    ]
  }

  /// Processes that help another (`leader_pid`) are counted with it.
  private static let query = """
    SELECT a.pid, a.usename::text AS "user", nullif(a.application_name, '') AS application,
      a.client_addr::text AS client,
      nullif(a.backend_type, 'client backend') AS kind, a.state,
      nullif(concat_ws(':', a.wait_event_type, a.wait_event), '') AS wait,
      round(extract(epoch FROM clock_timestamp() - a.xact_start)::numeric, 1)
        AS transaction_seconds,
      CASE WHEN a.state = 'active' THEN
        round(extract(epoch FROM clock_timestamp() - a.query_start)::numeric, 1) END
        AS query_seconds,
      CASE WHEN a.state <> 'active' THEN
        round(extract(epoch FROM clock_timestamp() - a.state_change)::numeric, 1) END
        AS state_seconds,
      CASE WHEN a.wait_event_type = 'Lock' OR a.state IS NULL
        THEN array_to_string(pg_blocking_pids(a.pid), ' ') END AS blocked_by,
      nullif((SELECT count(*) FROM pg_catalog.pg_stat_activity w
        WHERE w.leader_pid = a.pid AND w.pid <> a.pid), 0) AS workers,
      CASE WHEN length(a.query) > 300 THEN left(a.query, 300) || '…' ELSE nullif(a.query, '') END
        AS query
    FROM pg_catalog.pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
      AND (a.leader_pid IS NULL OR a.leader_pid = a.pid)
    ORDER BY a.xact_start NULLS LAST, a.pid LIMIT 1000
    """
}
