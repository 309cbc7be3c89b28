import JSON
import Testing

@testable import MCP

/// The published examples of what a server sends, said again with the writers here.
@Suite(.enabled(if: Examples.arePresent, "the vectors are not there; set TOOLRACK_VECTORS"))
struct ServerExamplesTests {
  /// The result of an example, whether or not there is a message around it; without the metadata
  /// that a server adds.
  private static func results(_ definition: String) throws -> [(String, JSONValue)] {
    try (Examples.of(definition) + Examples.any(of: definition + "Response")).map { example in
      let value = try example.value()
      return (example.name, value["result"] ?? value)
    }
  }

  private static func withoutMeta(_ result: JSONValue) -> JSONValue {
    guard var object = result.object else { return result }
    object["_meta"] = nil
    return .object(object)
  }

  private static func written(_ body: [UInt8]) throws -> JSONValue {
    let message = try JSONValue(parsing: body)
    return withoutMeta(try #require(message["result"]))
  }

  private static func call(
    _ method: String, _ params: String, capabilities: String = "{}"
  ) throws -> MCPCall {
    let body = Message.modern(method, params, meta: Message.meta(capabilities: capabilities))
    return try #require(Fixture.server.receive(body, nil).call)
  }

  @Test func resultsOfTools() throws {
    for (name, example) in try Self.results("CallToolResult") {
      var writer = ToolResultWriter(try Self.call("tools/call", #""name":"echo_text""#))
      for block in example["content"]?.array ?? [] { writer.content.write(block) }
      let structured = example["structuredContent"]?.description ?? ""
      let isError = example["isError"]?.bool ?? false
      let body = structured.withBytes { writer.finish(isError: isError, structured: $0) }
      var expected = try #require(Self.withoutMeta(example).object)
      if !isError { expected["isError"] = nil }
      #expect(try Self.written(body) == .object(expected), "\(name)")
    }
  }

  @Test(arguments: [
    "TextContent", "ImageContent", "AudioContent", "ResourceLink", "EmbeddedResource",
  ])
  func contentBlocks(_ definition: String) throws {
    for example in try Examples.of(definition) {
      let block = try example.value()
      var tool = ToolResultWriter(try Self.call("tools/call", #""name":"echo_text""#))
      tool.content.write(block)
      #expect(try Self.written(tool.finish())["content"] == [block], "\(example)")
      var prompt = PromptResultWriter(try Self.call("prompts/get", #""name":"plain""#))
      prompt.content.write(block)
      let messages = try Self.written(prompt.finish().body)["messages"]
      #expect(messages == [["role": "user", "content": block]], "\(example)")
    }
  }

  @Test func resultsOfPrompts() throws {
    for (name, example) in try Self.results("GetPromptResult") {
      var writer = PromptResultWriter(try Self.call("prompts/get", #""name":"plain""#))
      for message in example["messages"]?.array ?? [] {
        writer.content.role = message["role"] == "user" ? .user : .assistant
        if let block = message["content"] { writer.content.write(block) }
      }
      let reply = (example["description"]?.string ?? "").withBytes {
        writer.finish(description: $0)
      }
      #expect(try Self.written(reply.body) == Self.withoutMeta(example), "\(name)")
    }
  }

  /// One of the examples lacks the members that every answer has here.
  @Test func contentsOfResources() throws {
    let contents = try ["TextResourceContents", "BlobResourceContents"].flatMap {
      try Examples.of($0).map { ["contents": .array([try $0.value()])] as JSONValue }
    }
    let results = try Self.results("ReadResourceResult") + contents.map({ ("contents", $0) })
    for (name, example) in results {
      var writer = ResourceResultWriter(
        try Self.call("resources/read", #""uri":"test://notes""#))
      for content in example["contents"]?.array ?? [] { writer.write(content) }
      let reply = writer.finish(
        ttlMilliseconds: UInt64(example["ttlMs"]?.integer ?? 0),
        isPublic: example["cacheScope"] == "public")
      var expected: JSONObject = [
        "resultType": "complete", "ttlMs": 0, "cacheScope": "private",
      ]
      for (key, value) in example.object?.members ?? [] { expected[key] = value }
      let written = try #require(Self.written(reply.body).object)
      #expect(Set(written.keys) == Set(expected.keys))
      for (key, value) in expected.members { #expect(written[key] == value, "\(name) \(key)") }
    }
  }

  @Test func suggestions() throws {
    for (name, example) in try Self.results("CompleteResult") {
      let call = try Self.call(
        "completion/complete",
        #""ref":{"type":"ref/prompt","name":"plain"},"argument":{"name":"a","value":""}"#)
      let reply = try #require(example["completion"]).description.withBytes {
        call.completion($0)
      }
      #expect(
        try Self.written(reply.body)["completion"] == example["completion"], "\(name)")
    }
  }

  @Test func toolsAreListedAsTheyAre() throws {
    let listed = try Self.results("ListToolsResult").flatMap { $0.1["tools"]?.array ?? [] }
    for tool in try listed + Examples.of("Tool").map({ try $0.value() }) {
      let offered = OfferedTool(
        name: Array((tool["name"]?.string ?? "").utf8), object: tool.serialized())
      guard tool["inputSchema"]?["$schema"] == nil else {
        #expect(ToolList.fault(of: offered)?.text.contains("draft-07") == true)
        continue
      }
      let list = try ToolList(tools: [offered], generation: 1)
      let action = Fixture.server.receive(Message.modern("tools/list"), nil, tools: list)
      let result = try ReplyCheck.result(action, "ListToolsResult", .july2026)
      #expect(result["tools"] == [tool])
    }
  }

  @Test(
    arguments: [
      (.prompt, "ListPromptsResult", "prompts/list", "prompts", "Prompt"),
      (.resource, "ListResourcesResult", "resources/list", "resources", "Resource"),
      (
        .template, "ListResourceTemplatesResult", "resources/templates/list",
        "resourceTemplates", "ResourceTemplate"
      ),
    ] as [(ItemKind, String, String, String, String)])
  func itemsAreListedAsTheyAre(
    _ kind: ItemKind, _ definition: String, _ method: String, _ member: String,
    _ object: String
  ) throws {
    let listed = try Self.results(definition).flatMap { $0.1[member]?.array ?? [] }
    for item in try listed + Examples.any(of: object).map({ try $0.value() }) {
      let list = Fixture.items(kind, [item.description])
      let lists = Fixture.lists.with(
        prompts: kind == .prompt ? list : nil, resources: kind == .resource ? list : nil,
        templates: kind == .template ? list : nil)
      let result = try ReplyCheck.result(
        Fixture.server.receive(method, "", .july2026, lists: lists), definition, .july2026)
      #expect(result[member] == [item])
    }
  }

  /// What may be announced is announced, in the form of the examples.
  @Test func capabilities() throws {
    let server = MCPServer(identity: Fixture.identity, options: MCPOptions(servesTasks: true))
    let announced = try ReplyCheck.result(
      server.receive(Message.modern("server/discover"), nil), "DiscoverResult", .july2026)
    for example in try Examples.of("ServerCapabilities") {
      for (key, value) in try example.value().object?.members ?? [] {
        for (member, expected) in value.object?.members ?? [] {
          #expect(announced["capabilities"]?[key]?[member] == expected, "\(example)")
        }
        #expect(announced["capabilities"]?[key] != nil, "\(example)")
      }
    }
    for (_, example) in try Self.results("DiscoverResult") {
      for key in example.object?.keys.map({ $0 }) ?? [] { #expect(announced[key] != nil) }
      #expect(announced["supportedVersions"] == example["supportedVersions"])
    }
  }
}
