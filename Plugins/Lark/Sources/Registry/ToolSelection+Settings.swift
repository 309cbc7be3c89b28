internal import JSON

extension ToolSelection {
  /// From the members of `plugin.lark.settings`.
  init(_ settings: JSONObject) throws(SettingsError) {
    var presets: [ToolPreset] = []
    for name in try ToolSelection.strings("presets", in: settings) ?? ["default"] {
      guard let preset = ToolPreset(rawValue: name) else {
        let shown = singleLine(name, limit: SettingsError.maximumShownCharacters)
        let known = ToolPreset.allCases.map(\.rawValue)
        throw SettingsError(unknown: name, of: "presets", "has \"\(shown)\"", among: known)
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

  /// Patterns that are the name of no tool, in words for the operator: most likely misspelt.
  /// `names`: of all tools, listed or not.
  func warnings(_ names: [String]) -> [String] {
    var warnings: [String] = []
    for (key, patterns) in [("allow", allow), ("deny", deny)] {
      for pattern in patterns {
        guard !names.contains(where: { ToolSelection.matches([pattern], $0) }) else { continue }
        let shown = singleLine(pattern, limit: SettingsError.maximumShownCharacters)
        let nearest = nearestWord(to: pattern, in: names + names.map { "\(LarkPlugin.name)_\($0)" })
        warnings.append(
          "\(SettingsError.path).\(key) has \"\(shown)\", which is the name of no tool"
            + (nearest.map { "; did you mean \"\($0)\"?" } ?? "."))
      }
    }
    return warnings
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
