package import PluginKit

internal import JSON

/// Other MCP servers as one plugin: their tools, prompts and resources under their names.
package struct RemotePlugin: Plugin {
  package static let name = "remote"
  package static let version = "0.1.0"

  private let gateway: Gateway

  package init(host: Host) throws {
    let settings = try Settings(host.settings)
    let connections = Connections(host: host)
    gateway = Gateway(settings, targets: settings.targets.map(connections.target), host: host)
    gateway.start()
  }

  package var tools: [Tool] { gateway.tools }
  package var prompts: [Prompt] { gateway.prompts }
  package var resources: [Resource] { gateway.resources }
  package var resourceTemplates: [ResourceTemplate] { gateway.resourceTemplates }

  package func subscribed(to uri: String, _ isSubscribed: Bool) {
    gateway.subscribed(to: uri, isSubscribed)
  }

  package func quiesce() async { await gateway.stop() }
}
