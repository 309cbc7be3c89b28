import JSON
import PluginKit
import Synchronization
import Testing

@Suite struct SettingsTests {
  private struct Settings: Decodable {
    var appId: String
    var retries: Int?
  }

  private struct Configured: OneToolPlugin {
    let host: Host
    static func run(_ arguments: JSONValue, _: Call, _ host: Host) throws -> ToolResult {
      if let key = arguments["key"]?.string { return .json(host.setting(key) ?? "not set") }
      if arguments["all"] == true { return .json(host.settings) }
      let settings = try host.settings(as: Settings.self)
      return .text("\(settings.appId) \(settings.retries ?? 3)")
    }
  }

  private let host = FakeHost(settings: ["appId": "cli_1", "secret": "s3cret", "list": [1, 2]])

  @Test func settingsDecodeToAType() async throws {
    let bench = try PluginBench(Configured.self, host)
    #expect(try await bench.call("run").text == "cli_1 3")
  }

  @Test func settingsCanBeReadOneByOne() async throws {
    let bench = try PluginBench(Configured.self, host)
    #expect(try await bench.call("run", #"{"key":"list"}"#).text == "[1,2]")
    #expect(try await bench.call("run", #"{"key":"other"}"#).structured == #""not set""#)
    #expect(try await bench.call("run", #"{"key":""}"#).structured == #""not set""#)
    #expect(
      try await bench.call("run", #"{"all":true}"#).text
        == #"{"appId":"cli_1","secret":"s3cret","list":[1,2]}"#)
    #expect(host.record.withLock(\.liveBlobs) == 0)
  }

  @Test func aMissingSettingIsNamed() async throws {
    let bench = try PluginBench(Configured.self, FakeHost(settings: ["secret": "s3cret"]))
    let completion = try await bench.call("run")
    #expect(completion.errorSummary == "appId: is required but missing")
    #expect(!completion.errorSummary.contains("s3cret"))
  }
}
