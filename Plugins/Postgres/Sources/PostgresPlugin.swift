package import PluginKit

internal import JSON

/// PostgreSQL for agents: what is in a database, and what its rows say, without a way to do harm.
package struct PostgresPlugin: Plugin {
  package static let name = "pg"
  package static let version = "0.1.0"

  private let databases: Databases
  /// Those of the plugin itself.
  private let ownTools: [Tool]
  private let declared: DeclaredTools
  private let tables: TableResource

  package init(host: Host) throws {
    let settings = try Settings(host.settings)
    let databases = Databases(settings.databases.map { Database($0, host: host) })
    self.databases = databases
    let declared = DeclaredTools(
      databases: databases, host: host, folder: settings.declaredToolsFolder)
    self.declared = declared
    var tools = QueryTools(databases: databases, host: host).tools
    tools += CatalogTools(databases: databases, host: host, declared: declared).tools
    if settings.hasAdministrationTools {
      tools += AdministrationTools(databases: databases, host: host).tools
    }
    if databases.hasWritable { tools += WritingTools(databases: databases, host: host).tools }
    ownTools = tools
    tables = TableResource(databases: databases, host: host)
    declared.start(reserved: tools.map(\.name))
  }

  package var tools: [Tool] { ownTools + declared.tools }

  package var prompts: [Prompt] { Skill.prompts(listed: tools) }

  package var resourceTemplates: [ResourceTemplate] { tables.templates }

  package func quiesce() async {
    declared.stop()
    await databases.stop()
  }
}
