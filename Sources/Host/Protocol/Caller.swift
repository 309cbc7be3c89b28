/// Who sent a request, as far as the host asks. What one caller began, another can neither answer
/// nor cancel nor go on with.
struct Caller: Sendable, Hashable {
  /// The name that a login gave; empty where nobody is asked.
  var principal = ""
  /// What a plugin is told of the caller, a JSON object by the plugin's name: secret, and of no
  /// meaning to who the caller is.
  var claims: [String: [UInt8]] = [:]

  static func == (one: Caller, other: Caller) -> Bool { one.principal == other.principal }

  func hash(into hasher: inout Hasher) { hasher.combine(principal) }
}
