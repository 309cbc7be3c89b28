/// What libpq makes of parameters, together with the environment, the service file and its own
/// defaults.
struct EffectiveParameters: Sendable, Equatable {
  /// By keyword; none is empty.
  var values: [String: String] = [:]
  /// Whether somebody said how much the transport is to be trusted (`sslmode`).
  var saysMode = false
  /// Whether there is a file of trusted certificates where libpq looks by itself.
  var hasOwnAuthorities = false

  subscript(keyword: String) -> String? { values[keyword] }

  /// Whether every host is this machine: a Unix socket, or the loopback.
  var isLocal: Bool {
    let names = list("host")
    let addresses = list("hostaddr")
    // What is connected to is the address, where there is one.
    for index in 0..<max(names.count, addresses.count) {
      let address = index < addresses.count ? addresses[index] : ""
      let host = address.isEmpty ? index < names.count ? names[index] : "" : address
      if !Self.isLocal(host) { return false }
    }
    return true
  }

  /// How many hosts are tried, one after the other.
  var hostCount: Int { max(list("host").count, list("hostaddr").count) }

  /// A value with one part for each host.
  func list(_ keyword: String) -> [String] {
    self[keyword]?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
  }

  private static func isLocal(_ host: String) -> Bool {
    if host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") { return true }
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
