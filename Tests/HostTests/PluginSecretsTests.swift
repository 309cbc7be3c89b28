import JSON
import PluginHost
import Synchronization
import Testing

@testable import Host

@Suite final class PluginSecretsTests: Sendable {
  /// Answers as a test says, or not at all.
  private final class Source: SecretSource {
    let answers = Mutex<[String: Result<[UInt8], SecretProblem>]>([:])
    let asked = Mutex<[String]>([])

    func value(
      of id: String, _ completion: @escaping @Sendable (Result<[UInt8], SecretProblem>) -> Void
    ) {
      asked.withLock { $0.append(id) }
      if let answer = answers.withLock({ $0[id] }) { completion(answer) }
    }

    func set(_ id: String, _ text: String) {
      answers.withLock { $0[id] = .success(Array(text.utf8)) }
    }
  }

  private let source = Source()
  private let told = Mutex<[String]>([])

  private static func configuration(_ text: String) throws -> Configuration {
    let substitution = Substitution(
      environment: { ["NAME": "n"][$0] },
      file: { path throws(ConfigurationError) in throw ConfigurationError("no \(path)") })
    let text = try ConfigurationText(name: "t.json", bytes: Array(text.utf8))
    return try ConfigurationReader.read(text, substitution)
  }

  private func secrets(_ settings: String) throws -> PluginSecrets {
    let text = #"{"plugin": {"p": {"settings": \#(settings)}, "q": {"settings": {"a": 1}}}}"#
    let configuration = try Self.configuration(text)
    #expect(configuration.plugin["p"]?.mayChange == true)
    #expect(configuration.plugin["q"]?.mayChange == false)
    #expect(Array(configuration.secretSettings.keys) == ["p"])
    return PluginSecrets(
      configuration.secretSettings, refreshSeconds: 300, source: source,
      logger: Logger(level: .emergency))
  }

  private func follow(_ secrets: PluginSecrets) {
    secrets.follow { [self] plugin, settings in told.withLock { $0.append("\(plugin) \(settings)") }
    }
  }

  private var news: [String] {
    told.withLock { told in
      defer { told = [] }
      return told
    }
  }

  @Test func settingsAreLeftOutUntilTheirSecretIsThere() throws {
    let secrets = try secrets(
      #"{"id": "x", "list": ["a", "${secret:one}"], "in": {"key": "<${secret:one#k}>"}, "n": 7}"#)
    #expect("\(secrets.settings(of: "p") ?? .null)" == #"{"id":"x","list":["a"],"in":{},"n":7}"#)
    follow(secrets)
    #expect(source.asked.withLock { $0 } == ["one"] && news.isEmpty)
  }

  @Test func aPluginIsToldWhatHasCome() throws {
    let secrets = try secrets(#"{"a": "${secret:one#a} ${env:NAME}", "b": "${secret:two}"}"#)
    source.set("one", #"{"a": "first"}"#)
    follow(secrets)
    #expect(news == [#"p {"a":"first n"}"#])
    #expect("\(secrets.settings(of: "p") ?? .null)" == #"{"a":"first n"}"#)
    secrets.settle(milliseconds: 0)
  }

  @Test func theNameOfASecretMayComeFromTheEnvironment() throws {
    let secrets = try secrets(#"{"a": "<${secret:x/${env:NAME}#a}>", "b": "${secret:${env:NO}}"}"#)
    source.set("x/n", #"{"a": "first"}"#)
    follow(secrets)
    #expect(source.asked.withLock { $0 } == ["x/n"])
    #expect(news == [#"p {"a":"<first>"}"#])
  }

  @Test func allOfAPluginsSecretsCome() throws {
    let secrets = try secrets(#"{"a": "${secret:one}", "b": "${secret:two}"}"#)
    source.set("one", "1")
    source.set("two", "2")
    follow(secrets)
    #expect(news == [#"p {"a":"1"}"#, #"p {"a":"1","b":"2"}"#])
    secrets.settle(milliseconds: 60_000)
  }

  @Test func aMemberThatIsNotThereIsLeftOut() throws {
    let secrets = try secrets(#"{"a": "${secret:one#a}", "b": "${secret:one#b}"}"#)
    source.set("one", #"{"b": "x"}"#)
    follow(secrets)
    #expect(news == [#"p {"b":"x"}"#])
  }

  @Test func otherPlacesAreNotForThem() throws {
    let inProcess =
      #"{"plugin": {"p": {"isolation": "in-process", "settings": {"a": "${secret:x}"}}}}"#
    let error = #expect(throws: ConfigurationError.self) { try Self.configuration(inProcess) }
    #expect(error?.description.contains("plugin.p.settings") == true)
    #expect(error?.description.contains("worker") == true)
    for text in [
      #"{"instructions": "${secret:x}"}"#, #"{"plugin": {"p": {"settings": {"a": "${secret:}"}}}}"#,
      #"{"plugin": {"p": {"settings": {"a": "${secret:${secret:x}}"}}}}"#,
      #"{"plugin": {"p": {"settings": {"a": "${secret:${env:NAME}"}}}}"#,
    ] {
      #expect(throws: ConfigurationError.self) { try Self.configuration(text) }
    }
  }

  @Test(arguments: [0, 86_401]) func theirPeriodIsBounded(seconds: Int) {
    #expect(throws: ConfigurationError.self) {
      try Self.configuration(#"{"secretRefreshSeconds": \#(seconds)}"#)
    }
  }

  // MARK: - What the host itself needs

  @Test func theHostWaitsForItsOwn() throws {
    source.set("key", #"{"k": "v"}"#)
    let secrets = StartSecrets(source: source)
    #expect(try secrets.text(of: try #require(SecretReference("key#k"))) == "v")
    #expect(try secrets.text(of: try #require(SecretReference("key"))) == #"{"k": "v"}"#)
    #expect(source.asked.withLock { $0 } == ["key"])
  }

  @Test func butNotForEver() throws {
    source.answers.withLock { $0["key"] = .failure(SecretProblem("denied")) }
    let secrets = StartSecrets(source: source, waitMilliseconds: 600)
    let key = try #require(SecretReference("key"))
    #expect(throws: SecretProblem("denied")) { try secrets.text(of: key) }
    #expect(source.asked.withLock { $0.count } >= 2)
    let silent = try #require(SecretReference("silent"))
    #expect(throws: SecretProblem("the secret silent was not read in time")) {
      try secrets.text(of: silent)
    }
  }
}
