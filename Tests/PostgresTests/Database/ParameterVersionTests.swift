import Testing

@testable import Postgres

@Suite struct ParameterVersionTests {
  @Test(arguments: [
    ("load_balance_hosts", 159_999, true), ("load_balance_hosts", 160_000, false),
    ("require_auth", 150_018, true), ("sslnegotiation", 160_004, true),
    ("sslnegotiation", 170_000, false), ("host", 140_000, false),
  ])
  func anOldLibraryLacksNewParameters(_ keyword: String, _ library: Int, _ isMissing: Bool) {
    let parameters = [("user", "u"), (keyword, "x")].map {
      ConnectionSettings.Parameter(keyword: $0.0, value: $0.1)
    }
    let missing = ParameterVersion.missing(parameters, library: library)
    #expect((missing?.keyword == keyword) == isMissing)
  }

  @Test func theSettingAndTheVersionsAreNamed() throws {
    let version = try #require(ParameterVersion.of("require_auth"))
    let report = FailureReport(version.failure("plugin.pg.settings", library: 150_018))
    #expect(
      report.summary
        == "plugin.pg.settings.requireAuth needs libpq 16 or newer; this machine has 15.18.")
    #expect(!report.isRetryable)
  }
}
