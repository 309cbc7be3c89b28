import Access

/// Reads `access.issuer` of a configuration file.
struct IssuerReader {
  static func read(_ value: ConfigurationCursor) throws(ConfigurationError) -> IssuerSettings {
    let members = try value.members(known: ["url", "keys", "tokenSeconds", "resources"])
    guard let url = members["url"] else { throw value.wrong("needs \"url\"") }
    guard var settings = IssuerSettings(url: try url.string()) else {
      throw url.wrong(
        "must be the issuer's URL as clients know it: https (or http on this machine), "
          + "without a slash at the end, such as \"http://\(Configuration.defaultListen)\"")
    }
    if let value = members["keys"] { settings.keys = try value.string() }
    if let value = members["tokenSeconds"] {
      settings.tokenSeconds = Int64(try value.integer(IssuerSettings.tokenSeconds))
    }
    for value in try members["resources"]?.elements() ?? [] {
      settings.resources.append(try AccessReader.resource(value))
    }
    return settings
  }

  /// Whether rules for tokens are meant for the own issuer and do not name it as it names itself:
  /// they would not hold for its tokens.
  static func isNamedOtherwise(_ settings: AccessSettings) -> Bool {
    guard let issuer = settings.issuer else { return false }
    return settings.tokens.contains { rules in
      rules.discoveryURL != issuer.discoveryURL
        && plain(rules.discoveryURL) == plain(issuer.discoveryURL)
    }
  }

  /// The same for all names of this machine, and whatever the case.
  private static func plain(_ url: String) -> String {
    let loopback = "http://127.0.0.1"
    let url = url.lowercased()
    for name in ["http://localhost", "http://[::1]"] where url.hasPrefix(name) {
      return loopback + url.dropFirst(name.count)
    }
    return url
  }

  /// Makes `access` one whole: this server is a resource of its own issuer, whose tokens it takes.
  /// `path`: where MCP is served.
  static func complete(_ settings: inout AccessSettings, path: String) {
    guard var issuer = settings.issuer else { return }
    let resource = settings.resource ?? "\(issuer.origin)\(path)"
    settings.resource = resource
    issuer.resources.append(resource)
    settings.issuer = issuer
    if !settings.tokens.contains(where: { $0.discoveryURL == issuer.discoveryURL }) {
      settings.tokens.append(TokenRules(discoveryURL: issuer.discoveryURL))
    }
    for index in settings.tokens.indices
    where settings.tokens[index].discoveryURL == issuer.discoveryURL {
      settings.tokens[index].resource = resource
    }
  }
}
