internal import JSON

/// How a database is reached: parameters of libpq (PostgreSQL documentation, "Parameter Key
/// Words"), under names of the house.
struct ConnectionSettings: Sendable, Equatable {
  /// A keyword of libpq and its value, which may be a secret.
  struct Parameter: Sendable, Hashable {
    var keyword: String
    var value: String
  }

  /// A connection string, which may hold a secret. What stands in `parameters` counts more.
  var url: String?
  /// Each keyword once.
  var parameters: [Parameter] = []
  /// What is written but empty, so that nothing can be reached.
  var gap: Gap?

  private enum Kind {
    case text, list, ports, seconds, milliseconds, count, flag
    case secret
    case choice([String])
  }

  /// Names of the house, with the keywords of libpq.
  private static let known: [(key: String, keyword: String, kind: Kind)] = [
    ("host", "host", .list),
    ("hostaddr", "hostaddr", .list),
    ("port", "port", .ports),
    ("database", "dbname", .text),
    ("user", "user", .text),
    ("password", "password", .secret),
    ("passfile", "passfile", .text),
    ("service", "service", .text),
    (
      "sslmode", "sslmode",
      .choice(["disable", "allow", "prefer", "require", "verify-ca", "verify-full"])
    ),
    ("sslrootcert", "sslrootcert", .text),
    ("sslcert", "sslcert", .text),
    ("sslkey", "sslkey", .text),
    ("sslpassword", "sslpassword", .secret),
    ("sslcrl", "sslcrl", .text),
    ("sslnegotiation", "sslnegotiation", .choice(["postgres", "direct"])),
    ("channelBinding", "channel_binding", .choice(["disable", "prefer", "require"])),
    ("requireAuth", "require_auth", .text),
    ("gssencmode", "gssencmode", .choice(["disable", "prefer", "require"])),
    (
      "targetSessionAttributes", "target_session_attrs",
      .choice(["any", "read-write", "read-only", "primary", "standby", "prefer-standby"])
    ),
    ("loadBalanceHosts", "load_balance_hosts", .choice(["disable", "random"])),
    ("connectTimeoutSeconds", "connect_timeout", .seconds),
    ("keepalives", "keepalives", .flag),
    ("keepalivesIdleSeconds", "keepalives_idle", .seconds),
    ("keepalivesIntervalSeconds", "keepalives_interval", .seconds),
    ("keepalivesCount", "keepalives_count", .count),
    ("tcpUserTimeoutMilliseconds", "tcp_user_timeout", .milliseconds),
  ]

  static let keys = ["url"] + known.map(\.key)

  /// The name of the house for a keyword of libpq; nil: it has none.
  static func key(of keyword: String) -> String? {
    known.first { $0.keyword == keyword }?.key
  }

  init() {}

  init(_ members: [String: SettingsCursor]) throws(SettingsError) {
    if let member = members["url"] {
      if try member.text().isEmpty { gap = member.gap("is empty") }
      url = try Self.url(member)
    }
    for (key, keyword, kind) in Self.known {
      guard let member = members[key] else { continue }
      let value = try Self.value(member, kind)
      if value.isEmpty {
        gap = gap ?? member.gap("is empty")
      } else {
        parameters.append(Parameter(keyword: keyword, value: value))
      }
    }
  }

  private static func value(_ member: SettingsCursor, _ kind: Kind) throws(SettingsError) -> String
  {
    switch kind {
    case .text, .secret: return try member.text()
    case .list: return member.value.array == nil ? try member.text() : try list(member)
    case .ports: return try ports(member)
    case .seconds: return String(try member.integer(1...86_400))
    case .milliseconds: return String(try member.integer(1...86_400_000))
    case .count: return String(try member.integer(1...100))
    case .flag: return try member.bool() ? "1" : "0"
    case .choice(let words):
      guard let word = member.value.string, words.contains(word) else {
        throw member.wrong("must be one of \(words.joined(separator: ", "))")
      }
      return word
    }
  }

  private static func list(_ member: SettingsCursor) throws(SettingsError) -> String {
    let comma = UInt8(ascii: ",")
    for element in try member.elements() where try element.words().utf8.contains(comma) {
      throw element.wrong("must be one host, without commas")
    }
    return try member.texts().joined(separator: ",")
  }

  /// One port, or one for each host.
  private static func ports(_ member: SettingsCursor) throws(SettingsError) -> String {
    let range = 1...65_535
    if member.value.integer != nil { return String(try member.integer(range)) }
    if member.value.array != nil {
      var ports: [String] = []
      for element in try member.elements() { ports.append(String(try element.integer(range))) }
      return ports.joined(separator: ",")
    }
    guard let text = member.value.string else {
      throw member.wrong("must be a number from 1 to 65535, or an array with one for each host")
    }
    for part in text.split(separator: ",") where !(Int(part).map(range.contains) ?? false) {
      throw member.wrong("must be a number from 1 to 65535, or several with commas between them")
    }
    return text
  }

  /// libpq takes what is neither a URI nor `key=value` for the name of a database. Nil: empty.
  private static func url(_ member: SettingsCursor) throws(SettingsError) -> String? {
    let text = try member.text()
    guard !text.isEmpty else { return nil }
    guard
      text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
        || text.utf8.contains(UInt8(ascii: "="))
    else {
      throw member.wrong(
        "must be a URI such as postgresql://user@host:5432/database, or pairs such as host=...")
    }
    return text
  }
}
