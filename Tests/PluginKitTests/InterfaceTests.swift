import JSON
import PluginABI
import PluginKit
import Testing

@Suite struct InterfaceTests {
  /// Uses all that a host may not have.
  private struct Demanding: OneToolPlugin {
    let host: Host
    static func run(_: JSONValue, _ call: Call, _ host: Host) -> ToolResult {
      call.closeStream()
      host.promptsChanged()
      host.resourcesChanged()
      host.resourceUpdated("a:ü")
      return .text("done")
    }
  }

  @Test func eachCallReachesItsInterface() async throws {
    let bench = try PluginBench(Demanding.self)
    #expect(try await bench.call("run").text == "done")
    #expect(bench.host.notes == ["close 16", "prompts", "resources", "updated a:ü"])
  }

  @Test func aHostWithoutTheInterfacesIsNoTrouble() async throws {
    let bench = try PluginBench(Demanding.self, FakeHost(interfaces: nil))
    #expect(try await bench.call("run").text == "done")
    #expect(bench.host.notes.isEmpty)
  }

  @Test func anInterfaceOfAnotherSizeIsNotUsed() async throws {
    let interfaces = FakeInterfaces()
    interfaces.prompts.pointee.size += 8
    interfaces.resources.pointee.size -= 8
    interfaces.stream.pointee.size = 0
    let bench = try PluginBench(Demanding.self, FakeHost(interfaces: interfaces))
    #expect(try await bench.call("run").text == "done")
    #expect(bench.host.notes.isEmpty)
  }

  @Test func theTablesSayTheirSize() throws {
    let bench = try PluginBench(SamplePlugin.self)
    #expect(bench.part(TOOLRACK_PROMPTS_1, toolrack_prompts.self)?.size == 24)
    #expect(bench.part(TOOLRACK_RESOURCES_1, toolrack_resources.self)?.size == 40)
  }

  @Test func withoutAnInstanceNothingHappens() throws {
    let bench = try PluginBench(SamplePlugin.self)
    let prompts = try #require(bench.part(TOOLRACK_PROMPTS_1, toolrack_prompts.self))
    let resources = try #require(bench.part(TOOLRACK_RESOURCES_1, toolrack_resources.self))
    var blob = toolrack_blob()
    var request = toolrack_request()
    let call = try #require(OpaquePointer(bitPattern: 16))
    #expect(prompts.list?(nil, &blob) == TOOLRACK_FAILED)
    #expect(prompts.get?(nil, call, &request) == TOOLRACK_FAILED)
    #expect(resources.templates?(nil, &blob) == TOOLRACK_FAILED)
    resources.subscribe?(nil, toolrack_bytes(), 1)
  }

  private struct Tasked: Plugin {
    static let name = "tasked"
    static let version = "1"
    init(host: Host) {}
    var tools: [Tool] {
      [
        Tool("never", "Short.") { _ in .text("") },
        Tool("may", "Long.", taskSupport: .optional) { _ in .text("") },
        Tool("asks", "Longer.", input: .object(), taskSupport: .required, asksFirst: true) {
          (_: JSONValue, _) in .text("")
        },
      ]
    }
  }

  @Test func taskSupportIsListedWhereThereIsSome() throws {
    let tools = try PluginBench(Tasked.self).tools()
    #expect(tools[0]?["execution"] == nil)
    #expect(tools[1]?["execution"] == ["taskSupport": "optional"])
    #expect(tools[2]?["execution"] == ["taskSupport": "required", "asksFirst": true])
  }
}
