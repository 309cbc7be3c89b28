internal import JSON
internal import PluginKit

/// The toolset `dba`: what is wrong with a database, what it does, and what would make it faster.
struct AdministrationTools: Sendable {
  private let databases: Databases

  init(databases: Databases, host: Host) { self.databases = databases }

  var tools: [Tool] { [health, topQueries, activity, adviseIndexes] }

  private static let annotations = ToolAnnotations(
    readOnly: true, destructive: false, idempotent: true, openWorld: false)

  private struct HealthArguments: Decodable {
    var checks: [String]?
    var database: String?
  }

  private var health: Tool {
    let names = HealthCheck.all.map(\.name)
    return Tool(
      "health", "Looks for what is wrong with a database; each finding has the SQL that mends it.",
      title: "Health",
      input: databases.input(["checks": .array(of: .enumeration(names), "Default: all")]),
      output: ResultSchema.health, annotations: Self.annotations
    ) { (arguments: HealthArguments, call: Call) in
      do throws(PostgresFailure) {
        let database = try databases.named(arguments.database)
        let checks = HealthCheck.all.filter { arguments.checks?.contains($0.name) ?? true }
        return .json(try await HealthReport(database, call).answer(checks))
      } catch {
        return error.result()
      }
    }
  }

  private var topQueries: Tool {
    Tool(
      "top_queries", "Statements that cost most, from pg_stat_statements.", title: "Top queries",
      input: databases.input([
        "sort": .enumeration(TopQueries.Sort.allCases.map(\.rawValue), default: "total"),
        "limit": .integer(
          minimum: 1, maximum: TopQueries.maximumLimit, default: TopQueries.defaultLimit),
        "min_calls": .integer(minimum: 1, default: 1),
      ]),
      output: ResultSchema.topQueries, annotations: Self.annotations
    ) { (arguments: TopQueries.Arguments, call: Call) in
      await answer(arguments.database, call) { (session, _) throws(PostgresFailure) in
        try TopQueries.answer(session, arguments)
      }
    }
  }

  private var activity: Tool {
    Tool(
      "activity", "What runs now, who blocks whom, and transactions that are open for long.",
      title: "Activity",
      input: databases.input([
        "min_seconds": .number("Of running statements", minimum: 0, default: 0),
        "long_seconds": .number(
          "Of transactions", minimum: 0, default: Activity.defaultLongSeconds),
        "limit": .integer(
          minimum: 1, maximum: Activity.maximumLimit, default: Activity.defaultLimit),
      ]),
      output: ResultSchema.activity, annotations: Self.annotations
    ) { (arguments: Activity.Arguments, call: Call) in
      await answer(arguments.database, call) { (session, _) throws(PostgresFailure) in
        try Activity.answer(session, arguments)
      }
    }
  }

  private var adviseIndexes: Tool {
    Tool(
      "advise_indexes",
      "Finds indexes that make queries cheaper, tried with the planner by hypopg; builds none.",
      title: "Advise indexes",
      input: databases.input([
        "queries": .array(
          of: .string(), "Default: the heaviest of pg_stat_statements", minItems: 1,
          maxItems: IndexAdvice.maximumQueries),
        "budget_mb": .integer(
          minimum: 1, maximum: IndexAdvice.maximumBudgetMegabytes,
          default: IndexAdvice.defaultBudgetMegabytes),
        "time_budget_ms": .integer(
          "Within the time limit of a call", minimum: 1,
          maximum: IndexAdvice.maximumTimeMilliseconds,
          default: IndexAdvice.defaultTimeMilliseconds),
        "max_indexes": .integer(
          minimum: 1, maximum: IndexAdvice.maximumIndexes, default: IndexAdvice.defaultIndexes),
      ]),
      output: ResultSchema.advice, annotations: Self.annotations
    ) { (arguments: IndexAdvice.Arguments, call: Call) in
      await answer(arguments.database, call) { (session, knowledge) throws(PostgresFailure) in
        try IndexAdvice.answer(session, knowledge, arguments)
      }
    }
  }

  private func answer(
    _ alias: String?, _ call: Call,
    _ body:
      @escaping @Sendable (Session, SessionKnowledge) throws(PostgresFailure) -> JSONValue
  ) async -> ToolResult {
    do throws(PostgresFailure) {
      return .json(try await databases.named(alias).run(call, body))
    } catch {
      return error.result()
    }
  }
}
