/// What the transactions of one job are set to, and when the job must end.
struct TransactionContext: Sendable {
  /// Largest row that is read at all unless the settings say otherwise.
  static let defaultRowBytes = 16 << 20

  /// `SET LOCAL ROLE`; nil: the login's own.
  var role: String?
  /// `SET LOCAL name = 'value'`, in this order, before the role is set.
  var settings: [(name: String, value: String)] = []
  /// The server's `statement_timeout`, and what `.deadline` names. Costs nothing where it is
  /// `SessionOptions.statementTimeoutMilliseconds`, else one `SET LOCAL` for each transaction.
  var timeoutMilliseconds = 30_000
  /// When the statement is cancelled from here: nanoseconds of `CLOCK_MONOTONIC`.
  var deadlineNanoseconds = Int64.max
  /// A larger row ends the connection with `.rowTooLarge`. Bytes as they come over the wire, after
  /// those that fit into the room that libpq has already (at most twice the largest row so far).
  var rowBytes = Self.defaultRowBytes
  /// Whether `pg_advisory_unlock_all()` runs after each transaction: a function that may take a
  /// session's lock was let through, and such a lock outlives a rollback.
  var releasesAdvisoryLocks = false
  /// Ends what runs, from any thread. One for each job.
  var cancellation: Cancellation?
}
