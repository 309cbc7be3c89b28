/// What is known of the login behind a connection, and of its server.
struct SessionKnowledge: Sendable {
  /// Which functions the caller's text may not call.
  let functions: VolatileFunctions
  /// Filled on the threads of sessions, kept as long as the login's connections.
  let types: TypeCatalog
  /// Of this connection.
  let facts: ServerFacts
  /// Of the doctor, for the login and the caller's role; none is to be refused, unless the doctor
  /// only warns.
  let findings: [Finding]
}
