/// What all plugins together offer at one moment. Immutable: a change makes a new one with the next
/// generation. Lists are in the order of plugin names, then in each plugin's own.
package struct Catalogue: Sendable {
  /// Who answers.
  package struct Owner: Sendable {
    /// The plugin's name.
    package let plugin: String
    let backend: any PluginBackend
    let settings: PluginSettings

    /// How long a call of it may take that has become a task.
    package var taskTimeoutMilliseconds: Int64 { Int64(clamping: settings.taskTimeoutMilliseconds) }
  }

  /// A tool and who runs it.
  package struct Tool: Sendable {
    package let definition: ToolDefinition
    package let owner: Owner
    /// The owner's name.
    package var plugin: String { owner.plugin }
  }

  /// A prompt and who gives it.
  package struct Prompt: Sendable {
    let definition: PromptDefinition
    package let owner: Owner
    /// The name that clients see: prefix, underscore, local name.
    package var name: String { definition.name }
    /// The name that the plugin knows.
    package var localName: [UInt8] { definition.localName }
    /// The MCP Prompt object with `name` in it, compact JSON.
    package var json: [UInt8] { definition.json }
  }

  /// A resource and who reads it.
  package struct Resource: Sendable {
    let definition: ResourceDefinition
    package let owner: Owner
    package var uri: String { definition.uri }
    /// The MCP Resource object, compact JSON.
    package var json: [UInt8] { definition.json }
  }

  /// A resource template and who reads what is of its form.
  package struct Template: Sendable {
    let definition: TemplateDefinition
    package let owner: Owner
    package var uriTemplate: String { definition.uriTemplate }
    /// The MCP ResourceTemplate object, compact JSON.
    package var json: [UInt8] { definition.json }

    /// Whether the URI is of the template's form, see `URITemplate`.
    package func matches(_ uri: String) -> Bool {
      definition.pattern.matches(uri.utf8.span)
    }
  }

  package private(set) var generation: UInt64 = 0
  package private(set) var tools: [Tool] = []
  package private(set) var prompts: [Prompt] = []
  package private(set) var resources: [Resource] = []
  package private(set) var templates: [Template] = []
  /// Why a plugin's part is not among them, by plugin.
  package private(set) var problems: [String: PluginLoadError] = [:]

  private var toolOwners: [String: String] = [:]
  private var promptOwners: [String: String] = [:]
  private var resourceOwners: [URIKey: Owner] = [:]
  private var templateOwners: [URIKey: Owner] = [:]
  private var completing: Set<String> = []

  /// Nothing.
  package static var empty: Catalogue { Catalogue() }

  init() {}

  /// One plugin's part.
  struct Source {
    let backend: any PluginBackend
    let settings: PluginSettings
    var offer = PluginOffer()
    var prefix: String { settings.prefix ?? backend.name }
  }

  /// Gathers what all plugins offer that are loaded. One with a list that cannot be served, or that
  /// claims what an earlier one has, is left out as a whole, with a problem that says why.
  init(_ sources: [Source], generation: UInt64) {
    self.generation = generation
    for source in sources.sorted(by: { $0.backend.name < $1.backend.name }) {
      guard source.offer.isLoaded else { continue }
      let plugin = source.backend.name
      if let problem = source.offer.problem ?? clash(of: source.offer, plugin) {
        problems[plugin] = problem
      } else {
        let owner = Owner(plugin: plugin, backend: source.backend, settings: source.settings)
        add(source.offer, owner)
      }
    }
  }

  private mutating func add(_ offer: PluginOffer, _ owner: Owner) {
    for tool in offer.tools {
      toolOwners[tool.name] = owner.plugin
      tools.append(Tool(definition: tool, owner: owner))
    }
    for prompt in offer.prompts {
      promptOwners[prompt.name] = owner.plugin
      prompts.append(Prompt(definition: prompt, owner: owner))
    }
    for resource in offer.resources {
      resourceOwners[URIKey(resource.uri)] = owner
      resources.append(Resource(definition: resource, owner: owner))
    }
    for template in offer.templates {
      templateOwners[URIKey(template.uriTemplate)] = owner
      templates.append(Template(definition: template, owner: owner))
    }
    if offer.completes { completing.insert(owner.plugin) }
  }

  private func clash(of offer: PluginOffer, _ plugin: String) -> PluginLoadError? {
    func error(_ first: String, _ what: String, _ remedy: String) -> PluginLoadError {
      PluginLoadError(.clash, "the plugins \(first) and \(plugin) both offer \(what); \(remedy)")
    }
    let otherPrefix = "set another \"prefix\" for one of them"
    let otherURI = "a URI has one owner, so one of them must use another or not be loaded"
    for tool in offer.tools {
      guard let first = toolOwners[tool.name] else { continue }
      return error(first, "a tool named \(tool.name)", otherPrefix)
    }
    for prompt in offer.prompts {
      guard let first = promptOwners[prompt.name] else { continue }
      return error(first, "a prompt named \(prompt.name)", otherPrefix)
    }
    for resource in offer.resources {
      guard let first = resourceOwners[URIKey(resource.uri)] else { continue }
      return error(first.plugin, "the resource \(resource.uri)", otherURI)
    }
    for template in offer.templates {
      guard let first = templateOwners[URIKey(template.uriTemplate)] else { continue }
      return error(first.plugin, "the resource template \(template.uriTemplate)", otherURI)
    }
    return nil
  }

  /// Who reads a resource: the plugin that lists it, else that of the first template whose form it
  /// has; nil where there is none.
  package func owner(ofResource uri: String) -> Owner? {
    guard uri.utf8.count <= ResourceDefinition.maximumURIBytes else { return nil }
    return resourceOwners[URIKey(uri)] ?? templates.first { $0.matches(uri) }?.owner
  }

  /// Who completes the arguments of a listed template, or of a listed resource, which MCP permits
  /// in its place.
  package func owner(ofTemplate uriTemplate: String) -> Owner? {
    let key = URIKey(uriTemplate)
    return templateOwners[key] ?? resourceOwners[key]
  }

  /// Whether the plugin offers `toolrack.completion/1`.
  package func completes(_ owner: Owner) -> Bool { completing.contains(owner.plugin) }

  /// Which lists differ from those of an earlier catalogue.
  func changes(since earlier: Catalogue) -> ListChanges {
    var changes: ListChanges = []
    if !tools.elementsEqual(earlier.tools, by: { $0.definition == $1.definition }) {
      changes.insert(.tools)
    }
    if !prompts.elementsEqual(earlier.prompts, by: { $0.json == $1.json }) {
      changes.insert(.prompts)
    }
    if !resources.elementsEqual(earlier.resources, by: { $0.json == $1.json })
      || !templates.elementsEqual(earlier.templates, by: { $0.json == $1.json })
    {
      changes.insert(.resources)
    }
    return changes
  }
}
