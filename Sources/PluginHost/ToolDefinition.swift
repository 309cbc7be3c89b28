import JSON

/// One tool of one plugin, checked and ready to be listed.
package struct ToolDefinition: Sendable, Equatable {
  /// The name that clients see: prefix, underscore, local name.
  package let name: String
  /// The name that the plugin knows.
  package let localName: [UInt8]
  /// The MCP Tool object with `name` in it, compact JSON.
  package let json: [UInt8]

  /// MCP allows more; clients and gateways do not.
  package static let maximumNameCount = 64
  /// The largest definition of one tool.
  package static let maximumDefinitionBytes = 256 << 10
  /// The most tools of one plugin.
  package static let maximumTools = 20_000

  /// What else a tool must be to be served; nil, or what is wrong with it.
  package typealias Check = @Sendable (_ name: String, _ json: [UInt8]) -> String?

  /// Reads a plugin's JSON array of tools. `prefix` "" exposes bare names. Throws `tools` with the
  /// place and what would be right.
  package static func parse(
    _ list: [UInt8], prefix: String, check: Check = { _, _ in nil }
  ) throws(PluginLoadError) -> [ToolDefinition] {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: list)
    } catch {
      throw PluginLoadError(.tools, "its list of tools is not JSON: \(error)")
    }
    guard let tools = value.array else {
      throw PluginLoadError(.tools, "its list of tools is not a JSON array")
    }
    guard tools.count <= maximumTools else {
      throw PluginLoadError(.tools, "it lists \(tools.count) tools, more than \(maximumTools)")
    }
    var seen: Set<String> = []
    var definitions: [ToolDefinition] = []
    for (index, tool) in tools.enumerated() {
      let definition = try ToolDefinition(tool, index: index, prefix: prefix)
      guard seen.insert(definition.name).inserted else {
        throw PluginLoadError(.tools, "it lists the tool \(definition.name) twice")
      }
      if let fault = check(definition.name, definition.json) {
        throw PluginLoadError(.tools, fault)
      }
      definitions.append(definition)
    }
    return definitions
  }

  private init(_ tool: JSONValue, index: Int, prefix: String) throws(PluginLoadError) {
    guard var object = tool.object, let local = object["name"]?.string else {
      throw PluginLoadError(.tools, "tools[\(index)] is not an object with a name")
    }
    let name = prefix.isEmpty ? local : "\(prefix)_\(local)"
    try Self.check(name: name, local: local)
    try Self.check(object, name: local)
    object["name"] = .string(name)
    self.name = name
    self.localName = Array(local.utf8)
    self.json = JSONValue.object(object).serialized()
    guard json.count <= Self.maximumDefinitionBytes else {
      throw PluginLoadError(
        .tools,
        "the tool \(local) has a definition of \(json.count) bytes, more than "
          + "\(Self.maximumDefinitionBytes)")
    }
  }

  private static func check(name: String, local: String) throws(PluginLoadError) {
    let isAllowed = local.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isAllowed, !local.isEmpty else {
      throw PluginLoadError(
        .tools, "the tool name \"\(local)\" has other characters than A-Z, a-z, 0-9, _ and -")
    }
    guard name.utf8.count <= maximumNameCount else {
      throw PluginLoadError(
        .tools,
        "the tool name \(name) has \(name.utf8.count) characters, more than \(maximumNameCount)")
    }
  }

  private static func check(_ tool: JSONObject, name: String) throws(PluginLoadError) {
    guard let schema = tool["inputSchema"]?.object, schema["type"]?.string == "object" else {
      throw PluginLoadError(
        .tools, "the tool \(name) needs an inputSchema that is an object with \"type\": \"object\"")
    }
  }
}
