/// What a name means to the role, by its search path.
struct ObjectLookup: Sendable {
  /// The kinds of objects in the order in which a name is taken for one: functions that make the
  /// values of a type are called as it is.
  enum Class: Int, Sendable {
    case relation, type, routine, `extension`
  }

  let `class`: Class
  /// One; of functions all of that name.
  let oids: [String]
  /// `pg_class.relkind`, `pg_proc.prokind` or `pg_type.typtype`.
  let kind: String
  /// Schema and name, quoted where they must be.
  let qualifiedName: String

  /// Nil where the role sees nothing of that name.
  init?(_ name: ObjectName, _ session: Session) throws(PostgresFailure) {
    if let database = name.database, database.folded != session.facts.database {
      throw .refused(
        "This connection is to the database \(session.facts.database), not \(database.folded).",
        detail: "Leave the first part of the name out.")
    }
    let rows = try session.rows(
      ResolveSQL.text,
      [
        Parameter(text: name.schema?.folded), Parameter(text: name.schema?.written),
        Parameter(text: name.name.folded), Parameter(text: name.name.written),
        Parameter(text: name.name.isQuoted ? "true" : "false"),
      ])
    let routine = (0..<rows.count).first { Class(rows, $0) == .routine }
    let best = name.argumentTypes == nil ? 0 : routine ?? 0
    guard best < rows.count, let found = Class(rows, best) else { return nil }
    let same = (0..<rows.count).filter { Class(rows, $0) == found && rows[$0, 4] == rows[best, 4] }
    if rows[best, 6] == "f" { try Self.requireOneSchema(same.map { (rows[$0, 3], rows[$0, 5]) }) }
    `class` = found
    oids = same.filter { rows[$0, 3] == rows[best, 3] }.compactMap { rows[$0, 1] }
    kind = rows[best, 2] ?? ""
    qualifiedName = rows[best, 5] ?? ""
  }

  /// As the server says it, with the names that are near to it.
  static func missing(_ name: ObjectName, _ session: Session) -> PostgresFailure {
    var error = ServerError()
    error.sqlstate = "42P01"
    error.message = "relation \"\(name.description)\" does not exist"
    error.hint = "search_objects finds what this role may use."
    let failure = DidYouMean(session).explained(.server(error), in: "")
    guard case .server(var told) = failure, let suggestion = told.suggestion else { return failure }
    // The very name, in a schema of the role, is that of something it may not use.
    let isItself = suggestion.split(separator: " ").contains { word in
      (try? ObjectName(String(word)))?.name.folded == name.name.folded
    }
    if isItself { told.suggestion = nil }
    return .server(told)
  }

  /// Of schemas that are not in the search path none is better than another.
  private static func requireOneSchema(
    _ found: [(schema: String?, name: String?)]
  ) throws(PostgresFailure) {
    guard found.contains(where: { $0.schema != found[0].schema }) else { return }
    var names: [String] = []
    for name in found.compactMap(\.name) where !names.contains(name) { names.append(name) }
    throw .refused(
      "Several schemas have that name.", detail: "Name one: \(names.joined(separator: ", ")).")
  }
}

extension ObjectLookup.Class {
  fileprivate init?(_ rows: Rows, _ row: Int) {
    guard let text = rows[row, 0], let number = Int(text) else { return nil }
    self.init(rawValue: number)
  }
}
