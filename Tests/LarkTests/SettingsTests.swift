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

  @Test(arguments: [
    (#"{"appID":"x"}"#, "plugin.lark.settings.appID"), (#"{"brand":"slack"}"#, "brand must be"),
    (#"{"appSecret":12345678}"#, "appSecret must be a string"), (#"[]"#, "must be an object"),
    (#"{"baseURL":"open.feishu.cn"}"#, "must begin with"),
    (#"{"baseURL":"https://open.feishu.cn/open-apis"}"#, "a scheme and a host"),
    (#"{"baseURL":"https://user:pass@host"}"#, "a scheme and a host"),
    (#"{"baseURL":"https://"}"#, "a scheme and a host"),
  ])
  func saysWhatIsWrong(_ json: String, _ words: String) throws {
    let value = try JSONValue(parsing: json)
    let error = #expect(throws: SettingsError.self) { try Settings(value) }
    #expect(error?.description.contains(words) == true)
    #expect(error?.description.contains("12345678") == false)
  }
}

@Suite struct ToolDescriptionsTests {
  static let tools = [
    ToolDescriptions.sendMessage { _, _ in .text("") },
    ToolDescriptions.getCalendar { _, _ in .text("") },
    ToolDescriptions.searchDocs { _, _ in .text("") },
  ]

  @Test func areShort() {
    for tool in Self.tools {
      let schema = tool.input.json.serialized().count
      #expect(schema <= ToolDescriptions.maximumSchemaBytes, "\(tool.name) \(schema)")
      let all = schema + tool.description.utf8.count + tool.name.utf8.count
      #expect(all <= ToolDescriptions.maximumBytes, "\(tool.name) \(all)")
    }
  }

  @Test func sayWhatTheyDo() {
    #expect(Self.tools.map(\.name) == ["send_message", "get_calendar", "search_docs"])
    #expect(Self.tools.map(\.annotations.readOnly) == [false, true, true])
    #expect(Self.tools.allSatisfy { $0.annotations.destructive == false })
  }

  @Test func nameEveryArgument() {
    let named = Self.tools.map { $0.input.json["properties"]?.object?.keys ?? [] }
    #expect(named[0] == ["to", "text", "markdown", "card", "title", "reply_to"])
    #expect(named[1] == ["calendars", "from", "to", "days", "time_zone"])
    #expect(named[2] == ["query", "types", "page_size", "page_token"])
  }
}
