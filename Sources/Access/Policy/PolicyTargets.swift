import AWS

/// Something that a caller may use, by the name that clients see.
package struct PolicyTarget: Sendable, Hashable {
  /// What it is. A resource template counts as a resource whose URI is the template's text.
  package enum Kind: Sendable {
    case tool, prompt, resource
  }

  package let kind: Kind
  /// The plugin that answers for it.
  package let plugin: String
  /// Its name, or its URI.
  package let name: String

  /// That of a plugin.
  package init(_ kind: Kind, _ name: String, of plugin: String) {
    self.kind = kind
    self.plugin = plugin
    self.name = name
  }
}

/// What a rule of the policy is about: tools, prompts and resources by name, as far as they are of
/// those plugins. Where no names are given, everything of those plugins.
package struct PolicyTargets: Sendable {
  /// Empty: all.
  package var plugins: [Glob] = []
  package var tools: [Glob] = []
  package var prompts: [Glob] = []
  package var resources: [Glob] = []

  /// Everything.
  package init() {}

  /// Whether names are given.
  private var areNamed: Bool { !tools.isEmpty || !prompts.isEmpty || !resources.isEmpty }

  /// Whether there is no condition.
  package var areAll: Bool { plugins.isEmpty && !areNamed }

  /// Whether a resource is among them once both are decoded (RFC 3986 section 2.1): what a plugin
  /// takes for the same.
  func containDecoded(_ resource: PolicyTarget) -> Bool {
    guard plugins.isEmpty || plugins.match(resource.plugin) else { return false }
    let name = PercentEncoding.decode(Array(resource.name.utf8)).text
    return resources.contains { $0.decoded.matches(name) }
  }

  func contain(_ target: PolicyTarget) -> Bool {
    guard plugins.isEmpty || plugins.match(target.plugin) else { return false }
    guard areNamed else { return true }
    return switch target.kind {
    case .tool: tools.match(target.name)
    case .prompt: prompts.match(target.name)
    case .resource: resources.match(target.name)
    }
  }
}
