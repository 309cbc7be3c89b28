/// What all plugins together offer at one moment. Immutable: a change makes a new one with the next
/// generation.
package struct Catalogue: Sendable {
  /// A tool and who runs it.
  package struct Tool: Sendable {
    package let definition: ToolDefinition
    package let plugin: String
    let backend: any PluginBackend
    let settings: PluginSettings
  }

  package private(set) var generation: UInt64 = 0
  /// In the order of plugin names, then in each plugin's own.
  package private(set) var tools: [Tool] = []
  /// Why a plugin's tools are not among them, by plugin.
  package private(set) var problems: [String: PluginLoadError] = [:]

  /// Nothing.
  package static var empty: Catalogue { Catalogue() }

  init() {}

  /// One plugin's part.
  struct Source {
    let backend: any PluginBackend
    let settings: PluginSettings
    var prefix: String { settings.prefix ?? backend.name }
  }

  /// Gathers the tools of all plugins that are loaded.
  init(_ sources: [Source], generation: UInt64, check: ToolDefinition.Check = { _, _ in nil }) {
    self.generation = generation
    var owners: [String: String] = [:]
    for source in sources.sorted(by: { $0.backend.name < $1.backend.name }) {
      guard let list = source.backend.tools else { continue }
      do throws(PluginLoadError) {
        let definitions = try ToolDefinition.parse(list, prefix: source.prefix, check: check)
        try Self.refuseClash(definitions, source.backend.name, owners)
        for definition in definitions {
          owners[definition.name] = source.backend.name
          tools.append(
            Tool(
              definition: definition, plugin: source.backend.name, backend: source.backend,
              settings: source.settings))
        }
      } catch {
        problems[source.backend.name] = error
      }
    }
  }

  private static func refuseClash(
    _ definitions: [ToolDefinition], _ plugin: String, _ owners: [String: String]
  ) throws(PluginLoadError) {
    for definition in definitions {
      guard let owner = owners[definition.name] else { continue }
      throw PluginLoadError(
        .clash,
        "the plugins \(owner) and \(plugin) both offer a tool named \(definition.name); set "
          + "another \"prefix\" for one of them")
    }
  }
}
