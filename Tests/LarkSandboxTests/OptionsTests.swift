import Testing

@testable import LarkSandbox

@Suite struct OptionsTests {
  @Test func defaultsAndValues() throws {
    #expect(try Options([]) == Options())
    let options = try Options([
      "--listen", "127.0.0.1:0", "--app-id", "cli_x", "--app-secret", "s", "--clock",
      "2026-11-23T09:00:00+08:00", "--seed", "9", "--tenant-search", "--no-rate-limits", "--quiet",
    ])
    #expect(options.listen == "127.0.0.1:0" && options.appID == "cli_x")
    #expect(options.clock == Client.monday * 1_000 && options.seed == 9)
    #expect(options.takesTenantSearch && !options.hasRateLimits && options.isQuiet)
    #expect(try Options(["--clock", "1795395600"]).clock == Client.monday * 1_000)
    #expect(try Options(["--help"]).wantsHelp)
  }

  @Test(arguments: [
    ["--listen"], ["--listen", ""], ["--clock", "noon"], ["--clock", "99999999999999"],
    ["--seed", "-1"], ["--verbose"], ["extra"],
  ])
  func problems(_ arguments: [String]) {
    #expect(throws: Options.Problem.self) { try Options(arguments) }
  }

  @Test func helpNamesEveryOption() {
    for name in [
      "--listen", "--app-id", "--app-secret", "--clock", "--seed", "--tenant-search",
      "--no-rate-limits", "--quiet", "--help",
    ] {
      #expect(Options.help.contains(name))
    }
  }
}
