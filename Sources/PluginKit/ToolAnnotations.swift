internal import JSON

/// Hints about what a tool does (MCP ToolAnnotations). What is nil is not said, and clients then
/// take the worst for true.
public struct ToolAnnotations: Sendable, Equatable {
  /// It changes nothing.
  public var readOnly: Bool?
  /// It may destroy something, and not only add to it.
  public var destructive: Bool?
  /// A second call with the same arguments changes nothing more.
  public var idempotent: Bool?
  /// It reaches things outside of what the plugin itself controls.
  public var openWorld: Bool?

  /// The hints that are given.
  public init(
    readOnly: Bool? = nil, destructive: Bool? = nil, idempotent: Bool? = nil,
    openWorld: Bool? = nil
  ) {
    self.readOnly = readOnly
    self.destructive = destructive
    self.idempotent = idempotent
    self.openWorld = openWorld
  }

  var json: JSONObject {
    var json = JSONObject()
    json["readOnlyHint"] = readOnly.map(JSONValue.bool)
    json["destructiveHint"] = destructive.map(JSONValue.bool)
    json["idempotentHint"] = idempotent.map(JSONValue.bool)
    json["openWorldHint"] = openWorld.map(JSONValue.bool)
    return json
  }
}
