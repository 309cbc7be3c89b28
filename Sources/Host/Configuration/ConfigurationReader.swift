import Glibc
import HTTPClient
import HTTPServer
import JSON
import PluginHost

/// Reads a configuration file into a `Configuration`.
struct ConfigurationReader {
  private var configuration: Configuration

  /// Reads the file at `path`.
  static func read(path: String) throws(ConfigurationError) -> Configuration {
    let bytes = try FileReader.read(path)
    let text = try ConfigurationText(name: path, bytes: bytes)
    let configuration = Configuration()
    let secrets = StartSecrets(source: HostSecrets(configuration.credentials))
    let substitution = Substitution(
      environment: { getenv($0).map { String(cString: $0) } }, file: FileReader.read,
      secret: { reference throws(SecretProblem) in try secrets.text(of: reference) })
    return try read(text, substitution, into: configuration)
  }

  static func read(
    _ text: ConfigurationText, _ substitution: Substitution,
    into configuration: Configuration = Configuration()
  ) throws(ConfigurationError) -> Configuration {
    let root = ConfigurationCursor(
      text, node: text.document.root, path: "", substitution: substitution)
    var reader = ConfigurationReader(configuration: configuration)
    try reader.readRoot(root)
    return reader.configuration
  }

  private static let rootKeys = [
    "listen", "paths", "plugins", "access", "allowedOrigins", "allowedHosts", "instructions",
    "limits", "loops", "pageSize", "drainMilliseconds", "answerMilliseconds", "requestStateKey",
    "tasks", "log", "plugin", "aws", "secretRefreshSeconds",
  ]

  private mutating func readRoot(_ root: ConfigurationCursor) throws(ConfigurationError) {
    let members = try root.members(known: Self.rootKeys)
    // First, because any string may refer to a secret, which is read with these credentials.
    if let value = members["aws"] { configuration.credentials.use(try AWSReader.read(value)) }
    if let value = members["listen"] { configuration.listen = try value.string() }
    if let value = members["paths"] { configuration.paths = try PathsReader.read(value) }
    if let value = members["plugins"] { configuration.plugins = try value.string() }
    if let value = members["access"] {
      configuration.access = try AccessReader.read(value, path: configuration.paths.main)
    }
    if let value = members["paths"] { try PathsReader.check(value, beside: configuration) }
    if let value = members["allowedOrigins"] { configuration.allowedOrigins = try value.strings() }
    if let value = members["allowedHosts"] { configuration.allowedHosts = try value.strings() }
    if let value = members["instructions"] { configuration.instructions = try value.string() }
    if let value = members["limits"] { try readLimits(value) }
    if let value = members["loops"] { configuration.loops = try value.integer(1...64) }
    if let value = members["pageSize"] { configuration.pageSize = try value.integer(1...10_000) }
    if let value = members["drainMilliseconds"] {
      configuration.drainMilliseconds = try value.integer(0...600_000)
    }
    if let value = members["answerMilliseconds"] {
      configuration.answerMilliseconds = try value.integer(1...3_600_000)
    }
    if let value = members["requestStateKey"] { try readKey(value) }
    if let value = members["tasks"] { configuration.servesTasks = try value.bool() }
    if let value = members["log"] { try readLog(value) }
    if let value = members["secretRefreshSeconds"] {
      configuration.secretRefreshSeconds = try value.integer(1...86_400)
    }
    for (name, value) in try members["plugin"]?.members() ?? [] {
      configuration.plugin[name] = try readPlugin(name, value)
    }
  }

  private mutating func readKey(_ value: ConfigurationCursor) throws(ConfigurationError) {
    let key = try value.string()
    guard key.utf8.count >= Configuration.leastKeyBytes else {
      throw value.wrong("must be a secret of at least \(Configuration.leastKeyBytes) bytes")
    }
    configuration.requestStateKey = key
  }

  private static var limitKeys: [(key: String, path: WritableKeyPath<HTTPLimits, Int>)] {
    [
      ("headBytes", \.headBytes), ("headFields", \.headFields), ("bodyBytes", \.bodyBytes),
      ("connections", \.connections), ("headTimeoutMilliseconds", \.headTimeoutMilliseconds),
      ("bodyStallMilliseconds", \.bodyStallMilliseconds),
      ("bodyTimeoutMilliseconds", \.bodyTimeoutMilliseconds),
      ("idleTimeoutMilliseconds", \.idleTimeoutMilliseconds),
      ("writeStallMilliseconds", \.writeStallMilliseconds),
      ("streamOutputBytes", \.streamOutputBytes),
    ]
  }

