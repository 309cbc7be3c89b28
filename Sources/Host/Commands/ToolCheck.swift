import JSON
import JSONSchema
import MCP
import PluginHost

/// What `toolrack check` says about the lists of a plugin.
enum ToolCheck {
  static func run(_ catalogue: Catalogue, plugin: String, _ report: inout CheckReport) {
    for tool in catalogue.tools { check(tool.definition, plugin, &report) }
    let bytes = catalogue.tools.reduce(0) { $0 + $1.definition.json.count }
    report.add(.passed, "tools", "\(catalogue.tools.count) tools, \(bytes) bytes of tools/list")
    checkItems(catalogue, &report)
  }

  private static func check(
    _ definition: ToolDefinition, _ plugin: String, _ report: inout CheckReport
  ) {
    let offered = OfferedTool(name: Array(definition.name.utf8), object: definition.json)
    if let fault = ToolList.fault(of: offered) { report.add(.failed, "tools", "\(fault)") }
    // Alone a plugin shows bare names; in a host they begin with its own.
    let exposed = "\(plugin)_\(definition.name)"
    if exposed.utf8.count > ToolDefinition.maximumNameCount {
      report.add(
        .failed, "tools",
        "\(exposed) has \(exposed.utf8.count) characters, more than "
          + "\(ToolDefinition.maximumNameCount)")
    }
    for warning in gatewayWarnings(definition, exposed) { report.add(.warning, "tools", warning) }
  }

  /// What gateways refuse or cut off although it is valid.
  private static func gatewayWarnings(
    _ definition: ToolDefinition, _ exposed: String
  ) -> [String] {
    guard let document = try? JSONDocument(parsing: definition.json),
      let schema = document.member(document.root, "inputSchema")
    else { return [] }
    let description = document.member(document.root, "description").flatMap(document.string)
    return GatewayProfile.warnings(
      toolName: exposed, description: description, schema: document, node: schema)
  }

  private static func checkItems(_ catalogue: Catalogue, _ report: inout CheckReport) {
    let lists: [(String, ItemKind, [OfferedItem])] = [
      (
        "prompts", .prompt,
        catalogue.prompts.map { OfferedItem(key: Array($0.name.utf8), object: $0.json) }
      ),
      (
        "resources", .resource,
        catalogue.resources.map { OfferedItem(key: Array($0.uri.utf8), object: $0.json) }
      ),
      (
        "resource templates", .template,
        catalogue.templates.map { OfferedItem(key: Array($0.uriTemplate.utf8), object: $0.json) }
      ),
    ]
    for (subject, kind, items) in lists where !items.isEmpty {
      for item in items {
        guard let fault = ItemList.fault(of: item, kind) else { continue }
        report.add(.failed, subject, "\(fault)")
      }
      report.add(.passed, subject, "\(items.count) \(subject)")
    }
  }
}
