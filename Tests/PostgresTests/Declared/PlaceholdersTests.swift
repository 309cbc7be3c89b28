import Testing

@testable import Postgres

@Suite struct PlaceholdersTests {
  @Test(
    arguments: [
      ("SELECT :a", "SELECT $1", ["a"]),
      ("SELECT :a, :b, :a", "SELECT $1, $2, $1", ["a", "b"]),
      ("SELECT :a::int", "SELECT $1::int", ["a"]),
      ("SELECT x::text, :x_1", "SELECT x::text, $1", ["x_1"]),
      ("SELECT f(n := :n)", "SELECT f(n := $1)", ["n"]),
      ("SELECT ARRAY[:a, :b]", "SELECT ARRAY[$1, $2]", ["a", "b"]),
      ("SELECT array[[:a], [:b]]", "SELECT array[[$1], [$2]]", ["a", "b"]),
      ("SELECT v[(:i):(:j)]", "SELECT v[($1):($2)]", ["i", "j"]),
      ("SELECT E'it\\'s :no', :a", "SELECT E'it\\'s :no', $1", ["a"]),
      ("SELECT '\\', :a", "SELECT '\\', $1", ["a"]),
      ("SELECT 'it''s :no', :a", "SELECT 'it''s :no', $1", ["a"]),
      ("SELECT \"a:no\", :a", "SELECT \"a:no\", $1", ["a"]),
      ("SELECT $$:no$$, $t$ :no $$ $t$, :a", "SELECT $$:no$$, $t$ :no $$ $t$, $1", ["a"]),
      ("SELECT 1 -- :no\n, :a", "SELECT 1 -- :no\n, $1", ["a"]),
      ("SELECT /* :no /* :no */ :no */ :a", "SELECT /* :no /* :no */ :no */ $1", ["a"]),
      ("SELECT U&':no', :a", "SELECT U&':no', $1", ["a"]),
      ("SELECT a$b:c", "SELECT a$b$1", ["c"]),
    ])
  func names(_ text: String, _ sent: String, _ names: [String]) {
    let placeholders = Placeholders(text)
    #expect(placeholders.sql == sent)
    #expect(placeholders.names == names)
    #expect(placeholders.mixed == nil)
  }

  @Test(
    arguments: [
      "SELECT v[1:n]", "SELECT v[:n]", "SELECT f(a)[lo:hi]", "SELECT (v)[1:n], x::text",
      "SELECT a :: int", "SELECT 12:30", "SELECT ': a'", "SELECT $$:a", "SELECT /* :a",
      "SELECT 'open :a", "SELECT x := 1",
    ])
  func none(_ text: String) {
    let placeholders = Placeholders(text)
    #expect(placeholders.sql == text)
    #expect(placeholders.count == 0)
  }

  @Test func numbers() {
    let placeholders = Placeholders("SELECT $2, $1, a$3, '$4', $2")
    #expect(placeholders.count == 2)
    #expect(!placeholders.isNamed)
    #expect(placeholders.sql == "SELECT $2, $1, a$3, '$4', $2")
  }

  @Test(arguments: [("SELECT $1, :a", 11), ("SELECT :a, $1", 11)])
  func mixed(_ text: String, _ place: Int) {
    #expect(Placeholders(text).mixed == place)
  }

  @Test func placesAreThoseOfTheWrittenText() {
    let text = "SELECT :first, 'é', :second, wrong"
    let placeholders = Placeholders(text)
    #expect(placeholders.sql == "SELECT $1, 'é', $2, wrong")
    func written(_ word: String) -> Int {
      let sent = Array(placeholders.sql.unicodeScalars)
      let wanted = Array(word.unicodeScalars)
      let index = sent.indices.first { sent[$0...].starts(with: wanted) } ?? -1
      return placeholders.written(index)
    }
    #expect(written("$1") == 7)
    #expect(written("'é'") == 15)
    #expect(written("$2") == 20)
    #expect(written("wrong") == 29)
    #expect(placeholders.places == [7, 20])
  }
}
