import Testing

@testable import Postgres

@Suite struct StatementCheckTests {
  private let functions = VolatileFunctions(
    functions: ["boom", "Odd", "bumm\u{E9}"], columns: ["boom"], casts: ["made"],
    operators: ["###"])

  private func refusal(_ text: String) -> String? {
    do {
      _ = try StatementCheck.check(text, functions)
      return nil
    } catch .refused(let what, _) {
      return what
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    ("SELECT 1", "SELECT 1"), ("SELECT 1;", "SELECT 1"), ("SELECT 1 ; /* ; */ ; -- x", "SELECT 1 "),
    ("SELECT 1 -- ;", "SELECT 1 -- ;"), ("SELECT ';';", "SELECT ';'"), ("(SELECT 1)", "(SELECT 1)"),
    ("with a as (select 1) table a;", "with a as (select 1) table a"),
  ])
  func theSemicolonsAtTheEndAreCutOff(_ text: String, _ wanted: String) throws {
    #expect(try StatementCheck.check(text, functions) == wanted)
  }

  @Test(arguments: [
    "SELECT boom", "SELECT 'boom()'", "SELECT 1 AS boom", "SELECT 1 AS \"boom(\"", "SELECT odd()",
    "SELECT \"BOOM\"()", "SELECT boomer()", "SELECT 1 /* boom() */", "SELECT $$boom()$$",
    "SELECT made FROM t", "SELECT 1 ## 2", "SELECT '###'",
  ])
  func whatOnlyLooksLikeACallPasses(_ text: String) {
    #expect(refusal(text) == nil)
  }

  @Test(arguments: [
    "SELECT boom()", "SELECT BOOM ()", "SELECT \"boom\"/* */\n(1)", "SELECT a . b . \"boom\" ()",
    "SELECT U&\"b\\006Fom\"()", "SELECT U&\"b!006Fom\" UESCAPE '!' ()",
    "SELECT U&\"b!006Fom\" UESCAPE E'!' ()", "SELECT U&\"b!006Fom\" UESCAPE $$!$$ ()",
    "SELECT * FROM boom()", "SELECT t.boom FROM t", "SELECT (1).boom", "SELECT (1).boom.a",
    "SELECT a[1].\"boom\"", "SELECT $1.boom", "SELECT \"Odd\"()", "SELECT BUMM\u{C9}()",
    "SELECT 1::made", "SELECT 1::s.made", "SELECT CAST(1 AS made)", "SELECT 1 ### 2",
    "SELECT 1 OPERATOR(s.###) 2", "SELECT 1 ###-- \n 2",
  ])
  func everyWayToCallIsRefused(_ text: String) { #expect(refusal(text) != nil) }

  @Test(arguments: [
    ("SELECT 1; SELECT 2", "line 1, column 11"), ("SELECT 1)", "line 1, column 9"),
    ("SELECT 'é',\n  boom()", "line 2, column 3"), ("SELECT 1 /*", "line 1, column 10"),
  ])
  func thePlaceIsTold(_ text: String, _ place: String) throws {
    let told = try #require(refusal(text))
    #expect(told.hasSuffix(", at \(place)."))
  }

  @Test(arguments: ["", " ", ";", "/* */", "-- a", "(SELECT 1", "SELECT (1", "COMMIT", "SELECT '"])
  func whatIsNoStatementIsRefused(_ text: String) { #expect(refusal(text) != nil) }

  /// In a database of another encoding the server would cut it elsewhere.
  @Test func aLongNameBeyondASCIIIsNotCalled() {
    let name = String(repeating: "é", count: 33)
    #expect(refusal("SELECT \(name)()") != nil)
    #expect(refusal("SELECT a.\(name)") != nil)
    #expect(refusal("SELECT 1 AS \(name)") == nil)
    #expect(refusal("SELECT \(name.dropLast(3))()") == nil)
  }

  @Test func aLongTextIsRefused() {
    let text = "SELECT 1 --" + String(repeating: "x", count: StatementCheck.maximumBytes)
    #expect(refusal(text) != nil)
  }

  @Test func whatIsAllowedPasses() throws {
    let more = functions.allowing(["boom", "made", "###"])
    for text in ["SELECT boom()", "SELECT (1).boom", "SELECT 1::made", "SELECT 1 ### 2"] {
      #expect(try StatementCheck.check(text, more) == text)
    }
    #expect(throws: PostgresFailure.self) { try StatementCheck.check("SELECT \"Odd\"()", more) }
  }

  @Test func anyKindIsCheckedForCallsOnly() throws {
    #expect(try StatementCheck.checkAnyKind("DELETE FROM t;", functions) == "DELETE FROM t")
    #expect(throws: PostgresFailure.self) {
      try StatementCheck.checkAnyKind("DELETE FROM t WHERE boom()", functions)
    }
    #expect(throws: PostgresFailure.self) {
      try StatementCheck.checkAnyKind("DELETE FROM t; SELECT 1", functions)
    }
  }
}
