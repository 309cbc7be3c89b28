internal import JSON
internal import PluginKit

/// Tells what there is to know of each database, asking those that answer.
struct Connections: Sendable {
  struct Arguments: Decodable, Sendable {
    var database: String?
  }

  /// Of one database; the others do not wait for it.
  static let timeoutMilliseconds = 5_000

  let databases: [Database]
  let problems: [DeclaredProblem]

  func run(_ call: Call) async -> JSONValue {
    let reports = await withTaskGroup(of: (Int, JSONObject).self) { group in
      for (place, database) in databases.enumerated() {
        group.addTask { (place, await Self.report(database, call)) }
      }
      var reports: [Int: JSONObject] = [:]
      for await (place, report) in group { reports[place] = report }
      return reports
    }
    var answer: JSONObject = [
      "connections": .array(databases.indices.map { .object(reports[$0] ?? [:]) })
    ]
    if !problems.isEmpty { answer["declared_tools"] = .array(problems.map(\.json)) }
    return .object(answer)
  }

  private static func report(_ database: Database, _ call: Call) async -> JSONObject {
    let settings = database.settings
    var report: JSONObject = [
      "database": .string(database.alias), "mode": .string(settings.mode.rawValue),
    ]
    if settings.mode == .readwrite { report["write_level"] = .string(settings.writeLevel.rawValue) }
    do throws(PostgresFailure) {
      let server = try await database.run(call, timeoutMilliseconds: timeoutMilliseconds) {
        session, _ throws(PostgresFailure) in
        session.context.asksTheCatalogue()
        return try session.rows(sql)[0, 0] ?? "{}"
      }
      report["reachable"] = true
      report["server"] = try? JSONValue(parsing: server)
    } catch {
      report["reachable"] = false
      report["error"] = .string(error.toolError.summary)
      report["what_to_do"] = error.toolError.detail.map(JSONValue.string)
    }
    report["limits"] = limits(settings)
    return known(database.status, report)
  }

  private static func known(_ status: DatabaseStatus, _ report: JSONObject) -> JSONObject {
    var report = report
    report["pool"] = [
      "open": .integer(status.open), "busy": .integer(status.busy),
      "waiting": .integer(status.waiting),
    ]
    if let failure = status.lastFailure {
      report["last_failure"] = .string(failure.toolError.summary)
    }
    if !status.findings.isEmpty {
      report["findings"] = .array(
        status.findings.map { finding in
          [
            "code": .string(finding.code), "severity": .string(finding.severity.rawValue),
            "what": .string(finding.what), "fix": .string(finding.fix),
          ]
        })
    }
    return report
  }

  private static func limits(_ settings: DatabaseSettings) -> JSONValue {
    [
      "rows": .integer(settings.limits.rows),
      "maximum_rows": .integer(settings.limits.maximumRows),
      "result_bytes": .integer(settings.limits.resultBytes),
      "timeout_ms": .integer(settings.limits.timeoutMilliseconds),
      "connections": .integer(settings.maximumConnections),
    ]
  }

  private static let sql = """
    SELECT json_strip_nulls(json_build_object(
      'version', current_setting('server_version'),
      'database', current_database(), 'role', current_user,
      'login', CASE WHEN session_user <> current_user THEN session_user END,
      'standby', pg_is_in_recovery(),
      'encrypted', (SELECT s.ssl FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()),
      'time_zone', current_setting('TimeZone'), 'encoding', current_setting('server_encoding'),
      'extensions', (SELECT json_object_agg(e.extname, e.extversion ORDER BY e.extname)
        FROM pg_extension e WHERE e.extname <> 'plpgsql')))::text
    """
}

extension JSONValue {
  static func integer(_ number: Int) -> JSONValue { .number(JSONNumber(Int64(number))) }
}
