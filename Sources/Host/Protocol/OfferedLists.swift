import MCP
import PluginHost

/// The catalogue as the protocol lists it.
enum OfferedLists {
  /// - Parameter previous: lists whose parts are used again where they are the same.
  static func of(
    _ catalogue: Catalogue, pageSize: Int, reusing previous: Lists
  ) throws -> Lists {
    let generation = catalogue.generation
    func items(
      _ kind: ItemKind, _ items: [OfferedItem], _ previous: ItemList
    ) throws -> ItemList {
      try ItemList(
        kind, items, generation: generation, pageSize: pageSize, reusing: previous)
    }
    return Lists(
      tools: try ToolList(
        tools: catalogue.tools.map { tool in
          OfferedTool(
            name: Array(tool.definition.name.utf8), object: tool.definition.json,
            taskSupport: support(tool.definition.taskSupport))
        }, generation: generation, pageSize: pageSize, reusing: previous.tools),
      prompts: try items(
        .prompt, catalogue.prompts.map { OfferedItem(key: Array($0.name.utf8), object: $0.json) },
        previous.prompts),
      resources: try items(
        .resource,
        catalogue.resources.map { OfferedItem(key: Array($0.uri.utf8), object: $0.json) },
        previous.resources),
      templates: try items(
        .template,
        catalogue.templates.map { OfferedItem(key: Array($0.uriTemplate.utf8), object: $0.json) },
        previous.templates),
      hasCompletion: hasCompletion(catalogue), isGiven: { catalogue.owner(ofResource: $0) != nil })
  }

  private static func hasCompletion(_ catalogue: Catalogue) -> Bool {
    catalogue.prompts.contains { catalogue.completes($0.owner) }
      || catalogue.templates.contains { catalogue.completes($0.owner) }
      || catalogue.resources.contains { catalogue.completes($0.owner) }
  }

  /// What keeps one definition of a plugin's list from being listed; nil where nothing does. What
  /// passes here one by one can be listed together.
  static func fault(_ kind: ListKind, _ key: String, _ json: [UInt8]) -> String? {
    let key = Array(key.utf8)
    switch kind {
    case .tools: return ToolList.fault(of: OfferedTool(name: key, object: json))?.description
    case .prompts: return fault(.prompt, key, json)
    case .resources: return fault(.resource, key, json)
    case .templates: return fault(.template, key, json)
    }
  }

  private static func fault(_ kind: ItemKind, _ key: [UInt8], _ json: [UInt8]) -> String? {
    ItemList.fault(of: OfferedItem(key: key, object: json), kind)?.description
  }

  private static func support(_ support: TaskSupport) -> OfferedTool.TaskSupport {
    switch support {
    case .forbidden: .forbidden
    case .optional: .optional
    case .required: .required
    }
  }
}
