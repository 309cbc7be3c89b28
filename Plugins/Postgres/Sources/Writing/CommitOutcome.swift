/// What is said where a connection ends while a transaction is being committed.
enum CommitOutcome {
  static let unknown = PostgresFailure.refused(
    "The connection ended during COMMIT: whether the change took effect is not known.",
    detail: "Look at the data before you send it again.")

  /// `Session.transact`, with `unknown` for failures after which nobody can say.
  static func transact<R>(
    _ session: Session,
    _ body: (Session) throws(PostgresFailure) -> (R, TransactionEnd)
  ) throws(PostgresFailure) -> R {
    var isCommitting = false
    do throws(PostgresFailure) {
      return try session.transact {
        (session) throws(PostgresFailure) -> (R, TransactionEnd) in
        let (result, end) = try body(session)
        isCommitting = end == .commit
        return (result, end)
      }
    } catch {
      throw isCommitting && isDoubtful(error) ? unknown : error
    }
  }

  /// Whether COMMIT may have taken effect all the same: the session was ended (classes 57P and 08),
  /// or nobody waited for the answer.
  private static func isDoubtful(_ failure: PostgresFailure) -> Bool {
    switch failure {
    case .connectionLost, .deadline, .cancelled, .rowTooLarge: true
    case .server(let error): error.sqlstate.hasPrefix("57P") || error.sqlstate.hasPrefix("08")
    default: false
    }
  }
}
