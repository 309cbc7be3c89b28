internal import JSON

/// Asks a database about the statement of a tool, without running it.
struct DeclaredCheck {
  let definition: DeclaredDefinition
  let session: Session
  let knowledge: SessionKnowledge

  /// Throws where the database could not be asked.
  func run() throws(PostgresFailure) -> Result<CheckedStatement, DeclaredProblem> {
    do throws(PostgresFailure) {
      return try check()
    } catch {
      guard case .server(let error) = error, Self.isAboutStatement(error) else { throw error }
      return .failure(problem(error))
    }
  }

  private func check() throws(PostgresFailure) -> Result<CheckedStatement, DeclaredProblem> {
    if let fault = try roleFault() { return .failure(definition.problem(fault)) }
    let text: String
    switch guarded() {
    case .success(let checked): text = checked
    case .failure(let problem): return .failure(problem)
    }
    let described = try session.describe(text, isWrapped: definition.mode == .read)
    try knowledge.types.learn(
      described.parameters + described.columns.map(\.typeOID), from: session)
    let labels = try enumLabels(described.parameters)
    let types = described.parameters.map {
      ParameterType($0, knowledge.types.type($0), labels: labels[$0] ?? [])
    }
    if let problem = fault(of: types, described.parameters) ?? fault(of: described.columns) {
      return .failure(problem)
    }
    let output = OutputSchema(columns: described.columns, types: knowledge.types)
    return .success(
      CheckedStatement(
        text: text, forms: types.map(\.form), argumentSchemas: types.map(\.schema),
        columns: described.columns,
        plans: described.columns.map { ColumnPlan($0, knowledge.types) },
        outputSchema: output.schema(definition.result, definition.mode)))
  }

  // MARK: - What can be wrong

  /// The guard's opinion; a statement that writes is the operator's own affair.
  private func guarded() -> Result<String, DeclaredProblem> {
    do throws(PostgresFailure) {
      let sql = definition.statement.sql
      guard definition.mode == .read else {
        return .success(try StatementCheck.checkAnyKind(sql, Self.allFunctions))
      }
      let functions = knowledge.functions.allowing(definition.allowedFunctions)
      return .success(try StatementCheck.check(sql, functions))
    } catch {
      let report = FailureReport(error)
      let text = ([report.summary] + report.advice).joined(separator: " ")
      return .failure(definition.problem(text, at: definition.statement.source))
    }
  }

  private static let allFunctions = VolatileFunctions(functions: [])

  private func roleFault() throws(PostgresFailure) -> String? {
    guard let role = definition.role else { return nil }
    let rows = try session.rows(
      """
      SELECT pg_catalog.pg_has_role(current_user, oid, 'MEMBER') FROM pg_catalog.pg_roles \
      WHERE rolname = $1
      """, [Parameter(text: role)])
    guard rows.count == 1 else { return "its role \"\(role)\" does not exist" }
    guard rows[0, 0] == "t" else {
      return "its role \"\(role)\" cannot be taken by \(session.facts.user); GRANT it to that login"
    }
    return nil
  }

  private func enumLabels(_ oids: [UInt32]) throws(PostgresFailure) -> [UInt32: [String]] {
    let own = Set(oids).filter { BuiltInTypes.type($0) == nil }
    guard !own.isEmpty else { return [:] }
    let list = "{\(own.map { String($0) }.joined(separator: ","))}"
    let rows = try session.rows(
      """
      SELECT enumtypid, enumlabel FROM pg_catalog.pg_enum \
      WHERE enumtypid = ANY ($1::pg_catalog.oid[]) ORDER BY enumtypid, enumsortorder
      """, [Parameter(text: list)])
    var labels: [UInt32: [String]] = [:]
    for row in 0..<rows.count {
      guard let oid = rows[row, 0].flatMap({ UInt32($0) }), let label = rows[row, 1] else {
        continue
      }
      labels[oid, default: []].append(label)
    }
    return labels
  }

  private func fault(of types: [ParameterType], _ oids: [UInt32]) -> DeclaredProblem? {
    let parameters = definition.parameters.all
    guard types.count == parameters.count else {
      return definition.problem(
        "the server sees \(types.count) parameters, and \(parameters.count) are declared",
        at: definition.statement.source)
    }
    for (index, parameter) in parameters.enumerated() {
      let name = knowledge.types.name(oids[index])
      if let schema = parameter.schema,
        let fault = types[index].fault(of: schema, typeName: name)
      {
        return definition.problem("\(parameter.name) \(fault)", at: parameter.source)
      }
      guard let fallback = parameter.fallback else { continue }
      do throws(ArgumentForm.Fault) {
        _ = try types[index].form.text(of: fallback)
      } catch {
        return definition.problem(
          "the default of \(parameter.name) does not fit: its PostgreSQL type, \(name), "
            + error.text, at: parameter.source)
      }
    }
    return nil
  }

  private func fault(of columns: [Column]) -> DeclaredProblem? {
    let place = definition.statement.source
    var names: Set<String> = []
    switch definition.result {
    case .value where columns.count != 1:
      return definition.problem(
        "\"result\": \"value\" takes one column, but the statement gives \(columns.count)",
        at: place)
    case .row where columns.isEmpty:
      return definition.problem("the statement gives no columns, and so no row", at: place)
    case .rows where columns.isEmpty && definition.mode == .read:
      return definition.problem("the statement gives no columns", at: place)
    case .rows, .row, .value: break
    }
    guard definition.result != .value else { return nil }
    guard let twice = columns.first(where: { !names.insert($0.name).inserted }) else { return nil }
    return definition.problem(
      "two columns are called \"\(twice.name)\"; give one of them another name with AS", at: place)
  }

  // MARK: - What the server says

  /// Not about the connection, the server's state or a conflict with others (PostgreSQL
  /// documentation, appendix A).
  private static func isAboutStatement(_ error: ServerError) -> Bool {
    let classes = ["08", "40", "53", "55", "57", "58", "XX", "25"]
    return !classes.contains(String(error.sqlstate.prefix(2))) && error.severity == "ERROR"
  }

  private func problem(_ error: ServerError) -> DeclaredProblem {
    var text = "the server refuses its statement: \(error.message) (\(error.sqlstate))"
    if let hint = error.hint { text += "; hint: \(hint)" }
    var problem = definition.statement.problem(text, atSent: error.position)
    problem.tool = definition.name
    return problem
  }
}
