internal import PluginKit

/// All tools of the plugin, group by group. Each group has a file of its own, `ToolList+Group`.
enum ToolList {
  static func all(_ core: LarkCore) -> [LarkTool] {
    im(core) + people(core) + calendar(core) + docs(core) + wiki(core) + drive(core) + base(core)
      + sheets(core) + tasks(core) + approval(core) + meetings(core) + mail(core) + access(core)
      + openAPI(core)
  }

  /// What is likely wrong about the settings that choose tools, in words for the operator.
  static func warnings(_ core: LarkCore) -> [String] {
    let selection = core.client.settings.selection
    guard !(selection.allow.isEmpty && selection.deny.isEmpty) else { return [] }
    // Without a file for tokens nobody can log in; to deny that is no mistake.
    return selection.warnings(all(core).map(\.name) + [Login.name])
  }

  /// What the settings let through.
  static func selected(_ core: LarkCore) -> [LarkTool] {
    let selection = core.client.settings.selection
    return all(core).filter(selection.includes)
  }
}
