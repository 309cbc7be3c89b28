/// What is known of the server behind a session.
struct ServerFacts: Sendable, Equatable {
  /// As `server_version_num`: 150018 is 15.18.
  var version = 0
  /// Whether the server was a standby when the session began (`pg_is_in_recovery`), and has not
  /// told since that it is none any more.
  var isStandby = false
  /// `current_user` and `current_database()`.
  var user = ""
  var database = ""
  /// Whether it may call `pg_advisory_unlock_all()`.
  var mayUnlock = false
}
