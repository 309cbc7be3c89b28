/// Why something asked of a database did not come about.
enum PostgresFailure: Error, Sendable, Equatable {
  /// The server refused or ended the statement.
  case server(ServerError)
  /// No connection could be opened; nothing was sent. The text is libpq's, without secrets.
  case unreachable(alias: String, String)
  /// The connection ended while the statement ran.
  case connectionLost(String)
  /// The time was up; the statement has been cancelled.
  case deadline(milliseconds: Int)
  /// Nobody waits any more; the statement has been cancelled.
  case cancelled
  /// One row of the result is larger than what is read at all; the connection has been closed.
  case rowTooLarge(limitBytes: Int)
  /// Every connection was in use until the time was up, or too many calls wait already.
  case busy(alias: String, connections: Int)
  /// Not sent at all: the guard, the doctor, the identity or the settings refuse it.
  case refused(String, detail: String? = nil)
}
