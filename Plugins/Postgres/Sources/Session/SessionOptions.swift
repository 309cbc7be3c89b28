/// How a session connects.
struct SessionOptions: Sendable {
  /// What failures call the database.
  var alias: String
  /// Keywords and values of libpq (PostgreSQL documentation, "Parameter Key Words"); a `dbname`
  /// that is a URI or a connection string is taken apart, and what comes after it wins.
  ///
  /// An unreachable host of several holds up the next until the network gives up:
  /// `tcp_user_timeout` bounds that, `connect_timeout` does nothing here.
  var parameters: [(keyword: String, value: String)]
  /// Whether statements may be prepared and kept by name. False behind a pooler that gives each
  /// transaction another connection.
  var keepsStatements = true
  /// The `statement_timeout` that `parameters` already ask the server for; nil: none.
  var statementTimeoutMilliseconds: Int?
  /// Shared by the sessions of one server.
  var cancels = CancelCount()
}
