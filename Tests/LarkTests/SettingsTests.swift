import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct SettingsTests {
  @Test func hasDefaults() throws {
    let settings = try Settings([:])
    #expect(settings.baseURL == "https://open.feishu.cn")
    #expect(settings.timeZone == "Asia/Shanghai")
    #expect(settings.missing == ["plugin.lark.settings.appId", "plugin.lark.settings.appSecret"])
    #expect(settings.rateFactor == 1)
    #expect(try Settings(.null) == settings)
  }

  @Test func switchesTheBrand() throws {
    let settings = try Settings(["brand": "lark", "appId": "cli_x", "appSecret": "y"])
    #expect(settings.baseURL == "https://open.larksuite.com")
    #expect(settings.timeZone == "UTC")
    #expect(settings.missing.isEmpty)
  }

  @Test func takesABaseURL() throws {
    let settings = try Settings(["brand": "lark", "baseURL": "http://127.0.0.1:9000//"])
    #expect(settings.baseURL == "http://127.0.0.1:9000")
  }

  @Test func knowsWhereUsersLogIn() throws {
    #expect(try Settings([:]).accountsURL == "https://accounts.feishu.cn")
    #expect(try Settings(["brand": "lark"]).accountsURL == "https://accounts.larksuite.com")
    #expect(try Settings(["baseURL": "http://a.test"]).accountsURL == "http://a.test")
    let both = try Settings(["baseURL": "http://a.test", "accountsURL": "http://b.test/"])
    #expect(both.accountsURL == "http://b.test")
    #expect(try Settings([:]).userTokenClaim == "lark_user_access_token")
    #expect(try Settings(["userTokenClaim": "uat"]).userTokenClaim == "uat")
  }

  @Test func takesARateFactor() throws {
    #expect(try Settings(["rateFactor": 0.5]).rateFactor == 0.5)
    #expect(try Settings(["rateFactor": 100]).rateFactor == 100)
  }

  @Test(arguments: [
    (#"{"appID":"x"}"#, "plugin.lark.settings.appID"), (#"{"brand":"slack"}"#, "brand must be"),
    (#"{"appSecret":12345678}"#, "appSecret must be a string"), (#"[]"#, "must be an object"),
    (#"{"baseURL":"open.feishu.cn"}"#, "must begin with"),
    (#"{"baseURL":"https://open.feishu.cn/open-apis"}"#, "a scheme and a host"),
    (#"{"baseURL":"https://user:pass@host"}"#, "a scheme and a host"),
    (#"{"baseURL":"https://"}"#, "a scheme and a host"),
    (#"{"accountsURL":"accounts.feishu.cn"}"#, "accountsURL must begin with"),
    (#"{"presets":["mail"]}"#, "There are default, im, calendar, docs, base, tasks, all"),
    (#"{"allow":[1]}"#, "allow must be a list of strings"),
    (#"{"deny":{}}"#, "deny must be a list of strings"),
    (#"{"readOnly":"yes"}"#, "readOnly must be true or false"),
    (#"{"rateFactor":0}"#, "rateFactor must be a number from 0.01 to 1000"),
    (#"{"rateFactor":1001}"#, "rateFactor must be a number from 0.01 to 1000"),
    (#"{"rateFactor":"2"}"#, "rateFactor must be a number from 0.01 to 1000"),
  ])
  func saysWhatIsWrong(_ json: String, _ words: String) throws {
    let value = try JSONValue(parsing: json)
    let error = #expect(throws: SettingsError.self) { try Settings(value) }
    #expect(error?.description.contains(words) == true)
    #expect(error?.description.contains("12345678") == false)
  }
}
