/// The lists that an MCP server gives.
enum ListKind: String, Sendable, CaseIterable {
  case tools, prompts, resources, templates

  /// The request that gives a page of it.
  var method: String {
    switch self {
    case .tools, .prompts, .resources: "\(rawValue)/list"
    case .templates: "resources/templates/list"
    }
  }

  /// The member of the result that holds it.
  var member: String { self == .templates ? "resourceTemplates" : rawValue }

  /// The server capability that it comes with.
  var capability: String { self == .templates ? "resources" : rawValue }

  /// The member that no two elements share.
  var key: String {
    switch self {
    case .tools, .prompts: "name"
    case .resources: "uri"
    case .templates: "uriTemplate"
    }
  }

  /// In sentences: "the tool a".
  var noun: String {
    switch self {
    case .tools: "tool"
    case .prompts: "prompt"
    case .resources: "resource"
    case .templates: "resource template"
    }
  }

  /// The most elements of one target: several targets share what the host takes of one plugin.
  var maximumCount: Int { self == .templates ? 200 : 5_000 }

  /// The most elements of all targets, as the host takes them.
  var maximumTotal: Int { self == .templates ? 1_000 : 20_000 }
}
