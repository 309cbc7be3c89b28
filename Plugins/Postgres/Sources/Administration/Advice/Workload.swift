internal import JSON

/// The queries that indexes are looked for.
struct Workload {
  struct Query {
    /// As given, or as `pg_stat_statements` has it.
    var text: String
    /// How often it runs; 1 where it was given.
    var calls = 1.0
    /// What is explained: without parameters.
    var explained = ""
    /// Its plan as things are.
    var plan: PlanColumns?
  }

  struct Skipped: Equatable {
    var text: String
    var why: String
  }

  private(set) var queries: [Query] = []
  private(set) var skipped: [Skipped] = []

  static let maximumQueries = 20
  private static let maximumSkipped = 10

  /// The statements of the current database that took the most time.
  static func heaviest(_ session: Session) throws(PostgresFailure) -> [Query] {
    let statistics = try StatementStatistics(session)
    let rows = try StatementStatistics.rows(
      session,
      """
      SELECT query, sum(calls)::text FROM \(statistics.view)
      WHERE dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
        AND query ~* '^[\\s(]*(select|with|table)\\M'
        AND query !~* '\\m(pg_catalog|pg_stat_|hypopg_)'
      GROUP BY query ORDER BY sum(total_exec_time) DESC LIMIT \(2 * maximumQueries)
      """)
    return (0..<rows.count).map { row in
      Query(text: rows[row, 0] ?? "", calls: rows[row, 1].flatMap { Double($0) } ?? 1)
    }
  }

  /// Plans each query as things are. What cannot be planned is left out, with the reason.
  mutating func plan(
    _ all: [Query], _ session: Session, _ functions: VolatileFunctions,
    isOutOfTime: () -> Bool
  ) throws(PostgresFailure) {
    for query in all where queries.count < Self.maximumQueries {
      guard !isOutOfTime() else { return }
      do throws(PostgresFailure) {
        queries.append(try Self.planned(query, session, functions))
      } catch {
        guard let why = error.whyNotPlanned else { throw error }
        if skipped.count < Self.maximumSkipped {
          skipped.append(Skipped(text: query.text, why: why))
        }
      }
    }
  }

  private static func planned(
    _ query: Query, _ session: Session, _ functions: VolatileFunctions
  ) throws(PostgresFailure) -> Query {
    var query = query
    query.explained = try StatementCheck.check(query.text, functions)
    if try GenericParameters.count(in: query.explained) > 0 {
      let types = try GenericParameters.types(of: query.explained, session)
      query.explained = try GenericParameters.filled(query.explained, types: types)
    }
    query.plan = try explain(query, session)
    return query
  }

  /// The plan of a query, with the hypothetical indexes that there are.
  static func explain(
    _ query: Query, _ session: Session
  ) throws(PostgresFailure) -> PlanColumns {
    var rows = RowCollector()
    let read = GuardedRead(
      text: query.explained, form: .prefixed("EXPLAIN (FORMAT JSON, VERBOSE) "))
    _ = try session.read(read, into: &rows)
    let answer = Rows(rows, isCut: false)
    guard answer.count > 0, let text = answer[0, 0],
      let json = try? JSONValue(parsing: text), let plan = PlanColumns(json)
    else { throw .refused("The server's plan cannot be read.") }
    return plan
  }
}

extension PostgresFailure {
  /// Why a query could not be planned; nil where that is not the query's own fault.
  fileprivate var whyNotPlanned: String? {
    switch self {
    case .server(let error): error.message
    case .refused(let why, _): why
    default: nil
    }
  }
}
