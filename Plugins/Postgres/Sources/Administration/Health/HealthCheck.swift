/// One thing to look at in a database, by one query.
struct HealthCheck: Sendable {
  let name: String
  /// A query for columns `severity` (`critical`, `warning`, `info`), `code`, `object`, `figure`,
  /// `unit`, `threshold`, `what` (a sentence) and `fix` (SQL, with names quoted): what is wrong.
  let findings: String

  init(_ name: String, findings: String) {
    self.name = name
    self.findings = findings
  }

  static let all: [HealthCheck] = [
    indexes, bloat, vacuum, connections, sequences, replication, cache, constraints, settings,
  ]

  /// The findings that are answered, the gravest first, and how many there are in all.
  var query: String {
    """
    SELECT *, count(*) OVER () AS total FROM (\(findings)) AS f
    ORDER BY array_position(ARRAY['critical', 'warning', 'info'], severity::text),
      figure DESC NULLS LAST, object
    LIMIT \(Self.maximumFindings)
    """
  }

  /// Of one check.
  static let maximumFindings = 20
}
