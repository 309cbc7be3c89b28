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
    _ newer: PluginLists?, prefix: String, check: ToolDefinition.Check
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
    _ list: [UInt8], _ kind: ListKind, prefix: String, check: ToolDefinition.Check
  ) throws(PluginLoadError) {
    switch kind {
    case .tools: tools = try ToolDefinition.parse(list, prefix: prefix, check: check)
    case .prompts: prompts = try PromptDefinition.parse(list, prefix: prefix)
    case .resources: resources = try ResourceDefinition.parse(list)
    case .templates: templates = try TemplateDefinition.parse(list)
    }
  }
}
