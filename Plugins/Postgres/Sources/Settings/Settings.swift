internal import JSON

/// What the operator wrote under `plugin.pg.settings`.
struct Settings: Sendable {
  /// As written; the first is the default.
  var databases: [DatabaseSettings] = []
  /// Whether the tools for administrators are listed.
  var hasAdministrationTools = false
  /// The folder with the declared tools (`tools.d`), as written; nil: there are none.
  var declaredToolsFolder: String?

  static let keys = ["databases", "toolsets", "tools"]
  static let maximumDatabases = 64
  /// Of the database whose members stand at the top.
  static let soleAlias = "main"

  enum Toolset: String, CaseIterable { case dba }

  /// Throws what is wrong and where.
  init(_ value: JSONValue) throws(SettingsError) {
    let root = SettingsCursor(value.isNull ? [:] : value)
    let members = try root.members(known: Self.keys + DatabaseSettings.keys)
    for toolset in try members["toolsets"]?.elements() ?? [] {
      switch try toolset.choice(Toolset.self) {
      case .dba: hasAdministrationTools = true
      }
    }
    declaredToolsFolder = try members["tools"]?.words()
    databases = try Self.databases(members)
  }

  private static func databases(
    _ members: [String: SettingsCursor]
  ) throws(SettingsError) -> [DatabaseSettings] {
    let own = members.filter { DatabaseSettings.keys.contains($0.key) }
    guard let several = members["databases"] else {
      if own.isEmpty { return [] }
      return [try DatabaseSettings(alias: soleAlias, members: own, path: SettingsError.root)]
    }
    if let stray = own.min(by: { $0.key < $1.key })?.value {
      throw stray.wrong("belongs to one database: write it into a member of databases")
    }
    var databases: [DatabaseSettings] = []
    for (alias, value) in try several.entries() where !value.value.isNull {
      databases.append(try DatabaseSettings(alias, value))
    }
    guard databases.count <= maximumDatabases else {
      throw several.wrong(
        "has \(databases.count) databases; at most \(maximumDatabases) are served")
    }
    return databases
  }
}
