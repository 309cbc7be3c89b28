import Access

/// Reads `access` of a configuration file. The names of `jwt` are those of AgentCore's
/// `customJWTAuthorizer`.
struct AccessReader {
  /// `path`: where MCP is served.
  static func read(
    _ value: ConfigurationCursor, path: String
  ) throws(ConfigurationError) -> Configuration.Access {
    if value.isString { return try value.choice(["none": .none]) }
    let members = try value.members(known: [
      "jwt", "clients", "sigv4", "resource", "issuer", "policy",
    ])
    var settings = AccessSettings()
    if let value = members["jwt"] { settings.tokens = try tokens(value) }
    if let value = members["clients"] { settings.clients = try value.string() }
    if let value = members["sigv4"] { settings.signing = try signing(value) }
    if let value = members["resource"] { settings.resource = try resource(value) }
    if let value = members["issuer"] {
      settings.issuer = try IssuerReader.read(value)
      guard settings.clients != nil else {
        throw value.wrong("needs access.clients: the file that \"toolrack client add\" writes")
      }
      if IssuerReader.isNamedOtherwise(settings) {
        throw value.wrong(
          "is meant by access.jwt by another name: its discoveryUrl must begin with the url")
      }
      IssuerReader.complete(&settings, path: path)
    }
    if let value = members["policy"] { settings.policy = try PolicyReader.read(value) }
    guard !settings.tokens.isEmpty || settings.clients != nil || settings.signing != nil else {
      throw value.wrong("lets nobody in: it needs \"jwt\", \"clients\" or \"sigv4\"")
    }
    return .rules(settings)
  }

  /// The URL of `/mcp` of a server.
  static func resource(_ value: ConfigurationCursor) throws(ConfigurationError) -> String {
    let url = try value.string()
    guard url.hasPrefix("https://") || url.hasPrefix("http://"), !url.contains("#") else {
      throw value.wrong("must be the URL of /mcp as clients know it, https://...")
    }
    return url
  }

  // MARK: - Tokens

  /// One issuer, or several.
  private static func tokens(
    _ value: ConfigurationCursor
  ) throws(ConfigurationError) -> [TokenRules] {
    guard value.isArray else { return [try rules(value)] }
    var all: [TokenRules] = []
    for element in try value.elements() {
      let next = try rules(element)
      guard !all.contains(where: { $0.issuer == next.issuer }) else {
        throw element.wrong("has the issuer of an earlier entry, whose rules alone would count")
      }
      all.append(next)
    }
    return all
  }

  private static func rules(_ value: ConfigurationCursor) throws(ConfigurationError) -> TokenRules {
    let members = try value.members(known: [
      "discoveryUrl", "allowedAudience", "allowedClients", "allowedScopes", "customClaims",
    ])
    guard let address = members["discoveryUrl"] else {
      throw value.wrong("needs \"discoveryUrl\"")
    }
    var rules = TokenRules(discoveryURL: try address.string())
    guard rules.issuer != nil, rules.hasSafeAddress else {
      throw address.wrong(
        "must be https (or http on this machine) and end in \(TokenRules.discoverySuffix)")
    }
    rules.allowedAudience = try members["allowedAudience"]?.strings() ?? []
    rules.allowedClients = try members["allowedClients"]?.strings() ?? []
    rules.allowedScopes = try members["allowedScopes"]?.strings() ?? []
    for claim in try members["customClaims"]?.elements() ?? [] {
      rules.customClaims.append(try customClaim(claim))
    }
    guard !rules.admitsEverybody else {
      throw value.wrong(
        "would take every token of the issuer, whoever it is for; say allowedAudience, "
          + "allowedClients, allowedScopes or customClaims")
    }
    return rules
  }

