internal import JSON

/// What a guarded statement must not call: every function of the database that may have an effect
/// (`pg_proc.provolatile`), save those known to be harmless and those that the operator allows.
///
/// It goes by names: a name is refused where one function of that name is, whatever its schema.
/// Functions within views, implicit casts and other functions are not seen; those are what the
/// login's privileges are for.
struct VolatileFunctions: Sendable {
  private let functions: Set<String>
  private let columns: Set<String>
  private let casts: Set<String>
  private let operators: Set<String>

  /// What `query` gave. `allowed`: names that the operator vouches for. Throws where that cannot be
  /// read: no server is without such functions, and nothing would be refused.
  init(_ rows: Rows, allowed: [String]) throws(PostgresFailure) {
    var names: [String: Set<String>] = [:]
    for row in 0..<rows.count {
      guard let kind = rows[row, 0], let list = rows[row, 1] else { continue }
      names[kind] = try Self.names(list)
    }
    guard let functions = names["f"], !functions.isEmpty else { throw Self.unreadable }
    self.init(
      functions: functions, columns: names["c"] ?? [], casts: names["t"] ?? [],
      operators: names["o"] ?? [], allowed: allowed)
  }

  private static func names(_ list: String) throws(PostgresFailure) -> Set<String> {
    guard let found = try? JSONValue(parsing: list).array else { throw unreadable }
    return Set(found.compactMap(\.string))
  }

  private static let unreadable = PostgresFailure.refused(
    "The catalogue does not tell which functions of this database have effects.")

  init(
    functions: Set<String>, columns: Set<String> = [], casts: Set<String> = [],
    operators: Set<String> = [], allowed: some Sequence<String> = []
  ) {
    self.functions = functions.subtracting(allowed)
    self.columns = columns.subtracting(allowed)
    self.casts = casts.subtracting(allowed)
    self.operators = operators.subtracting(allowed)
  }

  /// The same, with these functions let through.
  func allowing(_ names: some Sequence<String>) -> VolatileFunctions {
    VolatileFunctions(
      functions: functions, columns: columns, casts: casts, operators: operators, allowed: names)
  }

  /// Whether `name(...)` may have an effect.
  func refusesCall(_ name: String) -> Bool { refuses(name, functions) }

  /// Whether `value.name` may have an effect, where the value has no such column.
  func refusesColumn(_ name: String) -> Bool { refuses(name, columns) }

  /// Whether `value::name` may have an effect.
  func refusesCast(_ name: String) -> Bool { refuses(name, casts) }

  func refusesOperator(_ name: String) -> Bool { operators.contains(name) }

  /// In a database with an encoding of one byte the server folds all letters, not only ASCII ones.
  private func refuses(_ name: String, _ names: Set<String>) -> Bool {
    names.contains(name) || !name.utf8.allSatisfy { $0 < 0x80 } && names.contains(name.lowercased())
  }
}
