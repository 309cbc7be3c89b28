internal import PluginKit

/// All tools of the plugin, group by group. Each group has a file of its own, `ToolList+Group`.
enum ToolList {
  static func all(_ core: LarkCore) -> [LarkTool] {
    im(core) + people(core) + calendar(core) + docs(core) + wiki(core) + drive(core) + base(core)
      + sheets(core) + tasks(core) + approval(core) + meetings(core) + mail(core) + access(core)
      + openAPI(core)
  }

  /// What the settings let through.
  static func selected(_ core: LarkCore) -> [LarkTool] {
    let selection = core.client.settings.selection
    return all(core).filter(selection.includes)
  }
}
