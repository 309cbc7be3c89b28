/// What is known of the server behind a session, read when it connects.
struct ServerFacts: Sendable, Equatable {
  /// As `server_version_num`: 150018 is 15.18.
  var version = 0
  /// Whether the server was a standby when the session began (`pg_is_in_recovery`).
  var isStandby = false
  /// `current_user` and `current_database()`.
  var user = ""
  var database = ""
  /// Whether it may call `pg_advisory_unlock_all()`.
  var mayUnlock = false
}
