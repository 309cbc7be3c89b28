public import PluginKit

internal import JSON
internal import PluginABI

/// Messages, calendars and documents of Lark and Feishu, with the identity of an app's bot.
struct LarkPlugin: Plugin {
  static let name = "lark"
  static let version = "0.1.0"

  let tools: [Tool]
  let prompts: [Prompt]
  let resourceTemplates: [ResourceTemplate]

  init(host: Host) throws {
    let client = LarkClient(
      settings: try Settings(host.settings), transport: HostTransport(http: host.http),
      clock: SystemClock(), log: { host.log($0, $1) })
    let core = LarkCore(client: client)
    for warning in ToolList.warnings(core) { host.log(.warning, warning) }
    tools = ToolList.selected(core).map(\.tool)
    prompts = Skill.prompts(listed: Set(tools.map(\.name)))
    resourceTemplates = DocumentResource.templates(core)
  }
}

/// The one symbol that the shared object exports.
@c(toolrack_plugin_entry_v1)
public func entry() -> PluginTable { PluginEntry.table(of: LarkPlugin.self) }
