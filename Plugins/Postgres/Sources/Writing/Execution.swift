internal import JSON
internal import PluginKit

/// `execute`: one statement that changes rows, in a transaction of its own that is committed only
/// where it changed no more rows than it may.
struct Execution {
  struct Arguments: Decodable {
    var sql: String
    var params: [JSONValue]?
    var dry_run: Bool?
    var max_affected: Int?
    var require_where: Bool?
    var timeout_ms: Int?
    var database: String?
  }

  private let arguments: Arguments
  private let shape: WriteShape
  private let parameters: [Parameter]
  private let limits: Limits

  /// Checks what can be checked without the server.
  init(_ arguments: Arguments, _ limits: Limits) throws(PostgresFailure) {
    self.arguments = arguments
    self.limits = limits
    parameters = (arguments.params ?? []).map(Parameter.init)
    if let place = parameters.firstIndex(where: \.isImpossible) {
      throw .refused("Parameter $\(place + 1) holds a zero byte, which PostgreSQL cannot store.")
    }
    shape = try WriteShape(arguments.sql)
    guard shape.changesRows else {
      throw .refused("The statement changes nothing.", detail: "Use pg_query to read.")
    }
    if arguments.require_where ?? true, let verb = shape.withoutWhere.first {
      throw .refused(
        "\(verb.rawValue.uppercased()) without WHERE would change every row of its table.",
        detail: "Add a WHERE, or call with require_where false if every row is meant.")
    }
  }

  func run(
    _ session: Session, _ knowledge: SessionKnowledge
  ) throws(PostgresFailure) -> ToolResult {
    let start = ContinuousClock.now
    let text = try WriteCheck.check(arguments.sql, knowledge.functions)
    var rows = ReturnedRows(ResultEncoder(knowledge.types, limits), limit: limits.rows)
    let isDryRun = arguments.dry_run ?? false
    let effect = try CommitOutcome.transact(session) {
      (session) throws(PostgresFailure) -> (Effect, TransactionEnd) in
      let before = try Self.changedRows(session)
      let command = try session.execute(text, parameters, into: &rows)
      let effect = Effect(
        command, all: try Self.changedRows(session) - before, shape.parts.last?.verb)
      try check(effect)
      return (effect, isDryRun ? .rollback : .commit)
    }
    rows.encoder.learnTypes(session)
    return answer(&rows, effect, isDryRun, ContinuousClock.now - start)
  }

  /// What a statement did.
  private struct Effect {
    var command: CommandResult
    /// Rows that the statement itself changed, by the server's command tag.
    var affected: Int
    /// And those of its WITH, of triggers and of cascading references.
    var changed: Int

    init(_ command: CommandResult, all: Int, _ verb: WriteShape.Verb?) {
      self.command = command
      affected = [.insert, .update, .delete, .merge].contains(verb) ? command.count : 0
      // Tables of other servers, and all of them where track_counts is off, count for nothing.
      changed = max(affected, all)
    }
  }

  private func check(_ effect: Effect) throws(PostgresFailure) {
    let most = max(arguments.max_affected ?? limits.affectedRows, 0)
    guard effect.changed > most else { return }
    let others = effect.changed - effect.affected
    throw .refused(
      "It would have changed \(effect.changed) rows, more than max_affected, \(most); it was "
        + "rolled back.",
      detail: (others > 0
        ? "\(others) of them through WITH, triggers or cascading references. " : "")
        + "Narrow it down, or raise max_affected if that many are meant.")
  }

  private func answer(
    _ rows: inout ReturnedRows, _ effect: Effect, _ isDryRun: Bool, _ elapsed: Duration
  ) -> ToolResult {
    let command = String(effect.command.tag.prefix { $0 != " " })
    guard rows.hasColumns else {
      var answer: JSONObject = [
        "command": .string(command), "affected": .integer(effect.affected),
        "changed": .integer(effect.changed), "committed": .bool(!isDryRun),
      ]
      if !effect.command.notices.isEmpty {
        answer["notices"] = .array(effect.command.notices.map { .string($0.message) })
      }
      return .json(.object(answer))
    }
    let outcome = ReadOutcome(
      rows: rows.count, hasMore: rows.hasMore, notices: effect.command.notices)
    return rows.encoder.finish(outcome, elapsed: elapsed.wholeNanoseconds) { json in
      json.member("command", command)
      json.key("affected")
      json.integer(effect.affected)
      json.key("changed")
      json.integer(effect.changed)
      json.key("committed")
      json.bool(!isDryRun)
    }
  }

  /// Rows that this session has inserted, updated and deleted, as far as it has not reported them
  /// to the server's statistics: of use only as a difference within one transaction.
  private static func changedRows(_ session: Session) throws(PostgresFailure) -> Int {
    var rows = RowCollector()
    _ = try session.execute(
      """
      SELECT coalesce(sum(pg_stat_get_xact_tuples_inserted(oid)
        + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid)), 0)
      FROM pg_catalog.pg_class WHERE relkind = 'r' AND oid >= 16384
      """, [], into: &rows)
    return Rows(rows, isCut: false)[0, 0].flatMap { Int($0) } ?? 0
  }
}

extension Duration {
  var wholeNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
