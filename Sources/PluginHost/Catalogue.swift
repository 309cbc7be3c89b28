/// What all plugins together offer at one moment. Immutable: a change makes a new one with the next
/// generation. Lists are in the order of plugin names, then in each plugin's own. A copy is one
/// reference, since every request has one.
package struct Catalogue: Sendable {
  /// Who answers.
  package final class Owner: Sendable {
    /// The plugin's name.
    package let plugin: String
    let backend: any PluginBackend
    let callTimeoutNanoseconds: UInt64
    let taskTimeoutNanoseconds: UInt64
    /// How long a call of it may take that has become a task.
    package let taskTimeoutMilliseconds: Int64

    init(_ backend: any PluginBackend, _ settings: PluginSettings) {
      plugin = backend.name
      self.backend = backend
      callTimeoutNanoseconds =
        settings.callTimeoutMilliseconds * MonotonicClock.nanosecondsPerMillisecond
      taskTimeoutNanoseconds =
        settings.taskTimeoutMilliseconds * MonotonicClock.nanosecondsPerMillisecond
      taskTimeoutMilliseconds = Int64(clamping: settings.taskTimeoutMilliseconds)
    }
  }

  /// A tool and who runs it.
  package struct Tool: Sendable {
    package let definition: ToolDefinition
    package let owner: Owner
    /// The owner's name.
    package var plugin: String { owner.plugin }
  }

  /// A tool and who runs it, without counting references: every call looks at both, and counters
  /// that all threads share would hold them up. Valid while the catalogue is kept that gave it.
  package struct ToolReference: Sendable {
    private let unmanagedDefinition: Unmanaged<ToolDefinition>
    private let unmanagedOwner: Unmanaged<Owner>

    fileprivate init(_ tool: Tool) {
      unmanagedDefinition = Unmanaged.passUnretained(tool.definition)
      unmanagedOwner = Unmanaged.passUnretained(tool.owner)
    }

    package var definition: ToolDefinition { unmanagedDefinition.takeUnretainedValue() }
    package var owner: Owner { unmanagedOwner.takeUnretainedValue() }

    /// Both, as they are, for as long as `body` runs.
    func with<Result>(_ body: (ToolDefinition, Owner) -> Result) -> Result {
      unmanagedDefinition._withUnsafeGuaranteedRef { definition in
        unmanagedOwner._withUnsafeGuaranteedRef { body(definition, $0) }
      }
    }
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
  }

  /// One plugin's part.
  struct Source {
    let backend: any PluginBackend
    let settings: PluginSettings
    var offer = PluginOffer()
    var prefix: String { settings.prefix ?? backend.name }
  }

  /// Whether a part of the catalogue has what is of that kind, by its name or URI, and of that
  /// plugin. Resources that only a template gives are asked about one by one.
  package typealias Part =
    @Sendable (_ kind: ListKind, _ key: String, _ plugin: String) -> Bool

  private final class Content: Sendable {
    /// What is listed; in a part of a catalogue, owners are those of the whole.
    let parts: CatalogueParts
    let toolReferences: [ToolReference]
    let templates: TemplateIndex
    /// Who reads what is of the form of a template, by its place in the index.
    let templateOwners: [Owner]
    let generation: UInt64
    /// Nil for the whole.
    let part: Part?

    init(_ parts: CatalogueParts, generation: UInt64) {
      self.parts = parts
      toolReferences = parts.tools.map(ToolReference.init)
      templates = TemplateIndex(parts.templates.map(\.definition.pattern))
      templateOwners = parts.templates.map(\.owner)
      self.generation = generation
      part = nil
    }

    init(_ part: @escaping Part, of whole: Content) {
      parts = whole.parts.part(part)
      toolReferences = parts.tools.map(ToolReference.init)
      templates = whole.templates
      templateOwners = whole.templateOwners
      generation = whole.generation
      self.part = part
    }

    /// The owner, unless what it owns is left out here.
    func kept(_ owner: Owner?, _ kind: ListKind, _ key: URIKey) -> Owner? {
      guard let part, let owner else { return owner }
      return part(kind, key.text, owner.plugin) ? owner : nil
    }
  }

  private let content: Content

  /// Nothing.
  package static let empty = Catalogue([], generation: 0)

  /// Gathers what all plugins offer that are loaded. One with a list that cannot be served, or that
  /// claims what an earlier one has, is left out as a whole, with a problem that says why.
  init(_ sources: [Source], generation: UInt64) {
    content = Content(CatalogueParts(sources), generation: generation)
  }

  private init(_ content: Content) { self.content = content }

  /// The part of this catalogue that has what `part` says; of a part, less still.
  package func part(_ part: @escaping Part) -> Catalogue {
    guard let before = content.part else { return Catalogue(Content(part, of: content)) }
    return Catalogue(Content({ before($0, $1, $2) && part($0, $1, $2) }, of: content))
  }

  package var generation: UInt64 { content.generation }
  package var tools: [Tool] { content.parts.tools }
  /// The tool at a position of `tools`, which must be in range.
  package func toolReference(at index: Int) -> ToolReference { content.toolReferences[index] }
  package var prompts: [Prompt] { content.parts.prompts }
  package var resources: [Resource] { content.parts.resources }
  package var templates: [Template] { content.parts.templates }
  /// Why a plugin's part is not among them, by plugin.
  package var problems: [String: PluginLoadError] { content.parts.problems }

  /// Who reads a resource: the plugin that lists it, else that of the first template whose form it
  /// has; nil where there is none.
  package func owner(ofResource uri: String) -> Owner? {
    guard uri.utf8.count <= ResourceDefinition.maximumURIBytes else { return nil }
    return owner(ofResource: URIKey(uri))
  }

  func owner(ofResource uri: URIKey) -> Owner? {
    let owner =
      content.parts.resourceOwners[uri]
      ?? content.templates.firstMatch(uri.utf8).map { content.templateOwners[$0] }
    return content.kept(owner, .resources, uri)
  }

  /// Who completes the arguments of a listed template, or of a listed resource, which MCP permits
  /// in its place.
  package func owner(ofTemplate uriTemplate: String) -> Owner? {
    let key = URIKey(uriTemplate)
    return content.kept(content.parts.templateOwners[key], .templates, key)
      ?? content.kept(content.parts.resourceOwners[key], .resources, key)
  }

  /// Whether the plugin offers `toolrack.completion/1`.
  package func completes(_ owner: Owner) -> Bool {
    content.parts.completing.contains(owner.plugin)
  }

  /// Which lists differ from those of an earlier catalogue.
  func changes(since earlier: Catalogue) -> ListChanges {
    var changes: ListChanges = []
    if !tools.elementsEqual(earlier.tools, by: { $0.definition.isSame(as: $1.definition) }) {
      changes.insert(.tools)
    }
    if !prompts.elementsEqual(earlier.prompts, by: { $0.definition.isSame(as: $1.definition) }) {
      changes.insert(.prompts)
    }
    if !resources.elementsEqual(
      earlier.resources, by: { $0.definition.isSame(as: $1.definition) })
      || !templates.elementsEqual(
        earlier.templates, by: { $0.definition.isSame(as: $1.definition) })
    {
      changes.insert(.resources)
    }
    return changes
  }
}
