import JSON

/// One resource template of one plugin, checked and ready to be listed and matched.
final class TemplateDefinition: ListedDefinition {
  let uriTemplate: String
  /// The MCP ResourceTemplate object, compact JSON.
  let json: [UInt8]
  let pattern: URITemplate

  /// The most templates of one plugin: a URI that is no listed resource is tried with each.
  static let maximumTemplates = 1_000

  static var kind: ListKind { .templates }
  static var maximumCount: Int { maximumTemplates }
  var key: String { uriTemplate }

  init(_ value: JSONValue, index: Int, prefix: String) throws(PluginLoadError) {
    let reader = try DefinitionReader(value, .templates, index: index)
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
