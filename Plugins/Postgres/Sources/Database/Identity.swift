internal import JSON
internal import PluginKit

/// Who the caller of a call is to the server.
struct Identity: Sendable, Equatable {
  /// A session variable.
  struct Variable: Sendable, Equatable {
    var name: String
    var value: String
  }

  /// Nil: the configured one.
  var login: IdentitySettings.Login?
  var role: String?
  var variables: [Variable] = []

  /// - Parameter call: nil for what the plugin asks for by itself: the configured login.
  static func of(_ call: Call?, _ settings: IdentitySettings) throws(PostgresFailure) -> Identity {
    guard let call, settings.isNeeded else { return Identity() }
    return try Identity(claims: call.caller, settings)
  }

  private init() {}

  /// - Parameter claims: nil where the host does not ask who is calling.
  init(claims: JSONValue?, _ settings: IdentitySettings) throws(PostgresFailure) {
    guard let claims, claims.object != nil else {
      throw .refused(
        "This database wants to know who is calling, and nobody has asked the caller.",
        detail: "Let callers in by tokens or keys (access in the configuration file), or take "
          + "identity out of the settings of the database.")
    }
    if let claim = settings.claim {
      let target = try Self.target(claim, claims, settings)
      login = target.login
      role = target.role
    }
    for variable in settings.variables {
      variables.append(
        Variable(name: variable.name, value: try Self.text(variable.claim, claims)))
    }
  }

  private static func target(
    _ claim: ClaimPath, _ claims: JSONValue, _ settings: IdentitySettings
  ) throws(PostgresFailure) -> IdentitySettings.Target {
    guard let value = claim.value(in: claims) else {
      if let fallback = settings.fallback { return fallback }
      throw missing(claim)
    }
    let words = words(value, claim)
    if let entry = settings.map.first(where: { words.contains($0.value) }) { return entry.target }
    if let fallback = settings.fallback { return fallback }
    throw .refused(
      "This database lets nobody in by what the caller's claim \"\(claim.text)\" holds.",
      detail: "The administrator maps its values to roles or logins (identity.map).")
  }

  /// What a claim says: each element of a list, each word of a scope (RFC 6749 section 3.3), any
  /// other text only as a whole.
  private static func words(_ value: JSONValue, _ claim: ClaimPath) -> [String] {
    if let array = value.array { return array.compactMap(scalar) }
    guard let text = scalar(value) else { return [] }
    return claim.isScope ? text.split(separator: " ").map(String.init) : [text]
  }

  private static func scalar(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let bool): bool ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// What a session variable gets: a text as it is, anything else as JSON.
  private static func text(
    _ claim: ClaimPath, _ claims: JSONValue
  ) throws(PostgresFailure) -> String {
    guard let value = claim.value(in: claims) else { throw missing(claim) }
    let text = scalar(value) ?? value.description
    guard !text.isEmpty, !text.utf8.contains(0) else { throw missing(claim) }
    return text
  }

  private static func missing(_ claim: ClaimPath) -> PostgresFailure {
    .refused(
      "The caller has no claim \"\(claim.text)\", by which this database knows its callers.")
  }
}
