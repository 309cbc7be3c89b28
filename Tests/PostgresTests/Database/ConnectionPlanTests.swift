import JSON
import Testing

@testable import Postgres

@Suite struct ConnectionPlanTests {
  typealias Parameter = ConnectionSettings.Parameter

  private static func settings(_ text: String) throws -> DatabaseSettings {
    try DatabaseSettings("main", SettingsCursor(try JSONValue(parsing: text)))
  }

  /// What libpq would make of it without environment, service file and home.
  private static func parameters(
    _ text: String, url: [Parameter] = [], login: IdentitySettings.Login? = nil,
    access: Database.Access = .read, library: Int = 150_000,
    _ change: (inout EffectiveParameters) -> Void = { _ in }
  ) throws -> [String: String] {
    let plan = ConnectionPlan(settings: try settings(text), login: login, access: access)
    let written = plan.written(url)
    var effective = EffectiveParameters()
    effective.values["sslmode"] = "prefer"
    for parameter in written { effective.values[parameter.keyword] = parameter.value }
    effective.saysMode = written.contains { $0.keyword == "sslmode" }
    change(&effective)
    let all = plan.parameters(
      written, effective, library: library, authorities: "/etc/ssl/ca.crt")
    #expect(Set(all.map(\.keyword)).count == all.count, "a keyword stands twice")
    return Dictionary(uniqueKeysWithValues: all.map { ($0.keyword, $0.value) })
  }

  @Test(arguments: [
    #"{}"#, #"{"host": "localhost"}"#, #"{"host": "127.0.0.5"}"#, #"{"host": "::1"}"#,
    #"{"host": "/run/postgresql"}"#, #"{"host": ["localhost", "127.0.0.1"]}"#,
    #"{"host": "db.example", "hostaddr": "127.0.0.1"}"#,
  ])
  func theLoopbackNeedsNoCertificate(text: String) throws {
    let parameters = try Self.parameters(text)
    #expect(parameters["sslmode"] == nil)
    #expect(parameters["sslrootcert"] == nil)
  }

  @Test(arguments: [
    #"{"host": "db.example"}"#, #"{"hostaddr": "10.0.0.1"}"#, #"{"host": "127.example.com.org"}"#,
    #"{"host": ["localhost", "db.example"]}"#, #"{"host": "localhost.example"}"#,
    #"{"host": "127.0.0.1.nip.io"}"#, #"{"host": "localhost", "hostaddr": "10.0.0.1"}"#,
  ])
  func anotherMachineHasToProveWhoItIs(text: String) throws {
    let parameters = try Self.parameters(text)
    #expect(parameters["sslmode"] == "verify-full")
    #expect(parameters["sslrootcert"] == "/etc/ssl/ca.crt")
    #expect(try Self.parameters(text, library: 160_000)["sslrootcert"] == "system")
  }

