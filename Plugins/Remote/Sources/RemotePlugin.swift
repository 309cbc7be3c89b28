public import PluginKit

internal import JSON
internal import PluginABI

/// Other MCP servers as one plugin: their tools, prompts and resources under their names.
struct RemotePlugin: Plugin {
  static let name = "remote"
  static let version = "0.1.0"

  private let gateway: Gateway

  init(host: Host) throws {
    let settings = try Settings(host.settings)
    let connections = Connections(host: host)
    gateway = Gateway(settings, targets: settings.targets.map(connections.target), host: host)
    gateway.start()
  }

  var tools: [Tool] { gateway.tools }
  var prompts: [Prompt] { gateway.prompts }
  var resources: [Resource] { gateway.resources }
  var resourceTemplates: [ResourceTemplate] { gateway.resourceTemplates }

  func subscribed(to uri: String, _ isSubscribed: Bool) {
    gateway.subscribed(to: uri, isSubscribed)
  }

  func quiesce() async { await gateway.stop() }
}

/// The one symbol that the shared object exports.
@c(toolrack_plugin_entry_v1)
public func entry() -> PluginTable { PluginEntry.table(of: RemotePlugin.self) }
