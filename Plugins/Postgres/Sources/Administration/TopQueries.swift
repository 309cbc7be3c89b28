internal import JSON
internal import PluginKit

/// What `top_queries` answers: the statements that cost most, of the current database.
struct TopQueries {
  enum Sort: String, Decodable, CaseIterable {
    case total, mean, io, wal, temp, calls
  }

  struct Arguments: Decodable {
    var sort: Sort?
    var limit: Int?
    var min_calls: Int?
    var database: String?
  }

  static let defaultLimit = 10
  static let maximumLimit = 100
  /// Of a statement's text.
  static let maximumCharacters = 1_000

  static func answer(
    _ session: Session, _ arguments: Arguments
  ) throws(PostgresFailure) -> JSONValue {
    let statistics = try StatementStatistics(session)
    let limit = min(max(arguments.limit ?? defaultLimit, 1), maximumLimit)
    let queries = try StatementStatistics.rows(
      session, query(statistics, arguments.sort ?? .total),
      [Parameter(text: String(limit)), Parameter(text: String(arguments.min_calls ?? 1))])
    var answer: JSONObject = ["queries": .array(queries.objects.map(JSONValue.object))]
    if statistics.hasInfo {
      let since = try StatementStatistics.rows(
        session, "SELECT stats_reset FROM \(statistics.schema).pg_stat_statements_info")
      if since.count > 0, let since = since[0, 0] { answer["since"] = .string(since) }
    }
    return .object(answer)
  }

  static func query(_ statistics: StatementStatistics, _ sort: Sort) -> String {
    let io = statistics.inputOutputMilliseconds
    let order =
      switch sort {
      case .total: "total_exec_time"
      case .mean: "mean_exec_time"
      case .io: "\(io) DESC, shared_blks_read + shared_blks_written"
      case .wal: "wal_bytes"
      case .temp: "temp_blks_read + temp_blks_written"
      case .calls: "calls"
      }
    return """
      SELECT queryid::text AS query_id, pg_get_userbyid(userid)::text AS "user", calls, rows,
        round(total_exec_time::numeric, 3) AS total_ms,
        round(mean_exec_time::numeric, 3) AS mean_ms, round(max_exec_time::numeric, 3) AS max_ms,
        round((total_exec_time / nullif(sum(total_exec_time) OVER (), 0))::numeric, 4)
          AS share_of_time,
        round(shared_blks_hit::numeric / nullif(shared_blks_hit + shared_blks_read, 0), 4)
          AS cache_hit,
        shared_blks_read AS blocks_read, round(\(io)::numeric, 3) AS io_ms,
        temp_blks_read + temp_blks_written AS temp_blocks, wal_bytes,
        CASE WHEN length(query) > \(maximumCharacters)
          THEN left(query, \(maximumCharacters)) || '…' ELSE query END AS query
      FROM \(statistics.view)
      WHERE dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
        AND calls >= $2::bigint
      ORDER BY \(order) DESC NULLS LAST, queryid LIMIT $1::bigint
      """
  }
}
