import Glibc
import JSON
import MCP
import Testing

/// The published example messages of 2026-07-28 that a client sends.
@Suite struct ExampleMessagesTests {
  /// Where the vectors are: `$TOOLRACK_VECTORS`, or beside the package.
  private static let folder: String = {
    if let path = getenv("TOOLRACK_VECTORS") { return String(cString: path) + "/mcp" }
    return "../shared/vectors/mcp"
  }()

  private static let isPresent = access(folder, R_OK) == 0

  private static func read(_ name: String) throws -> String {
    let path = "\(folder)/examples/2026-07-28/\(name).json"
    let file = try #require(fopen(path, "r"), "\(path) cannot be read")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private let tools = Fixture.list([Fixture.tool("get_weather")])

  @Test(
    .enabled(if: isPresent, "the vectors are not there; set TOOLRACK_VECTORS"),
    arguments: [
      ("DiscoverRequest/server-discover-request", "server/discover", "DiscoverResult"),
      ("ListToolsRequest/list-tools-request", "tools/list", "ListToolsResult"),
      ("ListPromptsRequest/list-prompts-request", "prompts/list", "ListPromptsResult"),
      ("ListResourcesRequest/list-resources-request", "resources/list", "ListResourcesResult"),
      (
        "ListResourceTemplatesRequest/list-resource-templates-request",
        "resources/templates/list", "ListResourceTemplatesResult"
      ),
      ("CompleteRequest/completion-request", "completion/complete", "CompleteResult"),
    ])
  func requestsAreAnswered(_ name: String, _ method: String, _ definition: String) throws {
    let text = try Self.read(name)
    let id = try JSONValue(parsing: text)["id"]
    for fields in [nil, Fields.modern(method)] {
      let action = Fixture.server.receive(text, fields, tools: tools)
      _ = try ReplyCheck.result(action, definition, .july2026)
      #expect(try JSONValue(parsing: try #require(action.reply).body)["id"] == id)
    }
  }

  @Test(.enabled(if: isPresent, "the vectors are not there; set TOOLRACK_VECTORS"))
  func theCallIsACall() throws {
    let text = try Self.read("CallToolRequest/call-tool-request")
    let fields = Fields.modern("tools/call", name: "get_weather")
    let call = try #require(Fixture.server.receive(text, fields, tools: tools).call)
    let arguments = try #require(call.arguments)
    #expect(try JSONValue(parsing: Array(call.bytes[arguments])) == ["location": "New York"])
  }

  @Test(
    .enabled(if: isPresent, "the vectors are not there; set TOOLRACK_VECTORS"),
    arguments: [
      (
        "GetPromptRequest/get-prompt-request", "prompts/get", "code_review", -32602, 400,
        JSONValue.string("get-prompt-example")
      ),
      (
        "ReadResourceRequest/read-resource-request", "resources/read",
        "file:///project/src/main.rs", -32602, 400, "read-resource-example"
      ),
      (
        "SubscriptionsListenRequest/listen-for-list-changes", "subscriptions/listen", "", -32601,
        404, "listen-1"
      ),
    ])
  func whatIsNotThereIsRefused(
    _ name: String, _ method: String, _ header: String, _ code: Int, _ status: Int, _ id: JSONValue
  ) throws {
    let fields = Fields.modern(method, name: header.isEmpty ? nil : header)
    try ReplyCheck.error(
      Fixture.server.receive(try Self.read(name), fields, tools: tools), code, status: status,
      id: id)
  }

  @Test(.enabled(if: isPresent, "the vectors are not there; set TOOLRACK_VECTORS"))
  func theCancellationCancels() throws {
    let text = try Self.read("CancelledNotification/user-requested-cancellation")
    #expect(Fixture.server.receive(text, nil).cancelled == #""123""#)
  }
}