  private static func customClaim(
    _ value: ConfigurationCursor
  ) throws(ConfigurationError) -> TokenRules.CustomClaim {
    let members = try value.members(known: [
      "inboundTokenClaimName", "inboundTokenClaimValueType", "authorizingClaimMatchValue",
    ])
    guard let name = try members["inboundTokenClaimName"]?.string(),
      let isList = try members["inboundTokenClaimValueType"]?.choice([
        "STRING": false, "STRING_ARRAY": true,
      ]), let match = members["authorizingClaimMatchValue"]
    else {
      throw value.wrong(
        "needs inboundTokenClaimName, inboundTokenClaimValueType and authorizingClaimMatchValue")
    }
    return TokenRules.CustomClaim(name: name, match: try self.match(match, isList: isList))
  }

  private enum Operator { case equals, contains, containsAny }

  private static func match(
    _ value: ConfigurationCursor, isList: Bool
  ) throws(ConfigurationError) -> TokenRules.CustomClaim.Match {
    let members = try value.members(known: ["claimMatchValue", "claimMatchOperator"])
    guard let wanted = members["claimMatchValue"], let how = members["claimMatchOperator"] else {
      throw value.wrong("needs claimMatchValue and claimMatchOperator")
    }
    let parts = try wanted.members(known: ["matchValueString", "matchValueStringList"])
    let text = try parts["matchValueString"]?.string()
    let list = try parts["matchValueStringList"]?.strings()
    let operation: Operator = try how.choice([
      "EQUALS": .equals, "CONTAINS": .contains, "CONTAINS_ANY": .containsAny,
    ])
    switch (operation, isList, text, list) {
    case (.equals, false, let text?, nil): return .equals(text)
    case (.contains, true, let text?, nil): return .contains(text)
    case (.containsAny, true, nil, let list?): return .containsAny(list)
    default:
      throw value.wrong(
        "must be EQUALS with a STRING and matchValueString, CONTAINS with a STRING_ARRAY and "
          + "matchValueString, or CONTAINS_ANY with a STRING_ARRAY and matchValueStringList")
    }
  }

  // MARK: - Signatures

  private static func signing(
    _ value: ConfigurationCursor
  ) throws(ConfigurationError) -> AccessSettings.Signing {
    let members = try value.members(known: [
      "region", "service", "skewSeconds", "refusesReplays", "keys",
    ])
    guard let region = try members["region"]?.string(), let keys = members["keys"] else {
      throw value.wrong("needs \"region\" and \"keys\"")
    }
    var all: [AccessSettings.AccessKey] = []
    for key in try keys.elements() {
      let next = try accessKey(key)
      guard !all.contains(where: { $0.id == next.id }) else {
        throw key.wrong("has the accessKeyId of an earlier key")
      }
      all.append(next)
    }
    var signing = AccessSettings.Signing(region: region, keys: all)
    if let service = members["service"] { signing.service = try service.string() }
    if let value = members["refusesReplays"] { signing.refusesReplays = try value.bool() }
    if let skew = members["skewSeconds"] { signing.skewSeconds = Int64(try skew.integer(1...900)) }
    return signing
  }

  private static func accessKey(
    _ value: ConfigurationCursor
  ) throws(ConfigurationError) -> AccessSettings.AccessKey {
    let members = try value.members(known: [
      "accessKeyId", "secretAccessKey", "sessionToken", "client", "scopes",
    ])
    guard let id = try members["accessKeyId"]?.string(),
      let secret = try members["secretAccessKey"]?.string(),
      let client = try members["client"]?.string()
    else { throw value.wrong("needs accessKeyId, secretAccessKey and client") }
    guard !id.isEmpty, !id.contains("/"), !secret.isEmpty, !client.isEmpty else {
      throw value.wrong("must not be empty, and an accessKeyId has no \"/\"")
    }
    var key = AccessSettings.AccessKey(id: id, secret: secret, client: client)
    key.sessionToken = try members["sessionToken"]?.string()
    key.scopes = try members["scopes"]?.strings() ?? []
    return key
  }
}
