import JSON

/// One prompt of one plugin, checked and ready to be listed.
final class PromptDefinition: ListedDefinition {
  /// The name that clients see: prefix, underscore, local name.
  let name: String
  /// The name that the plugin knows.
  let localName: [UInt8]
  /// The MCP Prompt object with `name` in it, compact JSON.
  let json: [UInt8]

  /// The most prompts of one plugin.
  static let maximumPrompts = 20_000

  static var kind: ListKind { .prompts }
  static var maximumCount: Int { maximumPrompts }
  var key: String { name }

  init(_ value: JSONValue, index: Int, prefix: String) throws(PluginLoadError) {
    var reader = try DefinitionReader(value, .prompts, index: index)
    let local = try reader.text("name")
    name = try ExposedName(local, prefix: prefix, .prompts, noun: "prompt").text
    try reader.checkTexts("title", "description")
    try Self.checkArguments(reader)
    reader.object["name"] = .string(name)
    localName = Array(local.utf8)
    json = try reader.serialized()
  }

  private static func checkArguments(_ reader: DefinitionReader) throws(PluginLoadError) {
    guard let member = reader.object["arguments"] else { return }
    guard let arguments = member.array else {
      throw reader.error("has arguments that are not a JSON array")
    }
    var seen: Set<String> = []
    for (index, value) in arguments.enumerated() {
      let argument = try DefinitionReader(
        value, .prompts, place: "\(reader.place).arguments[\(index)]")
      guard seen.insert(try argument.text("name")).inserted else {
        throw argument.error("has the name of another argument")
      }
      try argument.checkTexts("title", "description")
      if let required = argument.object["required"], required.bool == nil {
        throw argument.error("has a \"required\" that is neither true nor false")
      }
    }
  }
}
