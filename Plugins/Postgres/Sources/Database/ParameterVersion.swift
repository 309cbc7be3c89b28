/// A parameter that libpq knows only from some version on (PostgreSQL release notes, 16 and 17).
struct ParameterVersion: Sendable, Equatable {
  let keyword: String
  /// The first that knows it: 16.
  let major: Int

  private static let all = [
    ParameterVersion(keyword: "load_balance_hosts", major: 16),
    ParameterVersion(keyword: "require_auth", major: 16),
    ParameterVersion(keyword: "sslcertmode", major: 16),
    ParameterVersion(keyword: "gssdelegation", major: 16),
    ParameterVersion(keyword: "sslnegotiation", major: 17),
  ]

  /// Nil: every libpq that is taken knows it, or none does.
  static func of(_ keyword: String) -> ParameterVersion? {
    all.first { $0.keyword == keyword }
  }

  /// The first of the parameters that this libpq does not know yet.
  ///
  /// - Parameter library: `PQlibVersion`: 150018 is 15.18.
  static func missing(
    _ parameters: [ConnectionSettings.Parameter], library: Int
  ) -> ParameterVersion? {
    for parameter in parameters {
      if let version = of(parameter.keyword), library < version.major * 10_000 { return version }
    }
    return nil
  }

  /// Not to be tried again: only another libpq or other settings help.
  ///
  /// - Parameter path: of the settings that it stands in.
  func failure(_ path: String, library: Int) -> PostgresFailure {
    .refused(
      "\(path).\(ConnectionSettings.key(of: keyword) ?? keyword) needs libpq \(major) or newer; "
        + "this machine has \(library / 10_000).\(library % 10_000).",
      detail: "Install a newer libpq (Debian: libpq5), or take the setting out.")
  }
}
