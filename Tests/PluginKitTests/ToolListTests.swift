import JSON
import PluginABI
import PluginKit
import Synchronization
import Testing

@Suite(.serialized) struct ToolListTests {
  @Test func aToolIsListedWithAllItHas() throws {
    let tools = try PluginBench(SamplePlugin.self).tools()
    let expected: JSONValue = [
      "name": "hello", "title": "Hello", "description": "Greets a person.",
      "inputSchema": [
        "type": "object",
        "properties": [
          "name": ["type": "string", "description": "Who to greet", "maxLength": 100]
        ],
        "required": ["name"], "additionalProperties": false,
      ],
      "outputSchema": [
        "type": "object", "properties": ["greeting": ["type": "string"]],
        "additionalProperties": false,
      ],
      "annotations": ["readOnlyHint": true, "openWorldHint": false],
      "_meta": ["example.com/icon": "wave"],
    ]
    #expect(tools[0] == expected)
  }

  @Test func whatAToolLacksIsLeftOut() throws {
    let tools = try PluginBench(SamplePlugin.self).tools()
    #expect(tools[1]?.object?.keys == ["name", "description", "inputSchema"])
    #expect(
      tools[2]?["inputSchema"]
        == ["type": "object", "properties": [:], "additionalProperties": false])
  }

  @Test func aToolWhoseSchemaIsNoJSONIsLeftOutAndTheLogSaysWhy() throws {
    let bench = try PluginBench(SamplePlugin.self)
    #expect(try bench.tools().array?.count == 3)
    let line = try #require(bench.host.lines.first)
    #expect(line.level == TOOLRACK_LOG_ERROR)
    #expect(line.message.contains("broken"))
    #expect(bench.start("broken", .init()).status == TOOLRACK_NOT_FOUND)
  }

  @Test func anUnknownToolIsRefused() throws {
    let bench = try PluginBench(SamplePlugin.self)
    #expect(bench.start("nothing", .init()).status == TOOLRACK_NOT_FOUND)
    #expect(bench.start("", .init()).status == TOOLRACK_NOT_FOUND)
    #expect(bench.start("hell\u{E9}", .init()).status == TOOLRACK_NOT_FOUND)
  }

  @Test func aToolThatCameLateIsThereOnceTheListWasRead() async throws {
    defer { SamplePlugin.isGrown.withLock { $0 = false } }
    let bench = try PluginBench(SamplePlugin.self)
    SamplePlugin.isGrown.withLock { $0 = true }
    #expect(bench.start("grown", .init()).status == TOOLRACK_NOT_FOUND)
    #expect(try bench.tools().array?.count == 4)
    #expect(try await bench.call("grown").text == "grown")
  }
}
