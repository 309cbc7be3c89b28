/// Parameters by keyword, in order.
struct ParameterList {
  typealias Parameter = ConnectionSettings.Parameter

  private(set) var parameters: [Parameter]

  init(_ parameters: [Parameter]) { self.parameters = parameters }

  /// Replaces a parameter, or adds it.
  mutating func set(_ parameter: Parameter) {
    remove(parameter.keyword)
    parameters.append(parameter)
  }

  mutating func set(_ keyword: String, _ value: String) {
    set(Parameter(keyword: keyword, value: value))
  }

  mutating func remove(_ keyword: String) { parameters.removeAll { $0.keyword == keyword } }
}

/// With which parameters of libpq the connections of one login are opened: what the operator
/// wrote, what protects it, and what the plugin needs.
struct ConnectionPlan {
  typealias Parameter = ConnectionSettings.Parameter

  let settings: DatabaseSettings
  let login: IdentitySettings.Login?
  let access: Database.Access

  /// For each host, where the operator says nothing.
  static let connectSeconds = 5

  /// What the operator wrote, with the login of this plan in place of the configured one.
  ///
  /// - Parameter url: the parts of the connection string.
  func written(_ url: [Parameter]) -> [Parameter] {
    var all = ParameterList(url)
    for parameter in settings.connection.parameters { all.set(parameter) }
    guard let login else { return all.parameters }
    // Whatever proves who the configured login is proves nothing of this one.
    for keyword in ["password", "passfile", "sslcert", "sslkey", "sslpassword"] {
      all.remove(keyword)
    }
    all.set("user", login.user)
    for parameter in login.parameters { all.set(parameter) }
    return all.parameters
  }

  /// All parameters.
  ///
  /// - Parameters:
  ///   - written: what `written` answered.
  ///   - effective: what libpq makes of that.
  ///   - library: `PQlibVersion`.
  ///   - authorities: the file with the certificates that the system trusts.
  func parameters(
    _ written: [Parameter], _ effective: EffectiveParameters, library: Int, authorities: String?
  ) -> [Parameter] {
    var all = ParameterList(written)
    for (keyword, value) in transportSecurity(effective, library, authorities) {
      all.set(keyword, value)
    }
    for (keyword, value) in defaults(effective) where effective[keyword] == nil {
      all.set(keyword, value)
    }
    if let target { all.set("target_session_attrs", target) }
    all.set("client_encoding", "UTF8")
    all.set("application_name", "toolrack:pg:\(settings.alias)")
    if settings.pooler == .none {
      all.set("options", [effective["options"], options].compactMap(\.self).joined(separator: " "))
    }
    return all.parameters
  }

  /// How long connecting may take: to each host in turn.
  func connectMilliseconds(_ effective: EffectiveParameters) -> Int {
    max(1, effective.hostCount) * Self.connectSeconds(effective) * 1_000
  }

  private static func connectSeconds(_ effective: EffectiveParameters) -> Int {
    let seconds = effective["connect_timeout"].flatMap { Int($0) } ?? 0
    return seconds > 0 ? min(seconds, 3_600) : connectSeconds
  }

  /// Where the operator says nothing. A host that does not answer must not take the time of the
  /// next one.
  private func defaults(_ effective: EffectiveParameters) -> [(String, String)] {
    let alive = [
      ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
    ]
    guard effective.hostCount > 1 else { return alive }
    return alive + [("tcp_user_timeout", "\(Self.connectSeconds(effective) * 1_000)")]
  }

  /// Which of several servers is connected to; nil: as the parameters say.
  private var target: String? {
    switch access {
    case .read: settings.reads?.rawValue
    case .write: "primary"
    }
  }

  /// Without a word of the operator, a server on another machine has to prove who it is.
  private func transportSecurity(
    _ effective: EffectiveParameters, _ library: Int, _ authorities: String?
  ) -> [(String, String)] {
    var added: [(String, String)] = []
    var mode = effective["sslmode"] ?? ""
    if !effective.saysMode, !effective.isLocal {
      mode = "verify-full"
      added.append(("sslmode", mode))
    }
    guard mode == "verify-full", effective["sslrootcert"] == nil, !effective.hasOwnAuthorities
    else { return added }
    if library >= 160_000 {
      added.append(("sslrootcert", "system"))
    } else if let authorities {
      added.append(("sslrootcert", authorities))
    }
    return added
  }

  /// Settings of the session from its beginning. A value has no spaces or backslashes.
  private var options: String {
    ([("default_transaction_read_only", "on")] + timeouts + formats)
      .map { "-c \($0.0)=\($0.1)" }.joined(separator: " ")
  }

  private var timeouts: [(String, String)] {
    let limits = settings.limits
    return [
      ("statement_timeout", "\(limits.timeoutMilliseconds)"),
      ("lock_timeout", "\(limits.lockTimeoutMilliseconds)"),
      ("idle_in_transaction_session_timeout", "\(limits.idleInTransactionMilliseconds)"),
    ]
  }

  /// What the guard's reading of a text depends on, and the text form of values. Before anything
  /// else: also strings that the plugin itself writes are read so.
  private var formats: [(String, String)] {
    [
      ("standard_conforming_strings", "on"), ("backslash_quote", "safe_encoding"),
      ("DateStyle", "ISO"), ("IntervalStyle", "iso_8601"), ("TimeZone", "UTC"),
      ("bytea_output", "hex"),
    ]
  }

  /// What each transaction has to set, since nothing lasts longer behind a pooler.
  var transactionSettings: [(name: String, value: String)] {
    settings.pooler == .none
      ? [] : (formats + timeouts.dropFirst()).map { (name: $0.0, value: $0.1) }
  }
}
