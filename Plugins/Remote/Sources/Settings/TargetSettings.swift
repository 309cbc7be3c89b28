internal import JSON

/// One server that is passed on.
struct TargetSettings: Sendable {
  enum Transport: Sendable {
    /// Streamable HTTP.
    case http(url: String, CredentialSettings)
    /// A process of our own, over its standard input and output.
    case process(command: [String], environment: [(name: String, value: String)], folder: String?)
    /// Something is not there yet without which the target cannot be spoken to, such as a secret.
    case incomplete(name: String, Gap)
  }

  /// `[A-Za-z0-9-]`, at most 48 bytes, as AgentCore's gateway has it.
  let name: String
  let transport: Transport
  /// The longest wait for one answer; a call's own deadline may come earlier.
  var timeoutMilliseconds = 300_000
  /// Which of its tools are listed, by the target's own names; nil: all.
  var include: [Glob]?
  /// Which of those are not.
  var exclude: [Glob] = []
  /// How often a request is repeated that failed in a way that permits it.
  var retries = 2
  /// How many calls run at a time.
  var maximumCalls = 128
  /// How often lists are looked at whose changes the target does not tell; 0: never.
  var refreshSeconds = 300

  static let maximumNameCount = 48
  static let transportKeys = [
    "url", "credentials", "command", "environment", "directory",
  ]
  static let keys =
    transportKeys + [
      "timeoutMilliseconds", "include", "exclude", "retries", "maximumCalls", "refreshSeconds",
    ]

  init(_ name: String, _ value: SettingsCursor) throws(SettingsError) {
    guard 1...Self.maximumNameCount ~= name.utf8.count, name.utf8.allSatisfy(Self.isOfName) else {
      throw value.wrong(
        "has a name that is not 1 to \(Self.maximumNameCount) characters of A-Z, a-z, 0-9 and -")
    }
    let members = try value.members(known: Self.keys)
    self.name = name
    transport = try Self.transport(members, value)
    if let value = members["timeoutMilliseconds"] {
      timeoutMilliseconds = try value.integer(1...3_600_000)
    }
    if let value = members["include"] { include = try value.texts().map(Glob.init) }
    if let value = members["exclude"] { exclude = try value.texts().map(Glob.init) }
    if let value = members["retries"] { retries = try value.integer(0...10) }
    if let value = members["maximumCalls"] { maximumCalls = try value.integer(1...10_000) }
    if let value = members["refreshSeconds"] { refreshSeconds = try value.integer(0...86_400) }
  }

  /// Whether a tool is passed on, by the target's own name of it.
  func includes(tool: String) -> Bool {
    let isIncluded = include.map { $0.contains { $0.matches(tool) } } ?? true
    return isIncluded && !exclude.contains { $0.matches(tool) }
  }

  /// For people: how the target is reached.
  var transportName: String {
    switch transport {
    case .http: "http"
    case .process: "stdio"
    case .incomplete(let name, _): name
    }
  }

  /// What must not be written anywhere.
  var secrets: [String] {
    switch transport {
    case .http(let url, let credentials): credentials.secrets + WebAddress.secrets(of: url)
    case .process(_, let environment, _): environment.map(\.value)
    case .incomplete: []
    }
  }

  /// The longest that the target is left alone by this plugin itself because it asks for that.
  var longestPauseMilliseconds: UInt64 {
    min(refreshSeconds > 0 ? UInt64(refreshSeconds) * 1_000 : .max, 60_000)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func transport(
    _ members: [String: SettingsCursor], _ value: SettingsCursor
  ) throws(SettingsError) -> Transport {
    switch (members["url"], members["command"]) {
    case (let url?, nil):
      if let stray = members["environment"] ?? members["directory"] {
        throw stray.wrong("goes with \"command\", not with \"url\"")
      }
      return try http(url, members["credentials"])
    case (nil, let command?):
      if let credentials = members["credentials"] {
        throw credentials.wrong("go with \"url\", not with \"command\"; use \"environment\"")
      }
      return try process(command, members)
    case (nil, nil):
      return .incomplete(name: "unknown", value.gap("has neither \"url\" nor \"command\""))
    default: throw value.wrong("needs either \"url\" or \"command\", not both")
    }
  }

  private static func http(
    _ url: SettingsCursor, _ credentials: SettingsCursor?
  ) throws(SettingsError) -> Transport {
    if try url.text().isEmpty { return .incomplete(name: "http", url.gap("is empty")) }
    let address = try WebAddress(url)
    let credentials = try credentials.map(CredentialSettings.init) ?? .none
    if credentials.showsSecrets, !address.isSecure {
      throw url.wrong(
        "must begin with https://, since a secret is sent there; http:// is for the loopback only")
    }
    if case .incomplete(let gap, showsSecrets: _) = credentials {
      return .incomplete(name: "http", gap)
    }
    return .http(url: address.text, credentials)
  }

  private static func process(
    _ command: SettingsCursor, _ members: [String: SettingsCursor]
  ) throws(SettingsError) -> Transport {
    let words = try command.texts()
    guard !words.isEmpty else { throw command.wrong("must name a program, then its arguments") }
    var environment: [(name: String, value: String)] = []
    var gap: Gap?
    let variables = try members["environment"]?.entries()
    for (name, value) in variables ?? [] {
      guard !name.isEmpty, !name.utf8.contains(where: { $0 == UInt8(ascii: "=") || $0 == 0 }) else {
        throw value.wrong("is not the name of an environment variable")
      }
      if value.value.isNull {
        gap = gap ?? value.gap("is missing")
      } else {
        environment.append((name, try value.text()))
      }
    }
    let folder = try members["directory"]?.words()
    if variables?.isEmpty == true { gap = members["environment"]?.gap("has no variable") }
    if let gap { return .incomplete(name: "stdio", gap) }
    return .process(command: words, environment: environment, folder: folder)
  }
}
