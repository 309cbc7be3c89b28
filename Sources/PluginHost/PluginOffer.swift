/// What one plugin offers: its lists, read. Of a newer list only what has other bytes is read.
struct PluginOffer: Sendable {
  private(set) var tools = DefinitionList<ToolDefinition>()
  private(set) var prompts = DefinitionList<PromptDefinition>()
  private(set) var resources = DefinitionList<ResourceDefinition>()
  private(set) var templates = DefinitionList<TemplateDefinition>()
  private var lists: PluginLists?
  private var problems: [ListKind: PluginLoadError] = [:]

  /// Whether the plugin has been loaded.
  var isLoaded: Bool { lists != nil }
  /// Whether the plugin offers `toolrack.completion/1`.
  var completes: Bool { lists?.completes ?? false }
  /// What is wrong with the first list that cannot be served.
  var problem: PluginLoadError? {
    ListKind.allCases.lazy.compactMap { problems[$0] }.first
  }

  /// Takes over what the plugin lists now; nil: it is not loaded. Returns whether that is new.
  mutating func update(
    _ newer: PluginLists?, prefix: String, check: DefinitionCheck
  ) -> Bool {
    let before = lists
    lists = newer
    let changed = ListKind.allCases.filter {
      !(newer?[$0] ?? Self.none).hasSameBytes(as: before?[$0] ?? Self.none)
    }
    for kind in changed {
      problems[kind] = nil
      do throws(PluginLoadError) {
        try read(newer?[kind] ?? Self.none, kind, prefix: prefix, check: check)
      } catch {
        problems[kind] = error
      }
    }
    return !changed.isEmpty || isLoaded != (before != nil)
      || completes != (before?.completes ?? false)
  }

  private static let none = Array("[]".utf8)

  private mutating func read(
    _ list: [UInt8], _ kind: ListKind, prefix: String, check: DefinitionCheck
  ) throws(PluginLoadError) {
    switch kind {
    case .tools:
      tools = try DefinitionList(reading: list, prefix: prefix, reusing: tools, check: check)
    case .prompts:
      prompts = try DefinitionList(reading: list, prefix: prefix, reusing: prompts, check: check)
    case .resources:
      resources = try DefinitionList(
        reading: list, prefix: prefix, reusing: resources, check: check)
    case .templates:
      templates = try DefinitionList(
        reading: list, prefix: prefix, reusing: templates, check: check)
    }
  }
}

/// What else must hold of one definition of a list, by the key that clients see: name, URI or URI
/// template. Nil, or what is wrong with it.
package typealias DefinitionCheck =
  @Sendable (_ kind: ListKind, _ key: String, _ json: [UInt8]) -> String?
