import Testing

@testable import Postgres

@Suite struct DidYouMeanTests {
  private func explained(
    _ sqlstate: String, _ message: String, at position: Int? = nil, in text: String,
    hint: String? = nil, among found: [[String?]]
  ) -> ServerError {
    let names = DidYouMean(role: "reader") { _, _ in rows(found) }
    let error = ServerError(sqlstate: sqlstate, message: message, hint: hint, position: position)
    guard case .server(let explained) = names.explained(.server(error), in: text) else {
      return error
    }
    return explained
  }

  @Test func aTableIsFoundInAnotherSchema() {
    let error = explained(
      "42P01", #"relation "ordres" does not exist"#, at: 15, in: "SELECT * FROM ordres",
      among: [["public", "order_lines", "t", nil], ["sales", "orders", "f", nil]])
    #expect(error.suggestion == "sales.orders")
    #expect(error.role == "reader")
  }

  @Test func aNameThatNeedsQuotesGetsThem() {
    let error = explained(
      "42P01", #"relation "users" does not exist"#, at: 15, in: "SELECT * FROM Users",
      among: [["public", "Users", "t", nil]])
    #expect(error.suggestion == #""Users""#)
  }

  @Test func theNameIsReadWhereTheServerPoints() {
    let error = explained(
      "42P01", "Relation «s.pepole» existiert nicht", at: 15, in: #"SELECT * FROM s."pepole""#,
      among: [["s", "people", "f", nil]])
    #expect(error.suggestion == "s.people")
  }

  @Test func aColumnTakesTheHintOfTheServer() {
    let error = explained(
      "42703", #"column "nmae" does not exist"#, at: 8, in: "SELECT nmae FROM people",
      hint: #"Perhaps you meant to reference the column "people.name"."#, among: [])
    #expect(error.suggestion == "people.name")
  }

  @Test func aColumnIsLookedForInTheTablesOfTheStatement() {
    let columns = [
      ["public", "id", "t", "people"], ["public", "full_name", "t", "people"],
      ["public", "Age", "t", "people"],
    ]
    let near = explained(
      "42703", "column", at: 8, in: "SELECT fullname FROM people", among: columns)
    #expect(near.suggestion == "full_name")
    let far = explained("42703", "column", at: 8, in: "SELECT zzz FROM people", among: columns)
    #expect(far.suggestion == nil)
    #expect(far.hint == #"people has the columns id, full_name, "Age"."#)
  }

  @Test func aFunctionWithOtherArgumentsIsShown() {
    let error = explained(
      "42883", "function", at: 8, in: "SELECT round('x', 1)",
      among: [
        ["pg_catalog", "round", "t", "numeric, integer"], ["pg_catalog", "bround", "t", ""],
      ])
    #expect(error.suggestion == nil)
    #expect(error.hint == "There is round(numeric, integer).")
    let typo = explained(
      "42883", "function", at: 8, in: "SELECT lenght('x')",
      among: [["pg_catalog", "length", "t", "text"], ["pg_catalog", "length", "t", "bytea"]])
    #expect(typo.suggestion == "length")
  }

  @Test func anOperatorHasNoNearName() {
    let error = explained(
      "42883", "operator does not exist: text + integer", at: 12, in: "SELECT 'a' + 1",
      among: [["pg_catalog", "text", "t", "integer"]])
    #expect(error.suggestion == nil)
  }

  @Test func typesAndSchemasAreFound() {
    let type = explained(
      "42704", #"type "timestampz" does not exist"#, at: 15, in: "SELECT now()::timestampz",
      among: [["pg_catalog", "timestamptz", "t", nil]])
    #expect(type.suggestion == "timestamptz")
    let schema = explained(
      "3F000", #"schema "slaes" does not exist"#, in: "SELECT slaes.f()",
      among: [["sales", "sales", "t", nil]])
    #expect(schema.suggestion == "sales")
  }

  @Test(arguments: [
    ("SELECT * FROM orders", "public.orders"), ("SELECT * FROM sales.orders", "sales.orders"),
    (#"TABLE "Sales".orders"#, nil), ("SELECT * FROM a_view", nil), ("FROM other.orders", nil),
    ("SELECT * FROM orders, sales.orders", nil), ("SELECT 'sales', orders.id", "public.orders"),
  ])
  func aGrantIsOfTheTableThatTheTextNames(_ text: String, _ table: String?) {
    let error = explained(
      "42501", "permission denied for table orders", in: text,
      among: [["public", "orders", "t", nil], ["sales", "orders", "f", nil]])
    #expect(error.grant == table.map { "GRANT SELECT ON \($0) TO reader" })
  }

  @Test func aGrantOfAFunctionHasItsArguments() {
    let error = explained(
      "42501", "permission denied for function f", in: "SELECT s.f(1)",
      among: [["s", "f", "f", "n integer"]])
    #expect(error.grant == "GRANT EXECUTE ON FUNCTION s.f(n integer) TO reader")
  }

  @Test func nothingIsSaidWhereTheCatalogueCannotBeRead() {
    let names = DidYouMean(role: "reader") { _, _ in nil }
    let error = ServerError(sqlstate: "42P01", message: #"relation "a" does not exist"#)
    var expected = error
    expected.role = "reader"
    #expect(names.explained(.server(error), in: "") == .server(expected))
    #expect(names.explained(.cancelled, in: "") == .cancelled)
  }

  @Test(arguments: [
    ("people", "people", 0), ("people", "poeple", 1), ("people", "peple", 1), ("a", "b", 1),
    ("", "abc", 3), ("kitten", "sitting", 3),
  ])
  func lettersAreCounted(_ left: String, _ right: String, _ distance: Int) {
    #expect(NearNames.distance(Array(left.utf8), Array(right.utf8)) == distance)
  }

  @Test(arguments: [
    ("orders", "orders"), ("Orders", #""Orders""#), ("a b", #""a b""#), ("1a", #""1a""#),
    ("a\"b", #""a""b""#), ("ü", #""ü""#), ("", #""""#),
  ])
  func namesAreQuoted(_ name: String, _ sql: String) {
    #expect(Identifier.quoted(name) == sql)
  }

  @Test(arguments: [
    (#"a."B ""c".D e"#, ["a", #"B "c"#, "d"]), ("(x", []), ("ÜB.x", ["üb", "x"]), ("\"open", []),
  ])
  func chainsOfNamesAreRead(_ text: String, _ names: [String]) {
    #expect(Identifier.chain(at: 1, in: text) == names)
  }

  @Test func allChainsOfATextAreRead() {
    let text = #"SELECT 1, o.id, "x FROM "A b".c"#
    #expect(
      Identifier.chains(in: text, limit: 9) == [
        ["select"], ["o", "id"], ["x FROM "], ["a"], ["b"], ["c"],
      ])
    #expect(Identifier.chains(in: "a.b c d", limit: 2) == [["a", "b"], ["c"]])
  }
}
