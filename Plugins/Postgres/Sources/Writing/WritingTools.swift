internal import JSON
internal import PluginKit

/// The toolset `write`: there only where a database may be written to, and only for such.
struct WritingTools: Sendable {
  /// Those that may be written to, the first of them the default.
  private let databases: Databases

  init(databases: Databases, host: Host) {
    self.databases = databases.filter { $0.mode == .readwrite }
  }

  var tools: [Tool] {
    guard databases.hasWritable else { return [] }
    return changesSchema.all.isEmpty ? [execute, cancel] : [execute, migrate, cancel]
  }

  /// Those of them whose tables may be changed.
  private var changesSchema: Databases {
    databases.filter { $0.writeLevel == .ddl }
  }

  private static let annotations = ToolAnnotations(
    readOnly: false, destructive: true, idempotent: false, openWorld: false)

  private var execute: Tool {
    Tool(
      "execute",
      "Runs one INSERT, UPDATE, DELETE or MERGE in a transaction of its own and commits it.",
      title: "Execute",
      input: databases.input(
        [
          "sql": .string("May end with RETURNING", minLength: 1),
          "params": .array(of: .raw([:]), "Values of $1, $2, ..."),
          "dry_run": .boolean("Run it, count, and roll it back", default: false),
          "max_affected": .integer(
            "Above this nothing is changed; counts WITH, triggers and cascades", minimum: 0,
            default: databases.common(\.affectedRows)),
          "require_where": .boolean(
            "Refuse UPDATE and DELETE without WHERE", default: true),
          "timeout_ms": .integer(minimum: 1),
        ], required: ["sql"]),
      output: ResultSchema.execution, annotations: Self.annotations
    ) { (arguments: Execution.Arguments, call: Call) in
      do throws(PostgresFailure) {
        let database = try databases.named(arguments.database)
        let execution = try Execution(arguments, database.settings.limits)
        return try await database.run(
          call, access: .write, timeoutMilliseconds: arguments.timeout_ms
        ) { (session, knowledge) throws(PostgresFailure) in
          try execution.run(session, knowledge)
        }
      } catch {
        return error.result(for: arguments.sql)
      }
    }
  }

  private var migrate: Tool {
    let databases = changesSchema
    return Tool(
      "migrate",
      "Runs the statements of a migration in one transaction, once for each name; kept in "
        + "toolrack.migrations.",
      title: "Migrate",
      input: databases.input(
        [
          "name": .string(
            "Such as 2026-01-15_add_orders", minLength: 1, maxLength: Migration.maximumNameBytes),
          "sql": .string("Statements, with ; between them", minLength: 1),
          "dry_run": .boolean("Run it and roll it back", default: false),
          "lock_timeout_ms": .integer(
            minimum: 1, default: databases.common(\.lockTimeoutMilliseconds)),
          "timeout_ms": .integer(minimum: 1),
        ], required: ["name", "sql"]),
      output: ResultSchema.migration, annotations: Self.annotations
    ) { (arguments: Migration.Arguments, call: Call) in
      do throws(PostgresFailure) {
        let database = try databases.named(arguments.database)
        let migration = try Migration(
          arguments, database.settings.limits, by: call.caller?["sub"]?.string)
        return .json(
          try await database.run(
            call, access: .write, timeoutMilliseconds: arguments.timeout_ms
          ) { (session, knowledge) throws(PostgresFailure) in
            try migration.run(session, knowledge)
          })
      } catch {
        return error.result(for: arguments.sql)
      }
    }
  }

  private var cancel: Tool {
    Tool(
      "cancel",
      "Cancels the statement of a process that pg_activity lists, or ends its connection.",
      title: "Cancel",
      input: databases.input(
        [
          "pid": .integer(minimum: 1, maximum: Int(Int32.max)),
          "terminate": .boolean("End the connection", default: false),
        ], required: ["pid"]),
      output: ResultSchema.signal, annotations: Self.annotations
    ) { (arguments: BackendSignal.Arguments, call: Call) in
      do throws(PostgresFailure) {
        return .json(
          try await signal(BackendSignal(arguments), databases.named(arguments.database), call))
      } catch {
        return error.result()
      }
    }
  }

  /// How often and how long it is looked whether a signal took effect.
  private static let looks = 20
  private static let pauseMilliseconds = 100

  private func signal(
    _ signal: BackendSignal, _ database: Database, _ call: Call
  ) async throws(PostgresFailure) -> JSONValue {
    let (before, isSent) = try await database.run(call, access: .write) {
      (session, _) throws(PostgresFailure) in try signal.send(session)
    }
    guard isSent else { return signal.answer(before, isSent: false, hasEnded: false) }
    for _ in 0..<Self.looks {
      let now = try await database.run(call, access: .write) {
        (session, _) throws(PostgresFailure) in try signal.look(session)
      }
      if signal.hasEnded(before, now) {
        return signal.answer(before, isSent: true, hasEnded: true)
      }
      do {
        try await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))
      } catch {
        throw PostgresFailure.cancelled
      }
    }
    return signal.answer(before, isSent: true, hasEnded: false)
  }
}
