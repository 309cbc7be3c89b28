internal import JSON

extension ToolSelection {
  /// From the members of `plugin.lark.settings`.
  init(_ settings: JSONObject) throws(SettingsError) {
    var presets: [ToolPreset] = []
    for name in try ToolSelection.strings("presets", in: settings) ?? ["default"] {
      guard let preset = ToolPreset(rawValue: name) else {
        let names = ToolPreset.allCases.map(\.rawValue).joined(separator: ", ")
        throw SettingsError("presets", "has \"\(name)\"; there are \(names)")
      }
      presets.append(preset)
    }
    self.presets = presets
    allow = try ToolSelection.strings("allow", in: settings) ?? []
    deny = try ToolSelection.strings("deny", in: settings) ?? []
    if let value = settings["readOnly"], value != .null {
      guard let flag = value.bool else {
        throw SettingsError("readOnly", "must be true or false")
      }
      readOnly = flag
    }
  }

  /// Nil where it is not set. One string does for a list of one.
  private static func strings(
    _ key: String, in settings: JSONObject
  ) throws(SettingsError) -> [String]? {
    guard let value = settings[key], value != .null else { return nil }
    if let text = value.string { return [text] }
    let strings = (value.array ?? []).compactMap(\.string)
    guard let count = value.array?.count, count == strings.count else {
      throw SettingsError(key, "must be a list of strings")
    }
    return strings
  }
}
