internal import JSON

/// Who the caller is to the server: what becomes of the verified claims of a call.
struct IdentitySettings: Sendable, Equatable {
  /// Who such a caller is.
  struct Target: Sendable, Hashable {
    /// Another login than the configured one: a pool of its own.
    var login: Login?
    /// `SET LOCAL ROLE` in every transaction.
    var role: String?
  }

  /// What replaces the configured login.
  struct Login: Sendable, Hashable {
    var user: String
    /// Keywords of libpq; may be secrets.
    var parameters: [ConnectionSettings.Parameter]
    /// What is written but empty.
    var gap: Gap?
  }

  /// One value of the claim.
  struct Entry: Sendable, Equatable {
    var value: String
    var target: Target
  }

  /// A session variable that holds a claim.
  struct Variable: Sendable, Equatable {
    var name: String
    var claim: ClaimPath
  }

  /// What `map` looks at; nil: all callers are the configured login.
  var claim: ClaimPath?
  /// As written: the first that matches counts.
  var map: [Entry] = []
  /// Who a caller is whom no entry matches; nil: refused.
  var fallback: Target?
  var variables: [Variable] = []

  /// Whether the caller has to be known.
  var isNeeded: Bool { claim != nil || !variables.isEmpty }

  /// Whether a caller who could call `set_config` could be somebody else: the role or a variable
  /// that says who it is could be changed within a statement.
  var needsClosedSetConfig: Bool {
    !variables.isEmpty || fallback?.role != nil || map.contains { $0.target.role != nil }
  }

  static let maximumEntries = 1_000

  init() {}

  init(_ value: SettingsCursor) throws(SettingsError) {
    let members = try value.members(known: ["claim", "map", "default", "settings"])
    if let member = members["claim"] { claim = ClaimPath(try member.words()) }
    for (key, entry) in try members["map"]?.entries() ?? [] {
      map.append(Entry(value: key, target: try Self.target(entry, isDefault: false)))
    }
    if let member = members["default"] {
      fallback = try Self.target(member, isDefault: true)
    }
    for (name, member) in try members["settings"]?.entries() ?? [] {
      try Self.check(variable: name, member)
      variables.append(Variable(name: name, claim: ClaimPath(try member.words())))
    }
    try check(members, value)
  }

  private func check(
    _ members: [String: SettingsCursor], _ value: SettingsCursor
  ) throws(SettingsError) {
    if claim == nil, let stray = members["map"] ?? members["default"] {
      throw stray.wrong("needs identity.claim, which names the claim that is looked at")
    }
    if claim != nil, map.isEmpty, fallback == nil {
      throw value.wrong("has a claim but no map, so that no caller could be let in")
    }
    guard map.count <= Self.maximumEntries else {
      throw value.wrong("has \(map.count) entries in its map; at most \(Self.maximumEntries)")
    }
  }

  private static func target(
    _ value: SettingsCursor, isDefault: Bool
  ) throws(SettingsError) -> Target {
    let members = try value.members(
      known: ["role", "user", "password", "passfile", "sslcert", "sslkey"])
    var target = Target(role: try members["role"]?.words())
    if let user = members["user"] {
      target.login = try login(try user.words(), members)
    } else if let stray = ["password", "passfile", "sslcert", "sslkey"].lazy.compactMap({
      members[$0]
    }).first {
      throw stray.wrong("goes with a user")
    }
    guard isDefault || target != Target() else {
      throw value.wrong("must name a role, or a user with a password")
    }
    return target
  }

  private static func login(
    _ user: String, _ members: [String: SettingsCursor]
  ) throws(SettingsError) -> Login {
    var login = Login(user: user, parameters: [])
    for key in ["password", "passfile", "sslcert", "sslkey"] {
      guard let member = members[key] else { continue }
      let text = try member.text()
      if text.isEmpty { login.gap = login.gap ?? member.gap("is empty") }
      login.parameters.append(ConnectionSettings.Parameter(keyword: key, value: text))
    }
    return login
  }

  /// A variable of an extension, `name.name`: those of the server itself are not the caller's.
  private static func check(variable name: String, _ value: SettingsCursor) throws(SettingsError) {
    let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count >= 2, parts.allSatisfy({ isIdentifier(Array($0)) }) else {
      throw value.wrong("must be the name of a variable with a dot in it, such as app.tenant")
    }
  }

  private static func isIdentifier(_ name: [UInt8]) -> Bool {
    guard let first = name.first, 1...63 ~= name.count else { return false }
    func isLetter(_ byte: UInt8) -> Bool {
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte == UInt8(ascii: "_")
    }
    return isLetter(first)
      && name.allSatisfy { isLetter($0) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }
}
