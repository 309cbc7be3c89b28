internal import JSON

/// What the operator wrote under `plugin.remote.settings`.
struct Settings: Sendable {
  /// In the order of their names.
  var targets: [TargetSettings] = []
  /// Between the name of a target and that of its tool.
  var separator = "___"
  /// How long the first listing waits for targets.
  var startMilliseconds = 3_000
  /// The longest name of a tool or prompt, without the host's prefix.
  var maximumNameLength = 56
  /// Whether the URIs of resources are prefixed even where nobody else has them.
  var prefixesURIs = false
  /// Whether `remote_targets` is listed.
  var hasStatusTool = false

  static let keys = [
    "targets", "separator", "startMilliseconds", "maximumNameLength", "resourceURIs", "statusTool",
  ]
  static let maximumTargets = 100

  /// Throws what is wrong and where.
  init(_ value: JSONValue) throws(SettingsError) {
    let root = SettingsCursor(value.isNull ? [:] : value)
    let members = try root.members(known: Self.keys)
    if let value = members["separator"] { separator = try Self.separator(value) }
    if let value = members["startMilliseconds"] {
      startMilliseconds = try value.integer(0...10_000)
    }
    if let value = members["maximumNameLength"] { maximumNameLength = try value.integer(32...64) }
    if let value = members["resourceURIs"] { prefixesURIs = try Self.prefixesURIs(value) }
    if let value = members["statusTool"] { hasStatusTool = try value.bool() }
    if let value = members["targets"] { targets = try Self.targets(value) }
    if let longest = targets.max(by: { $0.name.utf8.count < $1.name.utf8.count }) {
      try checkRoom(for: longest.name)
    }
  }

  /// How many characters a tool's own name needs at least, where it is cut.
  static let leastToolCount = 16

  private func checkRoom(for target: String) throws(SettingsError) {
    let needed = target.utf8.count + separator.utf8.count + Self.leastToolCount
    guard needed > maximumNameLength else { return }
    throw SettingsError(
      "\(SettingsError.root).targets.\(target)",
      "has a name so long that no room is left for those of its tools; with a "
        + "maximumNameLength of \(maximumNameLength) it may have "
        + "\(maximumNameLength - separator.utf8.count - Self.leastToolCount) characters")
  }

  /// Only underscores, which no target has in its name: so a tool's name always tells its target.
  private static func separator(_ value: SettingsCursor) throws(SettingsError) -> String {
    let text = try value.text()
    guard 1...4 ~= text.utf8.count, text.utf8.allSatisfy({ $0 == UInt8(ascii: "_") }) else {
      throw value.wrong("must be one to four underscores, such as \"___\"")
    }
    return text
  }

  private static func prefixesURIs(_ value: SettingsCursor) throws(SettingsError) -> Bool {
    switch value.value.string {
    case "asTheyAre": false
    case "prefixed": true
    default: throw value.wrong("must be \"asTheyAre\" or \"prefixed\"")
    }
  }

  private static func targets(_ value: SettingsCursor) throws(SettingsError) -> [TargetSettings] {
    var targets: [TargetSettings] = []
    for (name, value) in try value.entries() {
      targets.append(try TargetSettings(name, value))
    }
    guard targets.count <= maximumTargets else {
      throw value.wrong("has \(targets.count) targets; at most \(maximumTargets) are served")
    }
    return targets.sorted { $0.name < $1.name }
  }
}
