import JSON
import PluginKit
import Synchronization
import Testing

@testable import Remote

@Suite(.timeLimit(.minutes(1))) struct MirroredParameterTests {
  private let tool: JSONValue = [
    "name": "t",
    "inputSchema": [
      "type": "object",
      "properties": [
        "region": ["type": "string", "x-mcp-header": "Region"],
        "plain": ["type": "string", "default": ["x-mcp-header": "no"]],
        "inner": [
          "type": "object",
          "properties": [
            "count": ["type": "integer", "x-mcp-header": "Count"],
            "dry": ["type": "boolean", "x-mcp-header": "Dry"],
          ],
        ],
      ],
    ],
  ]

  private func fields(_ arguments: JSONValue?) throws -> [String] {
    try MirroredParameter.all(of: tool).compactMap { $0.field(for: arguments) }
      .map { "\($0.name): \($0.value)" }
  }

  @Test func argumentsAreRepeated() throws {
    #expect(
      try fields(["region": "eu", "inner": ["count": 42, "dry": false]])
        == ["Mcp-Param-Region: eu", "Mcp-Param-Count: 42", "Mcp-Param-Dry: false"])
    #expect(try fields(["region": nil, "inner": ["count": [1]]]) == [])
    #expect(try fields(nil) == [])
  }

  @Test func anyTextFitsIntoAHeader() {
    #expect(HeaderText.encode("a b") == "a b")
    #expect(HeaderText.encode(" a") == "=?base64?IGE=?=")
    #expect(HeaderText.encode("a ") == "=?base64?YSA=?=")
    #expect(HeaderText.encode("") == "=?base64??=")
    #expect(HeaderText.encode("a\nb") == "=?base64?YQpi?=")
    #expect(HeaderText.encode("=?base64?YQ==?=") == "=?base64?PT9iYXNlNjQ/WVE9PT89?=")
    #expect(HeaderText.encode("=?base64?") == "=?base64?")
  }

  @Test(arguments: [
    #"{"x-mcp-header":"A"}"#,
    #"{"properties":{"a":{"type":"number","x-mcp-header":"A"}}}"#,
    #"{"properties":{"a":{"type":"string","x-mcp-header":"A B"}}}"#,
    #"{"properties":{"a":{"type":"string","x-mcp-header":""}}}"#,
    #"{"properties":{"a":{"type":"string","x-mcp-header":5}}}"#,
    #"{"properties":{"a":{"type":"string","x-mcp-header":"A"},"b":{"type":"string","x-mcp-header":"a"}}}"#,
    #"{"properties":{"a":{"items":{"type":"string","x-mcp-header":"A"}}}}"#,
    #"{"anyOf":[{"properties":{"a":{"type":"string","x-mcp-header":"A"}}}]}"#,
    #"{"$defs":{"d":{"type":"string","x-mcp-header":"A"}}}"#,
    #"{"items":{"type":"string","x-mcp-header":"A"}}"#,
    #"{"properties":{"a":{"type":"object","x-mcp-header":"A"}}}"#,
    String(repeating: #"{"not":"#, count: 100) + #"{"x-mcp-header":"A"}"#
      + String(repeating: "}", count: 100),
  ]) func unusableAnnotationsAreRefused(_ schema: String) throws {
    let tool: JSONValue = ["name": "t", "inputSchema": try JSONValue(parsing: schema)]
    #expect(throws: MirroredParameter.Fault.self) { try MirroredParameter.all(of: tool) }
  }

  @Test(arguments: [
    #"{"properties":{"a":{"properties":{"b":{"type":"string","x-mcp-header":"A"}}}}}"#,
    #"{"properties":{"x-mcp-header":{"type":"string"}}}"#,
  ]) func annotationsStandWherePropertiesLead(_ schema: String) throws {
    let tool: JSONValue = ["name": "t", "inputSchema": try JSONValue(parsing: schema)]
    _ = try MirroredParameter.all(of: tool)
  }

  @Test func listsAreRememberedAndReadAgain() async throws {
    let header = Mutex("Region")
    let server = ScriptedServer { [tool] seen in
      switch seen.method {
      case "tools/list":
        let name = header.withLock { $0 }
        let properties: JSONValue = ["region": ["type": "string", "x-mcp-header": .string(name)]]
        let second: JSONValue = ["name": "bad", "inputSchema": ["x-mcp-header": "X"]]
        let first: JSONValue =
          name == "Region" ? tool : ["name": "t", "inputSchema": ["properties": properties]]
        return .json(seen.result(["tools": [first, second], "resultType": "complete"]))
      case "tools/call":
        let isRight = seen.field("Mcp-Param-\(header.withLock { $0 })") == "eu"
        return isRight
          ? .json(seen.result(["content": []])) : .json(seen.error(-32020), status: 400)
      default: return Scripts.modern(seen)
      }
    }
    let upstream = server.upstream()
    let page = try await upstream.request("tools/list", [:], call: nil)
    #expect(page["tools"]?.array?.map { $0["name"]?.string } == ["t"])
    let call: JSONObject = ["name": "t", "arguments": ["region": "eu"]]
    _ = try await upstream.request("tools/call", call, call: nil)
    #expect(server.names.filter { $0 == "POST tools/list" }.count == 1)
    header.withLock { $0 = "Zone" }
    _ = try await upstream.request("tools/call", call, call: nil)
    #expect(server.names.filter { $0 == "POST tools/list" }.count == 2)
    await upstream.close()
  }
}
