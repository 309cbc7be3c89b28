import HTTPServer
import MCP

/// The session that AgentCore Runtime keeps for a caller, by its HTTP contract: named in a field of
/// every request, and told back in every answer.
enum PlatformSession {
  private static let field: StaticString = "x-amzn-bedrock-agentcore-runtime-session-id"

  /// The session that the request is of; nil: none.
  static func id(of request: borrowing HTTPRequest) -> SessionID? {
    request.field(field).flatMap { SessionID($0) }
  }

  /// What the answer says of it.
  static func fields(of request: borrowing HTTPRequest) -> HTTPFields {
    guard let id = id(of: request) else { return [:] }
    return ["X-Amzn-Bedrock-AgentCore-Runtime-Session-Id": id.text]
  }
}
