import Testing

@testable import Host

@Suite struct ArgumentsTests {
  private func parse(_ words: [String]) throws(UsageError) -> Arguments {
    try Arguments(words, valued: ["config", "listen"], flags: ["strict"])
  }

  @Test func readsOptionsFlagsAndOperands() throws {
    let arguments = try parse(["--config", "a.json", "tool", "--strict", "--listen=[::1]:0", "{}"])
    #expect(arguments.values == ["config": "a.json", "listen": "[::1]:0"])
    #expect(arguments.flags == ["strict"])
    #expect(arguments.operands == ["tool", "{}"])
  }

  @Test func afterTwoHyphensEverythingIsAnOperand() throws {
    #expect(try parse(["--", "--config", "--"]).operands == ["--config", "--"])
  }

  @Test(
    arguments: [
      (["--config"], "needs a value"), (["--confg", "x"], "did you mean \"--config\""),
      (["--strict=yes"], "no option"),
    ])
  func refusalsNameTheOption(words: [String], reason: String) throws {
    let error = try #require(throws: UsageError.self) { try parse(words) }
    #expect(error.description.contains(reason), "\(error)")
  }
}