  private mutating func readLimits(_ value: ConfigurationCursor) throws(ConfigurationError) {
    let members = try value.members(known: Self.limitKeys.map(\.key))
    for (key, path) in Self.limitKeys {
      guard let value = members[key] else { continue }
      configuration.limits[keyPath: path] = try value.integer(1...(1 << 30))
    }
  }

  private mutating func readLog(_ value: ConfigurationCursor) throws(ConfigurationError) {
    let members = try value.members(known: ["level"])
    guard let level = members["level"] else { return }
    configuration.logLevel = try level.choice([
      "debug": .debug, "info": .info, "notice": .notice, "warning": .warning, "error": .error,
      "critical": .critical,
    ])
  }

  private static let pluginKeys = [
    "isolation", "prefix", "egress", "settings", "callTimeoutMilliseconds",
    "taskTimeoutMilliseconds", "graceMilliseconds", "maximumCalls", "callerFields", "aws",
  ]

  private mutating func readPlugin(
    _ name: String, _ value: ConfigurationCursor
  ) throws(ConfigurationError) -> PluginSettings {
    let members = try value.members(known: Self.pluginKeys)
    var settings = PluginSettings()
    if let value = members["isolation"] {
      settings.isolation = try value.choice(["worker": .worker, "in-process": .inProcess])
    }
    if let value = members["prefix"] { settings.prefix = try readPrefix(value) }
    if let value = members["egress"] { settings.egress = try readEgress(value) }
    if let value = members["aws"] { settings.aws = try AWSReader.services(value) }
    if let value = members["settings"] { try readSettings(of: name, value, &settings) }
    if let value = members["callTimeoutMilliseconds"] {
      settings.callTimeoutMilliseconds = UInt64(try value.integer(1...3_600_000))
    }
    if let value = members["taskTimeoutMilliseconds"] {
      settings.taskTimeoutMilliseconds = UInt64(try value.integer(1...86_400_000))
    }
    if let value = members["graceMilliseconds"] {
      settings.graceMilliseconds = UInt64(try value.integer(0...600_000))
    }
    if let value = members["maximumCalls"] {
      settings.maximumCalls = try value.integer(1...100_000)
    }
    for (claim, value) in try members["callerFields"]?.members() ?? [] {
      settings.callerFields[claim] = try readFieldName(value)
    }
    return settings
  }

  private mutating func readSettings(
    of name: String, _ value: ConfigurationCursor, _ settings: inout PluginSettings
  ) throws(ConfigurationError) {
    _ = try value.members()
    guard let template = try value.template(unset: &configuration.unset) else { return }
    settings.settings = template.withoutSecrets
    guard !template.secrets.isEmpty else { return }
    guard settings.isolation == .worker else {
      throw value.wrong(
        "refer to a secret, which may come late and change: only a worker can be replaced then, so "
          + "\"isolation\" must be \"worker\"")
    }
    settings.mayChange = true
    configuration.secretSettings[name] = template
  }

  private func readFieldName(_ value: ConfigurationCursor) throws(ConfigurationError) -> String {
    let name = try value.string()
    let isToken = name.utf8.allSatisfy { byte in
      let character = Character(UnicodeScalar(byte))
      return byte < 128 && (character.isLetter || character.isNumber || "_-".contains(character))
    }
    guard isToken, !name.isEmpty else {
      throw value.wrong("must be the name of a header field, such as \"X-User-Access-Token\"")
    }
    return name
  }

  private func readPrefix(_ value: ConfigurationCursor) throws(ConfigurationError) -> String {
    let prefix = try value.string()
    let isAllowed = prefix.utf8.allSatisfy { byte in
      let character = Character(UnicodeScalar(byte))
      return byte < 128 && (character.isLetter || character.isNumber || "_-".contains(character))
    }
    guard isAllowed, prefix.utf8.count <= 32 else {
      throw value.wrong("must be at most 32 characters of A-Z, a-z, 0-9, _ and -, or \"\"")
    }
    return prefix
  }

  private func readEgress(_ value: ConfigurationCursor) throws(ConfigurationError) -> [String] {
    let entries = try value.strings()
    do {
      _ = try EgressList(entries)
    } catch {
      throw value.wrong("cannot be used: \(error.message)")
    }
    return entries
  }
}
