/// What the doctor found about a login.
struct Finding: Sendable, Equatable {
  /// How grave it is.
  enum Severity: String, Sendable {
    /// With `"doctor": "enforce"` nothing is read over such a connection.
    case refuse
    case warn
  }

  /// For programs: `superuser`, `write-privilege`, ...
  var code: String
  var severity: Severity
  /// What is wrong, in one sentence.
  var what: String
  /// The SQL that mends it.
  var fix: String
}
