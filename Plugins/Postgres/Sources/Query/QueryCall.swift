internal import JSON

/// The arguments of `query`, checked.
struct QueryCall: Sendable, Equatable {
  var text: String
  var parameters: [Parameter]
  var rows: Int
  var timeoutMilliseconds: Int?

  /// The host has checked the types by the schema; what depends on the database is checked here.
  init(_ arguments: JSONValue, _ limits: Limits) throws(PostgresFailure) {
    text = arguments["sql"]?.string ?? ""
    guard !text.utf8.contains(0) else { throw .refused("The statement holds a zero byte.") }
    parameters = (arguments["params"]?.array ?? []).map(Parameter.init)
    guard parameters.count <= Parameter.maximumCount else {
      throw .refused(
        "There are \(parameters.count) params; at most \(Parameter.maximumCount) are taken.",
        detail: "Pass many values as one array: = ANY ($1).")
    }
    if let place = parameters.firstIndex(where: \.isImpossible) {
      throw .refused("Parameter $\(place + 1) holds a zero byte, which PostgreSQL cannot store.")
    }
    rows = try Self.number(arguments, "max_rows", limit: limits.maximumRows) ?? limits.rows
    timeoutMilliseconds = try Self.number(
      arguments, "timeout_ms", limit: limits.timeoutMilliseconds)
  }

  private static func number(
    _ arguments: JSONValue, _ key: String, limit: Int
  ) throws(PostgresFailure) -> Int? {
    guard let value = arguments[key], !value.isNull else { return nil }
    guard let number = value.double, number >= 1, number <= Double(limit) else {
      throw .refused("\(key) must be a number from 1 to \(limit).")
    }
    return Int(number)
  }
}
