import HTTPServer
import JSON
import PluginHost
import Testing

@testable import Host

@Suite struct ConfigurationTests {
  private func read(_ text: String) throws(ConfigurationError) -> Configuration {
    let substitution = Substitution(
      environment: { ["SECRET": "s3cret"][$0] },
      file: { path throws(ConfigurationError) in throw ConfigurationError("cannot read \(path)") })
    return try ConfigurationReader.read(
      try ConfigurationText(name: "toolrack.json", bytes: Array(text.utf8)), substitution)
  }

  @Test func anEmptyFileMeansTheDefaults() throws {
    let configuration = try read("{}")
    #expect(configuration.listen == "127.0.0.1:8080")
    #expect(configuration.plugins == "plugins")
    #expect(configuration.access == nil)
    #expect(configuration.limits == .init())
  }

  @Test func theExampleOfTheDocumentationIsRead() throws {
    let configuration = try read(
      """
      {
        "listen": "127.0.0.1:8080", // loopback
        "plugins": "plugins",
        "access": "none",
        "plugin": {
          "lark": {
            "isolation": "worker",
            "prefix": "lark",
            "egress": ["open.feishu.cn:443"],
            "settings": { "appId": "${env:SECRET}", "nested": [1, 2.50, {"deep": "${env:SECRET}!"}] },
          },
          "echo": { "isolation": "in-process", "callTimeoutMilliseconds": 1500 },
        },
      }
      """)
    #expect(configuration.access != nil)
    let lark = try #require(configuration.plugin["lark"])
    #expect(lark.isolation == .worker && lark.prefix == "lark")
    #expect(lark.egress == ["open.feishu.cn:443"])
    #expect(
      "\(lark.settings)" == #"{"appId":"s3cret","nested":[1,2.50,{"deep":"s3cret!"}]}"#)
    #expect(configuration.plugin["echo"]?.isolation == .inProcess)
    #expect(configuration.plugin["echo"]?.callTimeoutMilliseconds == 1500)
  }

  @Test func whatIsSignedForIsRead() throws {
    let configuration = try read(
      #"{"aws": {"region": "eu-west-1", "profile": "p"}, "plugin": {"a": {"aws": ["s3", "sts"]}}}"#)
    #expect(
      configuration.credentials.settings.region == "eu-west-1"
        && configuration.credentials.settings.profile == "p")
    #expect(configuration.plugin["a"]?.aws == ["s3", "sts"])
    #expect(try read("{}").credentials.settings.region == nil)
    #expect(try read(#"{"plugin": {"a": {}}}"#).plugin["a"]?.aws == [])
  }

  @Test(arguments: [
    (#"{"aws": {"regoin": "x"}}"#, "aws.regoin is no known setting"),
    (#"{"aws": {"region": "EU West"}}"#, "aws.region must be a region, such as"),
    (#"{"aws": {"profile": ""}}"#, "aws.profile must be the name of a profile"),
    (#"{"plugin": {"a": {"aws": "s3"}}}"#, "plugin.a.aws must be an array of services"),
    (#"{"plugin": {"a": {"aws": ["*"]}}}"#, "plugin.a.aws.0 must be a service's name"),
  ])
  func whatCannotBeSignedForIsRefused(_ text: String, _ message: String) {
    #expect { try read(text) } throws: { "\($0)".contains(message) }
  }

  @Test func aSettingWhoseVariableIsNotSetIsLeftOutAndNamed() throws {
    let configuration = try read(
      #"{"plugin": {"lark": {"settings": {"appId": "${env:ABSENT}", "brand": "lark"}}}}"#)
    #expect("\(configuration.plugin["lark"]?.settings ?? .null)" == #"{"brand":"lark"}"#)
    #expect(configuration.unset.map(\.path) == ["plugin.lark.settings.appId"])
    #expect(configuration.unset.map(\.variable) == ["ABSENT"])
  }

  @Test(
    arguments: [
      ("{", "toolrack.json:1:2:"), ("[]", "must be an object"),
      (
        "{\n  \"lisen\": 1}",
        "toolrack.json:2:12: lisen is no known setting; did you mean \"listen\"?"
      ),
      (
        #"{"plugin": {"lark": {"isolaton": "worker"}}}"#, "plugin.lark.isolaton is no known setting"
      ),
      (#"{"plugin": {"lark": {"isolation": "wurker"}}}"#, "did you mean \"worker\"?"),
      (#"{"plugin": {"lark": {"settings": []}}}"#, "plugin.lark.settings must be an object"),
      (#"{"plugin": {"lark": {"prefix": "a b"}}}"#, "plugin.lark.prefix must be"),
      (#"{"plugin": {"lark": {"egress": ["http://x/"]}}}"#, "plugin.lark.egress cannot be used"),
      (#"{"listen": 8080}"#, "listen must be a string"),
      (#"{"listen": "${env:ABSENT}"}"#, "needs the environment variable ABSENT"),
      (#"{"access": "nobody"}"#, "access must be \"none\""),
      (#"{"limits": {"bodyBytes": 0}}"#, "limits.bodyBytes must be an integer from 1"),
      (#"{"limits": {"headByte": 1}}"#, "did you mean \"headBytes\"?"),
      (#"{"plugins": "${file:/absent}"}"#, "cannot read /absent"),
      (#"{"listen": "a", "listen": "b"}"#, "toolrack.json:1:17:"),
      (
        #"{"paths": ["/mcp", "/oauth2/*"], "access": {"clients": "c", "issuer": {"#
          + #""url": "http://127.0.0.1:8080"}}}"#,
        "paths must not match /oauth2/authorize, where the issuer of tokens answers"
      ),
    ])
  func refusalsNameThePlaceAndWhatWouldBeRight(text: String, expected: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try read(text) }
    #expect(error.description.contains(expected), "\(error)")
  }

  @Test func refusalsDoNotQuoteValues() throws {
    let error = try #require(throws: ConfigurationError.self) {
      try read(#"{"plugin": {"lark": {"settings": "${env:SECRET}"}}}"#)
    }
    #expect(!error.description.contains("s3cret"))
  }
}
