/// What one plugin offers: its lists, parsed. A list is parsed again only when its bytes change.
struct PluginOffer: Sendable {
  private(set) var tools: [ToolDefinition] = []
  private(set) var prompts: [PromptDefinition] = []
  private(set) var resources: [ResourceDefinition] = []
  private(set) var templates: [TemplateDefinition] = []
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
    guard newer != lists else { return false }
    let before = lists
    lists = newer
    for kind in ListKind.allCases where before?[kind] != newer?[kind] {
      problems[kind] = nil
      do throws(PluginLoadError) {
        try parse(newer?[kind] ?? Array("[]".utf8), kind, prefix: prefix, check: check)
      } catch {
        problems[kind] = error
      }
    }
    return true
  }

  private mutating func parse(
    _ list: [UInt8], _ kind: ListKind, prefix: String, check: DefinitionCheck
  ) throws(PluginLoadError) {
    switch kind {
    case .tools:
      tools = try ToolDefinition.parse(list, prefix: prefix)
      try Self.check(tools.lazy.map { ($0.name, $0.json) }, kind, check)
    case .prompts:
      prompts = try PromptDefinition.parse(list, prefix: prefix)
      try Self.check(prompts.lazy.map { ($0.name, $0.json) }, kind, check)
    case .resources:
      resources = try ResourceDefinition.parse(list)
      try Self.check(resources.lazy.map { ($0.uri, $0.json) }, kind, check)
    case .templates:
      templates = try TemplateDefinition.parse(list)
      try Self.check(templates.lazy.map { ($0.uriTemplate, $0.json) }, kind, check)
    }
  }

  private static func check(
    _ definitions: some Sequence<(String, [UInt8])>, _ kind: ListKind, _ check: DefinitionCheck
  ) throws(PluginLoadError) {
    for (key, json) in definitions {
      if let fault = check(kind, key, json) { throw PluginLoadError(kind.code, fault) }
    }
  }
}

/// What else must hold of one definition of a list, by the key that clients see: name, URI or URI
/// template. Nil, or what is wrong with it.
package typealias DefinitionCheck =
  @Sendable (_ kind: ListKind, _ key: String, _ json: [UInt8]) -> String?
