/// Who sent a request, as far as the host asks. What one caller began, another can neither answer
/// nor cancel nor go on with.
struct Caller: Sendable, Hashable {
  /// The name that a login gave; empty where nobody is asked.
  var principal = ""
  /// What every plugin is told of the caller, a JSON object; empty where nobody is asked.
  var shared: [UInt8] = []
  /// What a plugin is told of the caller instead, by the plugin's name: secret, and of no meaning
  /// to who the caller is.
  var claims: [String: [UInt8]] = [:]

  /// Whether no plugin is told anything.
  var isAnonymous: Bool { shared.isEmpty && claims.isEmpty }

  /// What that plugin is told; empty where it is told nothing.
  func claims(for plugin: String) -> [UInt8] { claims[plugin] ?? shared }

  static func == (one: Caller, other: Caller) -> Bool { one.principal == other.principal }

  func hash(into hasher: inout Hasher) { hasher.combine(principal) }
}
