/// What to do where no connection can be opened, from the words of libpq and of the server: libpq
/// tells no SQLSTATE at that point.
struct ConnectionAdvice {
  private let parts: [String]
  let advice: String?
  let isRetryable: Bool
  let sqlstate: String

  private init(
    _ parts: [String], _ advice: String?, isRetryable: Bool = false,
    sqlstate: String = SQLState.cannotConnect
  ) {
    self.parts = parts
    self.advice = advice
    self.isRetryable = isRetryable
    self.sqlstate = sqlstate
  }

  static func of(_ reason: String) -> ConnectionAdvice {
    all.first { ErrorText.holdsAny(reason, $0.parts) }
      ?? ConnectionAdvice([], nil, isRetryable: true)
  }

  private static let all = [
    ConnectionAdvice(
      ["too many clients", "too many connections", "remaining connection slots"],
      "The server has no connection left: wait, or allow fewer in the plugin's settings.",
      isRetryable: true, sqlstate: SQLState.tooManyConnections),
    ConnectionAdvice(
      ["starting up", "shutting down", "recovery"], "The server is starting or stopping.",
      isRetryable: true),
    ConnectionAdvice(
      ["password authentication failed", "no password supplied", "authentication failed"],
      "Check user and password in the plugin's settings."),
    ConnectionAdvice(
      ["invalid connection option", "invalid require_auth", "invalid sslnegotiation", "value: \""],
      "The libpq of this machine does not take that setting: correct it, or install a newer one."),
    ConnectionAdvice(
      ["service file", "definition of service"],
      "Check service in the plugin's settings, and the service file."),
    // What is said of it names the setting already.
    ConnectionAdvice(["unsupported startup parameter"], nil),
    ConnectionAdvice(
      ["pg_hba.conf"],
      "The server's pg_hba.conf does not let this user in from here, or not without TLS."),
    ConnectionAdvice(
      ["does not exist"], "Check user and database in the plugin's settings."),
    ConnectionAdvice(
      ["certificate", "does not support SSL", "SSL error"],
      "Check sslmode and sslrootcert in the plugin's settings."),
    ConnectionAdvice(
      ["could not translate host name"], "Check host in the plugin's settings.",
      isRetryable: true),
  ]
}
