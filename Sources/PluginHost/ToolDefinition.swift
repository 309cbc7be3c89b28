package import JSON

/// One tool of one plugin, checked and ready to be listed.
package final class ToolDefinition: ListedDefinition {
  /// The name that clients see: prefix, underscore, local name.
  package let name: String
  /// The name that the plugin knows.
  package let localName: [UInt8]
  /// The MCP Tool object with `name` in it and without `execution`, compact JSON.
  package let json: [UInt8]
  /// Whether it may run as a task.
  package let taskSupport: TaskSupport
  /// Whether it asks the client before a task is made of it.
  package let asksFirst: Bool

  /// MCP allows more; clients and gateways do not.
  package static let maximumNameCount = ExposedName.maximumCount
  /// The largest definition of one tool.
  package static let maximumDefinitionBytes = DefinitionReader.maximumBytes
  /// The most tools of one plugin.
  package static let maximumTools = 20_000

  package static var kind: ListKind { .tools }
  package static var maximumCount: Int { maximumTools }
  package var key: String { name }

  package init(_ tool: JSONValue, index: Int, prefix: String) throws(PluginLoadError) {
    guard var object = tool.object, let local = object["name"]?.string else {
      throw PluginLoadError(.tools, "tools[\(index)] is not an object with a name")
    }
    name = try ExposedName(local, prefix: prefix, .tools, noun: "tool").text
    try Self.check(object, name: local)
    let execution = try ToolExecution.take(from: &object, name: local)
    taskSupport = execution.taskSupport
    asksFirst = execution.asksFirst
    object["name"] = .string(name)
    localName = Array(local.utf8)
    json = JSONValue.object(object).serialized()
    guard json.count <= Self.maximumDefinitionBytes else {
      throw PluginLoadError(
        .tools,
        "the tool \(local) has a definition of \(json.count) bytes, more than "
          + "\(Self.maximumDefinitionBytes)")
    }
  }

  package func isSame(as other: ToolDefinition) -> Bool {
    self === other
      || json.hasSameBytes(as: other.json) && taskSupport == other.taskSupport
        && asksFirst == other.asksFirst
  }

  private static func check(_ tool: JSONObject, name: String) throws(PluginLoadError) {
    guard let schema = tool["inputSchema"]?.object, schema["type"]?.string == "object" else {
      throw PluginLoadError(
        .tools, "the tool \(name) needs an inputSchema that is an object with \"type\": \"object\"")
    }
  }
}
