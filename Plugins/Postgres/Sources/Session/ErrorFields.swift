internal import CLibpq

/// Errors and notices out of libpq's results. A result is borrowed.
enum ErrorFields {
  /// Nil where the failure is libpq's own and not the server's: the connection's end.
  static func error(_ result: OpaquePointer) -> ServerError? {
    guard let sqlstate = unsafe field(result, CLIBPQ_SQLSTATE) else { return nil }
    var error = ServerError()
    error.sqlstate = sqlstate
    error.severity = unsafe field(result, CLIBPQ_SEVERITY) ?? "ERROR"
    error.message = unsafe field(result, CLIBPQ_MESSAGE) ?? ""
    error.detail = unsafe field(result, CLIBPQ_DETAIL)
    error.hint = unsafe field(result, CLIBPQ_HINT)
    error.position = unsafe field(result, CLIBPQ_POSITION).flatMap { Int($0) }
    error.internalQuery = unsafe field(result, CLIBPQ_INTERNAL_QUERY)
    error.context = unsafe field(result, CLIBPQ_CONTEXT)
    error.schema = unsafe field(result, CLIBPQ_SCHEMA)
    error.table = unsafe field(result, CLIBPQ_TABLE)
    error.column = unsafe field(result, CLIBPQ_COLUMN)
    error.dataType = unsafe field(result, CLIBPQ_DATA_TYPE)
    error.constraint = unsafe field(result, CLIBPQ_CONSTRAINT)
    return error
  }

  static func notice(_ result: OpaquePointer) -> Notice {
    unsafe Notice(
      severity: field(result, CLIBPQ_SEVERITY) ?? "NOTICE",
      sqlstate: field(result, CLIBPQ_SQLSTATE) ?? "",
      message: field(result, CLIBPQ_MESSAGE) ?? "",
      detail: field(result, CLIBPQ_DETAIL), hint: field(result, CLIBPQ_HINT))
  }

  /// The server's function that failed, which no language changes.
  static func routine(_ result: OpaquePointer) -> String? {
    unsafe field(result, CLIBPQ_ROUTINE)
  }

  private static func field(_ result: OpaquePointer, _ field: clibpq_field) -> String? {
    unsafe clibpq_error_field(result, field).map { unsafe String(cString: $0) }
  }
}
