import JSON
import PluginKit
import Testing

@testable import Remote

@Suite struct RemoteSettingsTests {
  private func settings(_ text: String) throws -> Settings {
    try Settings(try JSONValue(parsing: text))
  }

  private func target(_ text: String, name: String = "files") throws -> TargetSettings {
    try #require(try settings(#"{"targets":{"\#(name)":\#(text)}}"#).targets.first)
  }

  private func fault(_ text: String) -> String? {
    do {
      _ = try settings(text)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func nothingIsNeeded() throws {
    let settings = try Settings(.null)
    #expect(settings.targets.isEmpty)
    #expect(settings.separator == "___")
    #expect(settings.startMilliseconds == 3_000)
    #expect(!settings.hasStatusTool)
  }

  @Test func everythingIsRead() throws {
    let settings = try settings(
      #"""
      {"separator": "__", "startMilliseconds": 0, "maximumNameLength": 64, "statusTool": true,
       "resourceURIs": "prefixed",
       "targets": {
         "web": {"url": "https://a.example/mcp?x=1", "timeoutMilliseconds": 10, "include": ["a*"],
           "exclude": ["ab"], "retries": 0, "maximumCalls": 3, "refreshSeconds": 0},
         "local": {"command": ["server", "--fast"], "environment": {"KEY": "value1"},
           "directory": "here"}}}
      """#)
    #expect(settings.separator == "__")
    #expect(settings.prefixesURIs && settings.hasStatusTool)
    #expect(settings.targets.map(\.name) == ["local", "web"])
    let web = settings.targets[1]
    #expect(web.timeoutMilliseconds == 10 && web.retries == 0 && web.maximumCalls == 3)
    #expect(web.includes(tool: "aa") && !web.includes(tool: "ab") && !web.includes(tool: "b"))
    guard case .process(let command, let environment, let folder) = settings.targets[0].transport
    else { return #expect(Bool(false)) }
    #expect(command == ["server", "--fast"] && folder == "here")
    #expect(environment.map(\.name) == ["KEY"] && environment.map(\.value) == ["value1"])
  }

  @Test(arguments: [
    (#"{"target": {}}"#, "plugin.remote.settings.target is not a setting; there are targets"),
    (#"[]"#, "plugin.remote.settings must be an object."),
    (#"{"separator": "-"}"#, "plugin.remote.settings.separator must be one to four underscores"),
    (#"{"separator": "_____"}"#, "settings.separator must be"),
    (#"{"startMilliseconds": 10001}"#, "must be a whole number from 0 to 10000"),
    (#"{"statusTool": "yes"}"#, "statusTool must be true or false"),
    (#"{"resourceURIs": true}"#, "must be \"asTheyAre\" or \"prefixed\""),
    (#"{"targets": {"a_b": {"url": "https://a"}}}"#, "targets.a_b has a name that is not"),
    (#"{"targets": {"": {"url": "https://a"}}}"#, "has a name that is not"),
    (#"{"targets": {"a": {"url": "https://a", "command": ["b"]}}}"#, "needs either"),
    (#"{"targets": {"a": {"url": "ftp://a"}}}"#, "targets.a.url must be a URL that begins"),
    (#"{"targets": {"a": {"url": "https://u:p@a"}}}"#, "must not hold a password"),
    (#"{"targets": {"a": {"url": "https://a/#b"}}}"#, "must not have a fragment"),
    (#"{"targets": {"a": {"url": "https:///x"}}}"#, "must be a URL with a host"),
    (#"{"targets": {"a": {"url": "https://a", "environment": {}}}}"#, "goes with \"command\""),
    (#"{"targets": {"a": {"command": []}}}"#, "command must name a program"),
    (#"{"targets": {"a": {"command": ["b", 1]}}}"#, "command[1] must be a string"),
    (#"{"targets": {"a": {"command": ["b"], "credentials": "none"}}}"#, "go with \"url\""),
    (#"{"targets": {"a": {"command": ["b"], "environment": {"A=B": ""}}}}"#, "is not the name"),
    (#"{"targets": {"a": {"url": "https://a", "retries": 11}}}"#, "from 0 to 10"),
    (#"{"targets": {"a": {"url": "https://a", "retries": 1.5}}}"#, "from 0 to 10"),
    (#"{"targets": {"a": {"url": "https://a", "include": "x"}}}"#, "include must be an array"),
    (#"{"targets": {"a": {"url": "https://a", "headers": {}}}}"#, "a.headers is not a setting"),
  ]) func whatIsWrongIsNamedWithItsPlace(_ text: String, _ expected: String) {
    let fault = self.fault(text) ?? ""
    #expect(fault.contains(expected))
    #expect(fault.hasPrefix("plugin.remote.settings"))
  }

  @Test(arguments: [
    (#""yes""#, "credentials must be \"none\" or an object with one of"),
    (#"{}"#, "must be \"none\" or"),
    (#"{"fields": {"A": "b"}, "aws": {"service": "s"}}"#, "with one of"),
    (#"{"fields": {"A B": "c"}}"#, "is not the name of a header field"),
    (#"{"fields": {"Host": "c"}}"#, "that this plugin sets itself"),
    (#"{"fields": {"A": "b\nc"}}"#, "fields.A must be visible ASCII"),
    (#"{"fields": {"A": 1}}"#, "fields.A must be a string"),
    (#"{"aws": {"region": ""}}"#, "aws.region must not be empty"),
    (#"{"aws": {"service": "s", "key": "k"}}"#, "aws.key is not a setting"),
    (#"{"clientCredentials": {"clientId": 1}}"#, "clientId must be a string"),
    (
      #"{"clientCredentials": {"tokenUrl": "http://a.example/t", "clientId": "a", "clientSecret": "b"}}"#,
      "tokenUrl must begin with https://"
    ),
    (
      #"{"clientCredentials": {"tokenUrl": "https://a", "clientId": "a", "scopes": ["a b"]}}"#,
      "scopes[0] must be one scope"
    ),
    (
      #"{"clientCredentials": {"tokenUrl": "https://a", "clientId": "a", "clientSecret": "b", "authentication": "jwt"}}"#,
      "authentication must be \"basic\" or \"body\""
    ),
  ]) func wrongCredentialsAreRefused(_ credentials: String, _ expected: String) {
    let text = #"{"targets": {"a": {"url": "https://a.example", "credentials": \#(credentials)}}}"#
    let fault = self.fault(text) ?? ""
    #expect(fault.contains(expected))
  }

  @Test(arguments: [
    ("http://a.example/mcp", false), ("http://127.0.0.1.example/mcp", false),
    ("http://127.example/mcp", false), ("http://[::2]:1/mcp", false),
    ("http://127.0.0.1:8080/mcp", true), ("http://localhost/mcp", true),
    ("http://[::1]:8080/mcp", true), ("http://127.1.2.3/mcp", true), ("https://a.example", true),
  ]) func secretsGoWhereNobodyReadsThemOnTheWay(_ url: String, _ isTaken: Bool) throws {
    let target = #"{"url": "\#(url)", "credentials": {"fields": {"X-Key": "top-secret"}}}"#
    let fault = fault(#"{"targets": {"a": \#(target)}}"#)
    #expect((fault == nil) == isTaken)
    #expect(fault?.contains("top-secret") != true)
    #expect(try self.target(#"{"url": "\#(url)", "credentials": "none"}"#).name == "files")
  }

  @Test func aNameThatLeavesNoRoomForToolsIsRefused() throws {
    let name = String(repeating: "n", count: 40)
    let text = #"{"maximumNameLength": 56, "targets": {"\#(name)": {"url": "https://a"}}}"#
    #expect(fault(text)?.contains("it may have 37 characters") == true)
    #expect(fault(text.replacing("56", with: "59")) == nil)
  }

  @Test func whatIsSecretIsKnown() throws {
    let fields = try target(#"{"url": "https://a", "credentials": {"fields": {"A": "one-two"}}}"#)
    #expect(fields.secrets == ["one-two"])
    let process = try target(#"{"command": ["a"], "environment": {"A": "three"}}"#)
    #expect(process.secrets == ["three"])
  }

  @Test func ofAQueryOnlyWhatLooksSecretIsSecret() throws {
    let plain = try target(#"{"url": "https://a/b?qualifier=DEFAULT&version=2026-07-28&flag"}"#)
    #expect(plain.secrets.isEmpty)
    let query =
      "apiKey=four-five&access_token=t-1234&client_secret=u&X-Amz-Signature=v&password=w&code=y"
      + "&x=0123456789abcde&z=0123456789abcdef"
    let url = try target(#"{"url": "https://a/b?\#(query)"}"#)
    #expect(url.secrets == ["four-five", "t-1234", "u", "v", "w", "y", "0123456789abcdef"])
  }

  // MARK: - What is not there yet

  @Test(arguments: [
    (
      #"{"url": "https://a", "credentials": {"fields": {}}}"#,
      ".credentials.fields has no header field"
    ),
    (
      #"{"url": "https://a", "credentials": {"fields": {"A": "x", "B": ""}}}"#,
      ".credentials.fields.B is empty"
    ),
    (
      #"{"url": "https://a", "credentials": {"fields": {"A": null}}}"#,
      ".credentials.fields.A is missing"
    ),
    (
      #"{"url": "https://a", "credentials": {"clientCredentials": {"tokenUrl": "https://i.example/t", "clientId": "a"}}}"#,
      ".credentials.clientCredentials.clientSecret is missing"
    ),
    (
      #"{"url": "https://a", "credentials": {"clientCredentials": {"tokenUrl": "https://i.example/t", "clientId": "", "clientSecret": "b"}}}"#,
      ".credentials.clientCredentials.clientId is empty"
    ),
    (
      #"{"url": "https://a", "credentials": {"clientCredentials": {}}}"#,
      ".credentials.clientCredentials.tokenUrl is missing"
    ),
    (#"{"url": "https://a", "credentials": {"aws": {}}}"#, ".credentials.aws.service is missing"),
    (#"{"command": ["a"], "environment": {}}"#, ".environment has no variable"),
    (#"{"command": ["a"], "environment": {"A": null}}"#, ".environment.A is missing"),
    (#"{"url": ""}"#, ".url is empty"),
    (#"{}"#, " has neither \"url\" nor \"command\""),
  ]) func oneTargetIsIncomplete(_ text: String, _ expected: String) throws {
    let both = try settings(#"{"targets": {"a": \#(text), "b": {"url": "https://b"}}}"#)
    guard case .incomplete(_, let gap) = both.targets[0].transport else {
      return #expect(Bool(false), "it is taken for complete")
    }
    #expect(gap.description == "plugin.remote.settings.targets.a\(expected)")
    guard case .http = both.targets[1].transport else { return #expect(Bool(false)) }
  }

  @Test func whatIsWrongBesidesAGapIsStillRefused() {
    let secret = #"{"url": "http://a.example", "credentials": {"fields": {}}}"#
    #expect(fault(#"{"targets": {"a": \#(secret)}}"#)?.contains("must begin with https") == true)
    let both = #"{"url": "https://a", "credentials": {"clientCredentials": {"x": 1}}}"#
    #expect(fault(#"{"targets": {"a": \#(both)}}"#)?.contains("x is not a setting") == true)
    let child = #"{"command": ["a"], "environment": {"A": null, "B=": "c"}}"#
    #expect(fault(#"{"targets": {"a": \#(child)}}"#)?.contains("is not the name") == true)
  }

  @Test func anEmptyVariableOfAChildIsOne() throws {
    let child = try target(#"{"command": ["a"], "environment": {"DEBUG": ""}}"#)
    guard case .process = child.transport else { return #expect(Bool(false)) }
  }

  @Test func aTargetIsLeftAloneForAMinuteAtMost() throws {
    for (seconds, expected) in [(0, 60_000), (1, 1_000), (59, 59_000), (86_400, 60_000)] {
      let target = try target(#"{"url": "https://a", "refreshSeconds": \#(seconds)}"#)
      #expect(target.longestPauseMilliseconds == UInt64(expected))
    }
  }

  @Test func patternsStandForNames() {
    #expect(Glob("*").matches("") && Glob("a*c").matches("abbc") && Glob("a?c").matches("abc"))
    #expect(!Glob("a*c").matches("abcd") && !Glob("a").matches("A") && !Glob("a?").matches("a"))
    #expect(Glob("*a*b").matches("xaxbxab") && !Glob("").matches("a"))
  }
}
