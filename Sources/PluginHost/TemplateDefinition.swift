import JSON

/// One resource template of one plugin, checked and ready to be listed and matched.
struct TemplateDefinition: Sendable, Equatable {
  let uriTemplate: String
  /// The MCP ResourceTemplate object, compact JSON.
  let json: [UInt8]
  let pattern: URITemplate

  /// The most templates of one plugin: a URI that is no listed resource is tried with each.
  static let maximumTemplates = 1_000

  /// Reads a plugin's JSON array of resource templates. Throws `resources` with the place and what
  /// would be right.
  static func parse(_ list: [UInt8]) throws(PluginLoadError) -> [TemplateDefinition] {
    var seen: Set<URIKey> = []
    var definitions: [TemplateDefinition] = []
    let templates = try DefinitionList.elements(list, .templates, maximum: maximumTemplates)
    for (index, template) in templates.enumerated() {
      let definition = try TemplateDefinition(
        try DefinitionReader(template, .templates, index: index))
      guard seen.insert(URIKey(definition.uriTemplate)).inserted else {
        throw PluginLoadError(
          .resources, "it lists the resource template \(definition.uriTemplate) twice")
      }
      definitions.append(definition)
    }
    return definitions
  }

  private init(_ reader: DefinitionReader) throws(PluginLoadError) {
    uriTemplate = try reader.text("uriTemplate")
    guard uriTemplate.utf8.count <= ResourceDefinition.maximumURIBytes else {
      throw reader.error(
        "has a uriTemplate of \(uriTemplate.utf8.count) bytes, more than "
          + "\(ResourceDefinition.maximumURIBytes)")
    }
    do {
      pattern = try URITemplate(uriTemplate)
    } catch {
      throw reader.error("has the uriTemplate \"\(uriTemplate)\": \(error)")
    }
    _ = try reader.text("name")
    try reader.checkTexts("title", "description", "mimeType")
    json = try reader.serialized()
  }
}