  @Test func theOperatorsWordCounts() throws {
    let remote = #"{"host": "db.example"}"#
    let asked = try Self.parameters(#"{"host": "db.example", "sslmode": "require"}"#)
    #expect(asked["sslmode"] == "require")
    #expect(asked["sslrootcert"] == nil)
    let byURL = try Self.parameters(
      "{}",
      url: [
        Parameter(keyword: "host", value: "db.example"),
        Parameter(keyword: "sslmode", value: "disable"),
      ])
    #expect(byURL["sslmode"] == "disable")
    let byEnvironment = try Self.parameters(remote) {
      $0.values["sslmode"] = "require"
      $0.saysMode = true
    }
    #expect(byEnvironment["sslmode"] == nil)
    let own = try Self.parameters(remote) { $0.hasOwnAuthorities = true }
    #expect(own["sslmode"] == "verify-full")
    #expect(own["sslrootcert"] == nil)
    let file = try Self.parameters(#"{"host": "db.example", "sslrootcert": "/rds.pem"}"#)
    #expect(file["sslmode"] == "verify-full")
    #expect(file["sslrootcert"] == "/rds.pem")
  }

  @Test func aServerOfTheServiceFileIsSeen() throws {
    let parameters = try Self.parameters(#"{"service": "reports"}"#) {
      $0.values["host"] = "db.example"
    }
    #expect(parameters["sslmode"] == "verify-full")
    #expect(parameters["service"] == "reports")
  }

  @Test func whatIsWrittenBesideAURLReplacesItsParts() throws {
    let url = [
      Parameter(keyword: "user", value: "a"), Parameter(keyword: "password", value: "old"),
      Parameter(keyword: "dbname", value: "app"),
    ]
    let parameters = try Self.parameters(#"{"password": "new"}"#, url: url)
    #expect(parameters["user"] == "a")
    #expect(parameters["password"] == "new")
    #expect(parameters["dbname"] == "app")
  }

  @Test func anotherLoginHasNoneOfTheSecretsOfTheConfiguredOne() throws {
    let url = [
      Parameter(keyword: "user", value: "a"), Parameter(keyword: "password", value: "of a"),
    ]
    let parameters = try Self.parameters(
      #"{"sslcert": "/a.crt", "sslkey": "/a.key", "passfile": "/a", "password": "too"}"#, url: url,
      login: IdentitySettings.Login(user: "b", parameters: []))
    #expect(parameters["user"] == "b")
    for keyword in ["password", "sslcert", "sslkey", "passfile"] {
      #expect(parameters[keyword] == nil, "\(keyword)")
    }
  }

  @Test func theSessionBeginsReadOnlyAndWithLimits() throws {
    let parameters = try Self.parameters(
      #"{"limits": {"timeoutMilliseconds": 1234, "lockTimeoutMilliseconds": 5}}"#)
    let options = try #require(parameters["options"])
    #expect(
      options == "-c default_transaction_read_only=on -c statement_timeout=1234 -c lock_timeout=5"
        + " -c idle_in_transaction_session_timeout=60000 -c standard_conforming_strings=on"
        + " -c backslash_quote=safe_encoding -c DateStyle=ISO"
        + " -c IntervalStyle=iso_8601 -c TimeZone=UTC -c bytea_output=hex")
    #expect(parameters["client_encoding"] == "UTF8")
    #expect(parameters["application_name"] == "toolrack:pg:main")
  }

  @Test func theOperatorsOwnOptionsComeFirstSoThatOursCount() throws {
    let parameters = try Self.parameters("{}") {
      $0.values["options"] = "-c default_transaction_read_only=off -c geqo=off"
    }
    let options = try #require(parameters["options"])
    #expect(options.hasPrefix("-c default_transaction_read_only=off -c geqo=off -c default_tr"))
  }

  @Test func behindAPoolerEverythingIsSetInTheTransaction() throws {
    let text = #"{"pooler": "transaction", "limits": {"lockTimeoutMilliseconds": 7}}"#
    #expect(try Self.parameters(text)["options"] == nil)
    let plan = ConnectionPlan(settings: try Self.settings(text), login: nil, access: .read)
    let set = plan.transactionSettings.map { "\($0.name)=\($0.value)" }
    // Before anything that is written with quotes.
    #expect(set.first == "standard_conforming_strings=on")
    #expect(set.contains("lock_timeout=7"))
    #expect(set.contains("DateStyle=ISO"))
    #expect(set.contains("bytea_output=hex"))
    let direct = ConnectionPlan(settings: try Self.settings("{}"), login: nil, access: .read)
    #expect(direct.transactionSettings.isEmpty)
  }

  @Test func readsMayGoToAStandbyAndWritesDoNot() throws {
    let text = #"{"reads": "prefer-standby", "mode": "readwrite", "host": ["a", "b"]}"#
    #expect(try Self.parameters(text)["target_session_attrs"] == "prefer-standby")
    #expect(try Self.parameters(text, access: .write)["target_session_attrs"] == "primary")
    #expect(try Self.parameters("{}")["target_session_attrs"] == nil)
    let own = #"{"targetSessionAttributes": "read-only"}"#
    #expect(try Self.parameters(own)["target_session_attrs"] == "read-only")
  }

  @Test func aHostThatIsSilentDoesNotTakeTheTimeOfTheNext() throws {
    let text = #"{"host": ["a", "b"], "connectTimeoutSeconds": 3}"#
    #expect(try Self.parameters(text)["tcp_user_timeout"] == "3000")
    #expect(try Self.parameters(#"{"host": "a"}"#)["tcp_user_timeout"] == nil)
    let plan = ConnectionPlan(settings: try Self.settings(text), login: nil, access: .read)
    var effective = EffectiveParameters(values: ["host": "a,b", "connect_timeout": "3"])
    #expect(plan.connectMilliseconds(effective) == 6_000)
    effective.values["connect_timeout"] = "0"
    #expect(plan.connectMilliseconds(effective) == 10_000)
    #expect(plan.connectMilliseconds(EffectiveParameters()) == 5_000)
  }
}
