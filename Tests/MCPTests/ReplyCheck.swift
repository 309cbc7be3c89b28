import Glibc
import JSON
import MCP
import Testing

/// Checks every reply of the tests against what its revision requires, by hand, and records it
/// for a check against the published schemas.
///
/// With `TOOLRACK_MCP_TRANSCRIPT` set to a path, each reply is appended there as one line:
/// `{"revision": "...", "definition": "...", "message": {...}}`, where the definition is the name
/// of the result's schema, or `error`.
enum ReplyCheck {
  /// The message of a reply that must be a result, after checking it.
  static func result(
    _ action: MCPAction, _ definition: String, _ revision: Revision,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> JSONValue {
    let reply = try #require(action.reply, sourceLocation: sourceLocation)
    return try result(reply, definition, revision, sourceLocation: sourceLocation)
  }

  static func result(
    _ reply: MCPReply, _ definition: String, _ revision: Revision,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> JSONValue {
    let message = try message(reply.body, sourceLocation)
    #expect(reply.error == nil, sourceLocation: sourceLocation)
    #expect(reply.status == 200, sourceLocation: sourceLocation)
    let result = try #require(message["result"]?.object, sourceLocation: sourceLocation)
    for member in required(definition, revision) {
      #expect(result[member] != nil, "\(member) is missing", sourceLocation: sourceLocation)
    }
    let type = definition == "InputRequiredResult" ? "input_required" : "complete"
    #expect(
      result["resultType"] == (revision.isModern ? .string(type) : nil),
      sourceLocation: sourceLocation)
    if revision.isModern {
      let info = result["_meta"]?["io.modelcontextprotocol/serverInfo"]
      #expect(info?["name"] == "toolrack", sourceLocation: sourceLocation)
      #expect(info?["version"] == "1.2.3", sourceLocation: sourceLocation)
    }
    record(message, definition, revision)
    return .object(result)
  }

  /// The message of a reply that must be an error, after checking code and status.
  @discardableResult
  static func error(
    _ action: MCPAction, _ code: Int, status: Int, _ revision: Revision = .july2026,
    id: JSONValue? = 1, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> JSONValue {
    let reply = try #require(action.reply, sourceLocation: sourceLocation)
    let message = try message(reply.body, sourceLocation)
    #expect(reply.status == status, sourceLocation: sourceLocation)
    #expect(reply.error?.rawValue == code, sourceLocation: sourceLocation)
    #expect(message["error"]?["code"]?.integer == Int64(code), sourceLocation: sourceLocation)
    #expect(message["id"] == id, sourceLocation: sourceLocation)
    #expect(message["result"] == nil, sourceLocation: sourceLocation)
    let text = try #require(message["error"]?["message"]?.string, sourceLocation: sourceLocation)
    #expect(!text.isEmpty, sourceLocation: sourceLocation)
    record(message, "error", revision)
    return message
  }

  private static func message(
    _ body: [UInt8], _ sourceLocation: SourceLocation
  ) throws -> JSONValue {
    let isOneLine = !body.contains(UInt8(ascii: "\n")) && !body.contains(UInt8(ascii: "\r"))
    #expect(isOneLine, sourceLocation: sourceLocation)
    let message = try JSONValue(parsing: body)
    #expect(message["jsonrpc"] == "2.0", sourceLocation: sourceLocation)
    return message
  }

  private static func required(_ definition: String, _ revision: Revision) -> [String] {
    let own: [String] =
      switch definition {
      case "DiscoverResult": ["supportedVersions", "capabilities"]
      case "InitializeResult": ["protocolVersion", "capabilities", "serverInfo"]
      case "ListToolsResult": ["tools"]
      case "ListPromptsResult": ["prompts"]
      case "ListResourcesResult": ["resources"]
      case "ListResourceTemplatesResult": ["resourceTemplates"]
      case "CallToolResult": ["content"]
      case "CompleteResult": ["completion"]
      default: []
      }
    let isCacheable = definition.hasPrefix("List") || definition == "DiscoverResult"
    return own + (revision.isModern && isCacheable ? ["ttlMs", "cacheScope"] : [])
  }

  /// Appends one line in one write, so that tests running beside each other do not mix.
  static func record(_ message: JSONValue, _ definition: String, _ revision: Revision) {
    guard let path = getenv("TOOLRACK_MCP_TRANSCRIPT") else { return }
    let line: JSONValue = [
      "revision": .string("\(revision.text)"), "definition": .string(definition),
      "message": message,
    ]
    let bytes = line.serialized() + [UInt8(ascii: "\n")]
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
    guard file >= 0 else { return }
    _ = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
  }
}
