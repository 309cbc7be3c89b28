/// What is known of a database without asking it.
struct DatabaseStatus: Sendable {
  /// Of the connection that was opened last; nil: there was none.
  var facts: ServerFacts?
  /// What the doctor found of each login that was used.
  var findings: [Finding] = []
  /// Why the last attempt to open a connection failed; nil where it did not.
  var lastFailure: PostgresFailure?
  /// Connections that are open, those of them that work, and calls that wait for one.
  var open = 0
  var busy = 0
  var waiting = 0
}
