package import JSON

/// Warns about what gateways in front of an MCP server refuse or cut off although it is valid:
/// AgentCore Gateway takes no references and no dynamic keywords, asks for descriptions, and
/// truncates long names.
package enum GatewayProfile {
  /// Tool names longer than this are truncated.
  package static let longestName = 48

  private static let refused: [StaticString] = [
    "$ref", "$defs", "definitions", "$anchor", "$dynamicRef", "$dynamicAnchor",
  ]

  /// The warnings for one tool, each a sentence that names the tool and the place. `schema` is the
  /// tool's input schema at `node`.
  package static func warnings(
    toolName: String, description: String?, schema: JSONDocument, node: JSONDocument.Node = 0
  ) -> [String] {
    var warnings: [String] = []
    if toolName.utf8.count > longestName {
      warnings.append("its name has \(toolName.utf8.count) characters; at most \(longestName) pass")
    }
    if isBlank(description) { warnings.append("it has no description") }
    var pending = [node]
    while let subschema = pending.popLast() {
      warnings += keywords(of: subschema, in: schema, root: node)
      warnings += descriptions(of: subschema, in: schema, root: node)
      pending += KeywordNodes(schema, subschema).children(in: schema).reversed()
    }
    return warnings.map { "tool \(ShownValue.quoted(toolName)): \($0)" }
  }

  private static func keywords(
    of node: Int, in schema: JSONDocument, root: Int
  ) -> [String] {
    refused.filter { schema.member(node, $0) != nil }.map {
      "\"\($0)\" at \(place(node, in: schema, root: root)) is not supported by all gateways; write "
        + "the schema out in place"
    }
  }

  private static func descriptions(
    of node: Int, in schema: JSONDocument, root: Int
  ) -> [String] {
    guard let properties = schema.member(node, "properties") else { return [] }
    var warnings: [String] = []
    for (key, value) in schema.members(properties) {
      let description = schema.member(value, "description").flatMap(schema.string)
      if isBlank(description) {
        warnings.append(
          "the property \(place(value, in: schema, root: root)) has no description")
      }
      if let name = schema.string(key), name.utf8.count > longestName {
        warnings.append(
          "the name of the property \(place(value, in: schema, root: root)) has "
            + "\(name.utf8.count) characters; at most \(longestName) pass")
      }
    }
    return warnings
  }

  private static func place(_ node: Int, in schema: JSONDocument, root: Int) -> String {
    let pointer = InstancePath(to: node, from: root, in: schema).pointer
    return pointer.isEmpty ? "the root" : ShownValue.quoted(pointer)
  }

  private static func isBlank(_ text: String?) -> Bool {
    (text ?? "").allSatisfy(\.isWhitespace)
  }
}
