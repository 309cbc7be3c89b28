import Testing

@testable import Postgres

@Suite struct SearchTests {
  @Test func withoutWildcardsAPatternIsPartOfTheName() {
    #expect(NamePattern("order").name == "%order%")
    #expect(NamePattern("order").qualified == nil)
    #expect(NamePattern(nil) == NamePattern(""))
  }

  @Test func wildcardsAreThoseOfShells() {
    #expect(NamePattern("ord*").name == "ord%")
    #expect(NamePattern("?rders").name == "_rders")
  }

  @Test func whatLikeWouldTakeForWildcardsIsEscaped() {
    #expect(NamePattern("a_b%c\\*").name == "a\\_b\\%c\\\\%")
    #expect(NamePattern.beginning("a_b%") == "a\\_b\\%%")
  }

  @Test func withADotTheQualifiedNameIsMeant() {
    let pattern = NamePattern("\"Odd Schema\".T*(int)")
    #expect(pattern.name == nil)
    #expect(pattern.qualified == "Odd Schema.T%")
    #expect(pattern.systemSchema == nil)
    #expect(NamePattern("pg_catalog.pg_class").systemSchema == "pg_catalog")
    #expect(NamePattern("information_schema.*").systemSchema == "information_schema")
  }

  @Test func aCursorComesBackAsItWas() throws {
    let cursor = SearchCursor(["a\"b", "", "中", "table", "x"])
    #expect(try SearchCursor(parsing: cursor.text) == cursor)
  }

  @Test(arguments: ["", "x", "[]", "[1,2,3,4,5]", "{}", "[\"a\",\"b\",\"c\",\"d\"]"])
  func anotherCursorIsRefused(_ text: String) {
    #expect(throws: PostgresFailure.self) { try SearchCursor(parsing: text) }
  }

  @Test func onlyWhatIsLookedForIsInTheStatement() {
    let columns = SearchSQL.text([.column], .names)
    #expect(columns.contains("'column'"))
    #expect(!columns.contains("FROM pg_proc"))
    #expect(!SearchSQL.text([.table], .summary).contains("'column_list'"))
    #expect(SearchSQL.text([.table], .full).contains("'column_list'"))
  }
}
