/// What a SQLSTATE says by itself (PostgreSQL documentation, appendix A).
enum SQLState {
  static let connectionFailure = "08006"
  static let cannotConnect = "08001"
  static let tooManyConnections = "53300"
  static let queryCancelled = "57014"

  /// Whether the same statement may succeed when it comes again.
  static func isRetryable(_ state: String) -> Bool {
    switch state {
    // serialization_failure, deadlock_detected, lock_not_available
    case "40001", "40P01", "55P03": true
    // admin_shutdown, crash_shutdown, cannot_connect_now
    case "57P01", "57P02", "57P03": true
    // protocol_violation: a wrong number of parameters among others
    case "08P01": false
    // connection_exception, insufficient_resources
    default: state.hasPrefix("08") || state.hasPrefix("53")
    }
  }
}
