/// The lists of a catalogue while they are gathered, and who owns what.
struct CatalogueParts: Sendable {
  private(set) var tools: [Catalogue.Tool] = []
  private(set) var prompts: [Catalogue.Prompt] = []
  private(set) var resources: [Catalogue.Resource] = []
  private(set) var templates: [Catalogue.Template] = []
  /// Why a plugin's part is not among them, by plugin.
  private(set) var problems: [String: PluginLoadError] = [:]
  private(set) var resourceOwners: [URIKey: Catalogue.Owner] = [:]
  private(set) var templateOwners: [URIKey: Catalogue.Owner] = [:]
  /// The plugins that offer completion.
  private(set) var completing: Set<String> = []
  private var toolOwners: [String: Catalogue.Owner] = [:]
  private var promptOwners: [String: Catalogue.Owner] = [:]

  /// See `Catalogue.init(_:generation:)`.
  init(_ sources: [Catalogue.Source]) {
    toolOwners.reserveCapacity(sources.reduce(0) { $0 + $1.offer.tools.definitions.count })
    for source in sources.sorted(by: { $0.backend.name < $1.backend.name }) {
      guard source.offer.isLoaded else { continue }
      let plugin = source.backend.name
      if let problem = source.offer.problem ?? clash(of: source.offer, plugin) {
        problems[plugin] = problem
      } else {
        add(source.offer, Catalogue.Owner(source.backend, source.settings))
      }
    }
  }

  /// The same with what `part` says only in its lists. Owners stay: where what a plugin lists is
  /// left out, no other plugin gets to answer for it.
  func part(_ part: Catalogue.Part) -> CatalogueParts {
    var parts = self
    parts.tools = tools.filter { part(.tools, $0.definition.name, $0.plugin) }
    parts.prompts = prompts.filter { part(.prompts, $0.name, $0.owner.plugin) }
    parts.resources = resources.filter { part(.resources, $0.uri, $0.owner.plugin) }
    parts.templates = templates.filter { part(.templates, $0.uriTemplate, $0.owner.plugin) }
    return parts
  }

  private mutating func add(_ offer: PluginOffer, _ owner: Catalogue.Owner) {
    for tool in offer.tools.definitions {
      toolOwners[tool.name] = owner
      tools.append(Catalogue.Tool(definition: tool, owner: owner))
    }
    for prompt in offer.prompts.definitions {
      promptOwners[prompt.name] = owner
      prompts.append(Catalogue.Prompt(definition: prompt, owner: owner))
    }
    for resource in offer.resources.definitions {
      resourceOwners[URIKey(resource.uri)] = owner
      resources.append(Catalogue.Resource(definition: resource, owner: owner))
    }
    for template in offer.templates.definitions {
      templateOwners[URIKey(template.uriTemplate)] = owner
      templates.append(Catalogue.Template(definition: template, owner: owner))
    }
    if offer.completes { completing.insert(owner.plugin) }
  }

  private func clash(of offer: PluginOffer, _ plugin: String) -> PluginLoadError? {
    func error(
      _ first: Catalogue.Owner, _ what: String, _ remedy: String
    ) -> PluginLoadError {
      PluginLoadError(
        .clash, "the plugins \(first.plugin) and \(plugin) both offer \(what); \(remedy)")
    }
    let otherPrefix = "set another \"prefix\" for one of them"
    let otherURI = "a URI has one owner, so one of them must use another or not be loaded"
    for tool in offer.tools.definitions {
      guard let first = toolOwners[tool.name] else { continue }
      return error(first, "a tool named \(tool.name)", otherPrefix)
    }
    for prompt in offer.prompts.definitions {
      guard let first = promptOwners[prompt.name] else { continue }
      return error(first, "a prompt named \(prompt.name)", otherPrefix)
    }
    for resource in offer.resources.definitions {
      guard let first = resourceOwners[URIKey(resource.uri)] else { continue }
      return error(first, "the resource \(resource.uri)", otherURI)
    }
    for template in offer.templates.definitions {
      guard let first = templateOwners[URIKey(template.uriTemplate)] else { continue }
      return error(first, "the resource template \(template.uriTemplate)", otherURI)
    }
    return nil
  }
}
