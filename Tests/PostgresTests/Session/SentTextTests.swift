import Testing

@testable import Postgres

@Suite struct SentTextTests {
  @Test func aTextIsASubselectWithOneRowMore() {
    #expect(
      SentText.limited("SELECT 1 -- x", rows: 100)
        == "SELECT * FROM (SELECT 1 -- x\n) AS _q LIMIT 101")
    #expect(SentText.limited("SELECT 1", rows: .max).hasSuffix(" LIMIT \(Int.max)"))
    #expect(SentText.wrapped("SELECT 1") == "SELECT * FROM (SELECT 1\n) AS _q")
  }

  @Test func positionsAreTheCallersOwn() {
    let prefix = SentText.prefixCharacters
    #expect(SentText.position(prefix + 1, prefixCharacters: prefix, in: "SELECT x") == 1)
    #expect(SentText.position(prefix + 8, prefixCharacters: prefix, in: "SELECT x") == 8)
    // The place behind the last character: the text ends too soon.
    #expect(SentText.position(prefix + 9, prefixCharacters: prefix, in: "SELECT x") == 9)
    #expect(SentText.position(prefix + 10, prefixCharacters: prefix, in: "SELECT x") == nil)
    #expect(SentText.position(prefix, prefixCharacters: prefix, in: "SELECT x") == nil)
  }

  @Test func positionsCountCharactersAsTheServerDoes() {
    // One character each, though two and more bytes: é, 漢, an emoji, and a mark that combines.
    let text = "é漢😀e\u{301}"
    #expect(SentText.position(6, prefixCharacters: 0, in: text) == 6)
    #expect(SentText.position(7, prefixCharacters: 0, in: text) == nil)
  }

  @Test func aNULIsRefused() {
    #expect(throws: PostgresFailure.self) { try SentText.check("SELECT '\0'", []) }
    #expect(throws: PostgresFailure.self) {
      try SentText.check("SELECT $1", [Parameter(text: "a\0b")])
    }
    #expect(throws: Never.self) {
      try SentText.check("SELECT $1", [Parameter(text: nil), Parameter(text: "a")])
    }
  }

  @Test func parametersAreBounded() {
    let parameter = Parameter(text: "1")
    let most = [Parameter](repeating: parameter, count: SentText.parametersLimit)
    #expect(throws: Never.self) { try SentText.check("SELECT 1", most) }
    #expect(throws: PostgresFailure.self) { try SentText.check("SELECT 1", most + [parameter]) }
  }
}

@Suite struct SettingTextTests {
  @Test func namesAndValuesStayWhatTheyAre() {
    #expect(SettingText.setting("work_mem", "1MB") == #"SET LOCAL "work_mem" = '1MB'"#)
    #expect(SettingText.setting("app.tenant", "it's") == #"SET LOCAL "app"."tenant" = 'it''s'"#)
    #expect(SettingText.setting("a", #"x\' OR"#) == #"SET LOCAL "a" = E'x\\'' OR'"#)
    #expect(SettingText.setting(#"a"b"#, "") == #"SET LOCAL "a""b" = ''"#)
  }

  @Test func aRoleIsOneName() {
    #expect(SettingText.role(#"a"; DROP"#) == #"SET LOCAL ROLE "a""; DROP""#)
  }

  @Test func theTimeoutIsANumber() {
    #expect(SettingText.statementTimeout(milliseconds: 5) == "SET LOCAL statement_timeout = 5")
  }
}
