internal import JSON

/// `cancel`: ends what a process of the server runs, or its connection, and looks whether that
/// took effect.
struct BackendSignal {
  struct Arguments: Decodable {
    var pid: Int
    var terminate: Bool?
    var database: String?
  }

  private let pid: Parameter
  private let terminates: Bool

  init(_ arguments: Arguments) {
    pid = Parameter(text: String(arguments.pid))
    terminates = arguments.terminate ?? false
  }

  /// What a process did when it was looked at.
  struct Look: Sendable, Equatable {
    /// When its process began and its statement: what runs is the same while neither changes.
    var identity: String
    /// `active` and so on; nil where the role may not see it.
    var state: String?
    var user: String?
    var query: String?
    var isOwn: Bool

    /// Whether there is something to cancel.
    var isRunning: Bool { state == nil || state == "active" || state == "fastpath function call" }
  }

  /// A client of the current database; nil: there is none.
  func look(_ session: Session) throws(PostgresFailure) -> Look? {
    let rows = try session.rows(
      """
      SELECT concat_ws(' ', backend_start, query_start), state, usename, left(query, 300),
        pid = pg_backend_pid() OR application_name = current_setting('application_name')
      FROM pg_catalog.pg_stat_activity
      WHERE pid = $1::int AND datname = current_database()
        AND coalesce(backend_type, 'client backend') = 'client backend'
      """, [pid])
    guard rows.count > 0 else { return nil }
    return Look(
      identity: rows[0, 0] ?? "", state: rows[0, 1], user: rows[0, 2], query: rows[0, 3],
      isOwn: rows[0, 4] == "t")
  }

  /// Sends the signal. What was seen before it, and whether the server sent it.
  func send(_ session: Session) throws(PostgresFailure) -> (Look, isSent: Bool) {
    guard let look = try look(session) else {
      throw .refused(
        "No client of this database has the process number \(pid.text ?? "").",
        detail: "pg_activity lists those that there are.")
    }
    guard !look.isOwn else {
      throw .refused("That process serves these tools; cancel the call instead.")
    }
    guard terminates || look.isRunning else { return (look, false) }
    let function = terminates ? "pg_terminate_backend" : "pg_cancel_backend"
    let sent = try session.rows("SELECT \(function)($1::int)", [pid])
    return (look, sent.count > 0 && sent[0, 0] == "t")
  }

  /// Whether what ran has ended.
  func hasEnded(_ before: Look, _ now: Look?) -> Bool {
    guard let now else { return true }
    return now.identity != before.identity || !terminates && !now.isRunning
  }

  func answer(_ before: Look, isSent: Bool, hasEnded: Bool) -> JSONValue {
    var answer: JSONObject = [
      "sent": .bool(isSent), "took_effect": .bool(hasEnded),
      "state_before": .string(before.state ?? "hidden"),
    ]
    if let user = before.user { answer["user"] = .string(user) }
    if let query = before.query { answer["query"] = .string(query) }
    if !isSent {
      answer["why"] = .string(
        before.isRunning ? "The process was gone." : "It runs no statement; terminate ends it.")
    } else if !hasEnded {
      answer["why"] = "It has not stopped so far; look again with pg_activity."
    }
    return .object(answer)
  }
}
