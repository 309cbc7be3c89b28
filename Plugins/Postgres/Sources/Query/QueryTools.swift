internal import JSON
internal import PluginKit

/// `query`: one statement that reads.
struct QueryTools {
  private let databases: Databases

  init(databases: Databases, host: Host) { self.databases = databases }

  var tools: [Tool] {
    let databases = self.databases
    return [
      Tool(
        "query",
        """
        Run one SELECT (or WITH, VALUES, TABLE) on PostgreSQL, read-only. Values go in params as \
        $1, $2. Aggregate and filter in SQL: results are cut at max_rows and by size, told by \
        truncated_by. Composites come as text; to_jsonb nests them.
        """, title: "Query PostgreSQL",
        input: databases.input(
          [
            "sql": .string(),
            "params": .raw(["type": "array", "description": "Values for $1, $2, ..."]),
            "max_rows": .integer(minimum: 1, default: databases.common(\.rows)),
            "timeout_ms": .integer(minimum: 1),
          ], required: ["sql"]), output: Self.output,
        annotations: ToolAnnotations(
          readOnly: true, destructive: false, idempotent: true, openWorld: false)
      ) { (arguments: JSONValue, call: Call, reply: Reply) in
        Self.start(arguments, call, reply, databases)
      }
    ]
  }

  /// Nothing is required, so that it fits a failure as well: clients check that, too.
  private static let output = Schema.raw(
    """
    {"type":"object","properties":{"columns":{"type":"array"},"rows":{"type":"array"},\
    "row_count":{"type":"integer"},"truncated":{"type":"boolean"},\
    "truncated_by":{"enum":["rows","bytes","cell"]}}}
    """)

  /// Called most often of all: from the thread of a connection straight to the host.
  private static func start(
    _ arguments: JSONValue, _ call: Call, _ reply: Reply, _ databases: Databases
  ) {
    do throws(PostgresFailure) {
      let database = try databases.named(arguments["database"]?.string)
      let limits = database.settings.limits
      let query = try QueryCall(arguments, limits)
      database.start(
        call, timeoutMilliseconds: query.timeoutMilliseconds, onCancel: reply.onCancel
      ) { (session, knowledge) throws(PostgresFailure) in
        try query.run(session, knowledge, limits)
      } completion: { result in
        switch result {
        case .success(let result): reply(result)
        case .failure(let failure): reply(failure.result(for: query.text))
        }
      }
    } catch {
      reply(error.result(for: arguments["sql"]?.string))
    }
  }
}

extension QueryCall {
  /// On the thread of the session.
  func run(
    _ session: Session, _ knowledge: SessionKnowledge, _ limits: Limits
  ) throws(PostgresFailure) -> ToolResult {
    let start = MonotonicClock.now()
    let checked = try StatementCheck.check(text, knowledge.functions)
    var encoder = ResultEncoder(knowledge.types, limits)
    let read = GuardedRead(text: checked, parameters: parameters, form: .limited(rows: rows))
    let outcome = try session.readExplaining(read, into: &encoder)
    encoder.learnTypes(session)
    return encoder.finish(outcome, elapsed: MonotonicClock.now() - start)
  }
}
