import Testing

@testable import PluginHost

@Suite struct ToolDefinitionTests {
  private func tool(_ name: String, schema: String = #"{"type":"object"}"#) -> String {
    #"{"name":"\#(name)","description":"d","inputSchema":\#(schema)}"#
  }

  @Test func namesGetThePrefix() throws {
    let tools = try ToolDefinition.parse(
      Array("[\(tool("send")),\(tool("read"))]".utf8), prefix: "lark")
    #expect(tools.map(\.name) == ["lark_send", "lark_read"])
    #expect(tools[0].localName == Array("send".utf8))
    #expect(String(decoding: tools[0].json, as: UTF8.self).contains(#""name":"lark_send""#))
    let bare = try ToolDefinition.parse(Array("[\(tool("send"))]".utf8), prefix: "")
    #expect(bare.map(\.name) == ["send"])
  }

  @Test(
    arguments: [
      ("", "not JSON"), ("{}", "not a JSON array"), ("[1]", "tools[0]"), ("[{}]", "tools[0]"),
      (#"[{"name":"a b","description":"d","inputSchema":{"type":"object"}}]"#, "characters"),
      (#"[{"name":"a","description":"d"}]"#, "inputSchema"),
      (#"[{"name":"a","description":"d","inputSchema":{"type":"string"}}]"#, "inputSchema"),
    ])
  func whatIsWrongIsNamed(list: String, reason: String) throws {
    let error = try #require(throws: PluginLoadError.self) {
      try ToolDefinition.parse(Array(list.utf8), prefix: "p")
    }
    #expect(error.code == .tools)
    #expect(error.description.contains(reason))
  }

  @Test func aToolTwiceAndALongNameAreRefused() throws {
    let twice = try #require(throws: PluginLoadError.self) {
      try ToolDefinition.parse(Array("[\(tool("a")),\(tool("a"))]".utf8), prefix: "p")
    }
    #expect(twice.description.contains("p_a twice"))
    let long = String(repeating: "x", count: 63)
    _ = try ToolDefinition.parse(Array("[\(tool(long + "y"))]".utf8), prefix: "")
    #expect(throws: PluginLoadError.self) {
      try ToolDefinition.parse(Array("[\(tool(long))]".utf8), prefix: "p")
    }
  }
}
