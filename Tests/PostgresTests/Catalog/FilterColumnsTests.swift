import Testing

@testable import Postgres

@Suite struct FilterColumnsTests {
  private func columns(_ condition: String) -> FilterColumns {
    FilterColumns(condition, of: ["id", "status", "placed_at", "Käse \"x\"", "a"])
  }

  @Test func equalityAndOrderAreToldApart() {
    let found = columns("((o.status = 'open'::text) AND (o.placed_at > now()) AND (o.id >= 3))")
    #expect(found.equal == ["status"])
    #expect(found.ordered == ["placed_at", "id"])
  }

  @Test func castsOfTheColumnDoNotHideIt() {
    #expect(columns("((o.status)::text = 'x'::text)").equal == ["status"])
    #expect(columns("((id)::numeric < 1.5)").ordered == ["id"])
  }

  @Test func quotedNamesAreRead() {
    #expect(columns("(t.\"Käse \"\"x\"\"\" = 1)").equal == ["Käse \"x\""])
  }

  @Test(arguments: [
    "(lower(o.status) = 'x')", "(status <> 'x')", "(status ~~ '%x%')", "(a IS NOT NULL)",
    "(other = 1)", "('status = 1'::text = $1)", "(id IS NULL)", "(now() = $1)",
  ])
  func whatAnIndexOnAColumnDoesNotHelpIsLeftOut(_ condition: String) {
    #expect(columns(condition) == columns(""))
  }

  @Test func anotherColumnsOperatorIsNotTaken() {
    let found = columns("((a IS NOT NULL) AND (id = 1))")
    #expect(found.equal == ["id"])
    #expect(found.ordered.isEmpty)
  }

  @Test func anIndexThatIsThereIsNotProposed() {
    let filter = columns("((status = 'x') AND (id > 3))")
    func facts(_ leading: [String]) -> TableFacts {
      TableFacts(name: "t", rows: 1, columns: ["id", "status"], leading: leading)
    }
    #expect(facts(["id"]).worthIndexing(filter) == ["status", "id"])
    #expect(facts(["status"]).worthIndexing(filter) == [])
  }
}
