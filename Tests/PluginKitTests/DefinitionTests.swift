import JSON
import PluginABI
import Testing

@testable import PluginKit

/// What is listed by its MCP object, as one who passes on what others define does it.
@Suite struct DefinitionTests {
  private struct Forwarding: Plugin {
    static let name = "forwarding"
    static let version = "1"
    init(host: Host) {}

    static let definition: JSONObject = [
      "name": "files___read", "title": "Read", "inputSchema": ["type": "object", "x-own": 1],
      "outputSchema": ["type": "object"], "icons": [["src": "https://example.com/icon.png"]],
      "annotations": ["readOnlyHint": true, "title": "Reads"], "_meta": ["a/b": [1, 2]],
      "execution": ["taskSupport": "optional"], "later": "kept",
    ]

    var tools: [Tool] {
      [
        Tool(definition: Self.definition) { arguments, _ in
          guard arguments["name"] != nil else { throw InvalidParameters("name is missing.") }
          return .json(arguments)
        }
      ]
    }

    var resourceTemplates: [ResourceTemplate] {
      [
        ResourceTemplate(
          "file:///{+path}{?line}", name: "files", members: ["icons": []],
          matches: { $0.hasPrefix("file:///") },
          handler: { call in .text("read \(call.name)") })
      ]
    }
  }

  @Test func everyMemberIsListedAsItIs() throws {
    let tools = try PluginBench(Forwarding.self).tools()
    #expect(tools[0] == .object(Forwarding.definition))
    #expect(tools[0]?.object?.keys == Forwarding.definition.keys)
  }

  @Test func whatTheDefinitionSaysIsKnownOfTheTool() throws {
    let tool = Tool(definition: Forwarding.definition) { _, _ in .text("") }
    #expect(tool.name == "files___read")
    #expect(tool.title == "Read")
    #expect(tool.annotations.readOnly == true)
    #expect(tool.taskSupport == .optional)
    #expect(tool.meta == ["a/b": [1, 2]])
  }

  @Test func argumentsKeepTheSpellingOfNumbers() async throws {
    let bench = try PluginBench(Forwarding.self)
    let arguments = #"{"name":"x","large":9007199254740993,"exact":1.10}"#
    let completion = try await bench.call("files___read", arguments)
    #expect(completion.structured == arguments)
  }

  @Test func parametersThatDoNotFitAreAnErrorOfTheRequest() async throws {
    let completion = try await PluginBench(Forwarding.self).call("files___read", "{}")
    #expect(completion.flags == TOOLRACK_RESULT_NOT_FOUND)
    #expect(completion.errorSummary == "name is missing.")
  }

  @Test func aTemplateOfAnyFormIsReadWhereItSaysThatItMatches() async throws {
    let bench = try PluginBench(Forwarding.self)
    #expect(try bench.templates()[0]?["uriTemplate"] == "file:///{+path}{?line}")
    let completion = try await bench.call(.resource, "file:///a/b?line=1")
    #expect(completion.text == "read file:///a/b?line=1")
    #expect(try await bench.call(.resource, "http://a").isNotFound)
  }
}
