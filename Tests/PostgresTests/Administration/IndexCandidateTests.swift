import Testing

@testable import Postgres

@Suite struct IndexCandidateTests {
  private let table = PlanColumns.Table(schema: "s", name: "Odd \"t")

  private func columns(_ use: PlanColumns.Use, _ facts: IndexableTable) -> Set<String> {
    Set(
      IndexCandidate.candidates(for: table, use, facts).map { candidate in
        candidate.keys.map { $0.column + ($0.isDescending ? "-" : "") }.joined(separator: " ")
      })
  }

  @Test func rareValuesFirstThenRangeOrOrder() {
    let use = PlanColumns.Use(
      equal: ["few", "many"], ranged: ["r"],
      orders: [[.init(column: "many"), .init(column: "o", isDescending: true)]])
    let facts = IndexableTable(distinct: ["few": 3, "many": 900, "r": 5, "o": 9])
    #expect(
      columns(use, facts) == [
        "many", "few", "r", "many few", "many r", "few r", "many few r", "many o-",
        "many few o-",
      ])
  }

  @Test func anOrderThatOnlyDescendsIsReadBackwards() {
    let use = PlanColumns.Use(orders: [[.init(column: "a", isDescending: true)]])
    #expect(columns(use, IndexableTable(distinct: ["a": 1])) == ["a"])
  }

  @Test func whatIsThereOrCannotBeIsNoCandidate() {
    let use = PlanColumns.Use(equal: ["a", "json"], ranged: ["b"])
    let facts = IndexableTable(distinct: ["a": 9, "b": 2], indexed: [["a", "c"], ["b"]])
    #expect(columns(use, facts) == ["a b"])
  }

  @Test func namesAreQuoted() {
    let candidate = IndexCandidate(
      table: table, keys: [.init(column: "x\"y", isDescending: true), .init(column: "z")])
    #expect(
      candidate.sql(concurrently: true)
        == #"CREATE INDEX CONCURRENTLY ON "s"."Odd ""t" ("x""y" DESC, "z")"#)
  }
}
