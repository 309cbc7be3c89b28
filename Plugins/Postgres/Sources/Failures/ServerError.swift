/// What the server says of a failed statement: the fields of an error response (PostgreSQL
/// documentation, "Error and Notice Message Fields").
struct ServerError: Error, Sendable, Equatable {
  /// `ERROR`, `FATAL` or `PANIC`, whatever the server's language is.
  var severity = "ERROR"
  /// Five characters, such as `42P01` (PostgreSQL documentation, appendix A).
  var sqlstate = ""
  var message = ""
  var detail: String?
  var hint: String?
  /// Where in the caller's own text, in characters from 1; nil where the server names no place, or
  /// one that is not in that text.
  var position: Int?
  /// The statement that the server ran by itself when it failed.
  var internalQuery: String?
  var context: String?
  var schema: String?
  var table: String?
  var column: String?
  var dataType: String?
  var constraint: String?
  /// Who ran the statement, where that says more: `DidYouMean` fills it in.
  var role: String?
  /// What was most likely meant, as SQL: `DidYouMean` fills it in.
  var suggestion: String?
  /// What gives the role the privilege that it lacks, as SQL: `DidYouMean` fills it in.
  var grant: String?
}
