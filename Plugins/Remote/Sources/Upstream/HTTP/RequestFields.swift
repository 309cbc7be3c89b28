internal import JSON
internal import PluginKit

/// The header fields that MCP asks of requests.
enum RequestFields {
  static let protocolVersion = "MCP-Protocol-Version"
  static let sessionID = "Mcp-Session-Id"

  /// Of a message that is posted.
  static func post(_ method: String, _ params: JSONObject, _ session: Session?) -> [HTTPField] {
    let common = [
      HTTPField("Content-Type", "application/json"),
      HTTPField("Accept", "application/json, text/event-stream"),
    ]
    return common + of(session) + modern(method, params, session)
  }

  /// Of the request for an event stream.
  static func get(_ session: Session, after eventID: String?) -> [HTTPField] {
    [HTTPField("Accept", "text/event-stream")] + of(session)
      + (eventID.map { [HTTPField("Last-Event-ID", $0)] } ?? [])
  }

  /// What names the session, and the revision where the revision wants that.
  static func of(_ session: Session?) -> [HTTPField] {
    guard let session else { return [] }
    var fields: [HTTPField] = []
    if Revision.isNamedInHeader(session.revision) {
      fields.append(HTTPField(protocolVersion, session.revision))
    }
    if let id = session.id { fields.append(HTTPField(sessionID, id)) }
    return fields
  }

  private static func modern(
    _ method: String, _ params: JSONObject, _ session: Session?
  ) -> [HTTPField] {
    guard session?.revision == Revision.modern else { return [] }
    let name: JSONValue? =
      switch method {
      case "tools/call", "prompts/get": params["name"]
      case "resources/read": params["uri"]
      case "tasks/get", "tasks/update", "tasks/cancel": params["taskId"]
      default: nil
      }
    let named = name?.string.map { [HTTPField("Mcp-Name", HeaderText.encode($0))] } ?? []
    return [HTTPField("Mcp-Method", method)] + named
  }
}
