/// Someone else's text, ready to be run where nothing can be changed.
struct GuardedRead: Sendable {
  /// How the text is sent.
  enum Form: Sendable, Equatable {
    /// As a subselect: `SELECT * FROM (text\n) AS _q LIMIT rows + 1`, after the text has been
    /// parsed alone.
    case limited(rows: Int)
    /// Behind a prefix of the plugin's own, such as `EXPLAIN (FORMAT JSON) `, after the text has
    /// been parsed alone and as a subselect.
    case prefixed(String)
  }

  /// Checked by `StatementCheck`; without the semicolon at its end.
  var text: String
  var parameters: [Parameter] = []
  var form: Form
  /// Whether the statement comes again and again, so that it is prepared at its first use.
  var isDeclared = false
}
