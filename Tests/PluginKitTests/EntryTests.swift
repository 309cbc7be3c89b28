import JSON
import PluginABI
import PluginKit
import Testing

@Suite struct EntryTests {
  /// What the entry of a plugin does.
  private var table: PluginTable { PluginEntry.table(of: SamplePlugin.self) }

  @Test func theTableIsTheSameAtEveryCall() { #expect(table == table) }

  @Test func theTableDescribesThePlugin() {
    #expect(table.pointee.size == 168)
    #expect(table.pointee.flags == TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK)
    #expect(text(table.pointee.name) == "sample")
    #expect(text(table.pointee.version) == "1.2.3")
    #expect(table.pointee.maximum_concurrency == 7)
  }

  @Test func theTablesOfInterfacesAreTheSameForEveryInstance() throws {
    let first = try PluginBench(table.pointee)
    let second = try PluginBench(table.pointee)
    #expect(first.address(TOOLRACK_PROMPTS_1) != nil)
    #expect(first.address(TOOLRACK_PROMPTS_1) == second.address(TOOLRACK_PROMPTS_1))
    #expect(first.address(TOOLRACK_RESOURCES_1) == second.address(TOOLRACK_RESOURCES_1))
    #expect(first.address("toolrack.nothing/1") == nil)
    #expect(table.pointee.get?(nil, TOOLRACK_PROMPTS_1) == nil)
  }

  @Test func aPluginRunsThroughItsTable() async throws {
    let bench = try PluginBench(table.pointee)
    #expect(try await bench.call("hello", #"{"name":"Ada"}"#).text == "Hello, Ada")
  }

  @Test func aHostOfAnotherVersionIsRefused() throws {
    let host = FakeHost()
    host.table.pointee.size += 8
    #expect(throws: PluginBench.Refusal.self) { try PluginBench(table.pointee, host) }
  }

  @Test func aRequestOfAnotherVersionIsRefused() throws {
    var plugin: UnsafeMutableRawPointer?
    var error = toolrack_blob()
    let host = FakeHost()
    try #require(table.pointee.create?(host.table, &plugin, &error) == TOOLRACK_OK)
    defer { table.pointee.destroy?(plugin) }
    var request = toolrack_request()
    let call = try #require(OpaquePointer(bitPattern: 16))
    #expect(table.pointee.call?(plugin, call, &request) == TOOLRACK_MISBEHAVIOUR)
  }

  @Test func withoutAnInstanceNothingHappens() throws {
    var blob = toolrack_blob()
    var request = toolrack_request()
    let call = try #require(OpaquePointer(bitPattern: 16))
    #expect(table.pointee.tools?(nil, &blob) == TOOLRACK_FAILED)
    #expect(table.pointee.call?(nil, call, &request) == TOOLRACK_FAILED)
    table.pointee.cancel?(nil, call)
    table.pointee.quiesce?(nil)
    table.pointee.destroy?(nil)
  }

  @Test func anInitializerThatThrowsSaysWhy() {
    let host = FakeHost(settings: ["fails": true])
    #expect(throws: PluginBench.Refusal(status: TOOLRACK_FAILED, text: "no luck try again")) {
      try PluginBench(SamplePlugin.self, host)
    }
  }
}
