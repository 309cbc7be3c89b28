internal import JSON

/// The `_meta` of a request.
struct RequestMetadata: Sendable {
  private static let prefix = "io.modelcontextprotocol/"
  static let logLevelKey = prefix + "logLevel"

  /// The revision that is spoken.
  var revision: String
  /// MCP Implementation of this side.
  var client: JSONObject
  /// Progress is told under it; nil where nobody wants to know.
  var progressToken: Int64?
  /// What the client that called us asked for; nil: nothing.
  var logLevel: JSONValue?
  /// W3C Trace Context, where the transport has no headers.
  var traceParent: String?

  /// The parameters with `_meta`. Members that are there stay.
  func added(to params: JSONObject) -> JSONObject {
    var meta = params["_meta"]?.object ?? [:]
    for (key, value) in members.members where meta[key] == nil { meta[key] = value }
    var params = params
    params["_meta"] = meta.isEmpty ? nil : .object(meta)
    return params
  }

  private var members: JSONObject {
    var members: JSONObject = [:]
    if revision == Revision.modern {
      members[Self.prefix + "protocolVersion"] = .string(revision)
      members[Self.prefix + "clientInfo"] = .object(client)
      members[Self.prefix + "clientCapabilities"] = [:]
      members[Self.logLevelKey] = logLevel
      members["traceparent"] = traceParent.map(JSONValue.string)
    }
    members["progressToken"] = progressToken.map { .number(JSONNumber($0)) }
    return members
  }
}
