import JSON
import PluginKit
import Testing

@testable import Lark

/// What the operator reads about settings that cannot be meant.
@Suite struct SettingsWordsTests {
  @Test(arguments: [
    (
      #"{"appID":"x"}"#,
      "plugin.lark.settings.appID is not a setting; did you mean \"appId\"? There are appId, "
    ),
    (#"{"filesfolder":"/x"}"#, "did you mean \"filesFolder\"?"),
    (#"{"base_url":"x"}"#, "did you mean \"baseURL\"?"),
    (#"{"zzzzzzzz":1}"#, "plugin.lark.settings.zzzzzzzz is not a setting. There are appId, "),
    (
      #"{"presets":["calender"]}"#,
      "plugin.lark.settings.presets has \"calender\"; did you mean \"calendar\"? There are default, "
    ),
    (#"{"presets":["nonsense"]}"#, "presets has \"nonsense\". There are default, im, "),
    (#"{"timeZone":"+25:00x"}"#, "plugin.lark.settings.timeZone must be an IANA name such as"),
    (#"{"timeZone":"../etc/passwd"}"#, "plugin.lark.settings.timeZone must be"),
  ])
  func namesKeyPlaceAndWhatWouldBeRight(_ json: String, _ words: String) throws {
    let value = try JSONValue(parsing: json)
    let error = try #require(throws: SettingsError.self) { try Settings(value) }
    #expect(error.description.contains(words), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  @Test func isOneLineWhateverTheKey() throws {
    let error = try #require(throws: SettingsError.self) {
      try Settings(["a\nb": .string(String(repeating: "s", count: 500))])
    }
    #expect(error.description.hasPrefix("plugin.lark.settings.a b is not a setting"))
    #expect(!error.description.contains("ss"))
  }

  private func warnings(_ settings: JSONObject) throws -> [String] {
    ToolList.warnings(LarkCore(client: try Bench(settings: settings).client))
  }

  @Test func tellsPatternsThatNameNoTool() throws {
    #expect(
      try warnings([
        "allow": ["forward_message", "lark_pin_*", "*"],
        "deny": ["login", "lark_login", "*_event"],
      ]) == [])
    #expect(
      try warnings(["deny": ["send_mesage", "lark_send_mesage", "xyz*"]]) == [
        "plugin.lark.settings.deny has \"send_mesage\", which is the name of no tool; did you mean "
          + "\"send_message\"?",
        "plugin.lark.settings.deny has \"lark_send_mesage\", which is the name of no tool; did you "
          + "mean \"lark_send_message\"?",
        "plugin.lark.settings.deny has \"xyz*\", which is the name of no tool.",
      ])
  }

  @Test func aZoneThatIsNotThereIsToldByItsSetting() throws {
    let bench = try Bench(settings: ["timeZone": "Mars/Base"])
    let core = LarkCore(client: bench.client)
    let own = failure { () throws(LarkFailure) in try core.zone() }
    #expect(own?.words.hasPrefix("plugin.lark.settings.timeZone: the time zone") == true)
    let asked = failure { () throws(LarkFailure) in try core.zone("nowhere/") }
    #expect(asked?.words.hasPrefix("time_zone: \"nowhere/\" is not a time zone") == true)
    #expect(try core.zone(" +08:00 ").name == "+08:00")
  }

  @Test func findsTheNearestWord() {
    let words = ["appId", "appSecret", "baseURL", "im", "all"]
    #expect(nearestWord(to: "appid", in: words) == "appId")
    #expect(nearestWord(to: "appSecrte", in: words) == "appSecret")
    #expect(nearestWord(to: "ima", in: words) == "im")
    #expect(nearestWord(to: "zz", in: words) == nil)
    #expect(nearestWord(to: "", in: words) == nil)
    #expect(nearestWord(to: String(repeating: "a", count: 100), in: words) == nil)
  }
}
