import PluginHost

/// What the configuration says about the host's own AWS credentials.
struct AWSSettings: Sendable {
  /// nil: what the environment or the profile says.
  var region: String?
  /// Of the shared files; nil: what `AWS_PROFILE` says.
  var profile: String?
}

/// Reads `aws` and `plugin.NAME.aws` of a configuration file.
enum AWSReader {
  static func read(_ value: ConfigurationCursor) throws(ConfigurationError) -> AWSSettings {
    let members = try value.members(known: ["region", "profile"])
    var settings = AWSSettings()
    if let value = members["region"] {
      settings.region = try name(value, "a region, such as \"eu-central-1\"")
    }
    if let value = members["profile"] {
      let profile = try value.string()
      guard !profile.isEmpty else { throw value.wrong("must be the name of a profile") }
      settings.profile = profile
    }
    return settings
  }

  /// The services that a plugin may have requests signed for.
  static func services(_ value: ConfigurationCursor) throws(ConfigurationError) -> [String] {
    guard value.isArray else {
      throw value.wrong("must be an array of services, [\"bedrock-agentcore\"]")
    }
    var services: [String] = []
    for element in try value.elements() {
      services.append(try name(element, "a service's name in signatures, such as \"s3\""))
    }
    return services
  }

  private static func name(
    _ value: ConfigurationCursor, _ what: String
  ) throws(ConfigurationError) -> String {
    let name = try value.string()
    guard SigningRequest.isName(name) else { throw value.wrong("must be \(what)") }
    return name
  }
}
