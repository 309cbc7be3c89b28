internal import JSON

/// What was found out about a server over HTTP. In the modern era there is no id, and nothing is
/// kept at the server.
struct Session: Sendable {
  /// A longer id is refused.
  static let longestID = 4096

  /// Counts the sessions of one `HTTPUpstream`.
  var number: Int64
  var revision: String
  var id: String?
  var info: UpstreamInfo

  var isModern: Bool { revision == Revision.modern }

  /// Before anything is known: the fields and the metadata of `server/discover`.
  static let probe = Session(
    number: 0, revision: Revision.modern, id: nil,
    info: UpstreamInfo(serverInfo: [:], capabilities: [:], revision: Revision.modern))

  /// Visible ASCII (MCP 2025-11-25, "Session Management").
  static func isValid(id: String) -> Bool {
    !id.isEmpty && id.utf8.count <= longestID && id.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
