import JSON
import Testing

@testable import Postgres

@Suite struct PlanColumnsTests {
  private static let orders = PlanColumns.Table(schema: "public", name: "orders")

  /// A sequential scan of `orders AS o` with this filter, below these sort keys.
  private func use(_ filter: String, sort: [JSONValue] = []) throws -> PlanColumns.Use {
    let scan: JSONValue = [
      "Node Type": "Seq Scan", "Relation Name": "orders", "Schema": "public", "Alias": "o",
      "Filter": .string(filter),
    ]
    let plan: JSONValue = [
      [
        "Plan": [
          "Node Type": "Sort", "Total Cost": 12.5, "Sort Key": .array(sort), "Plans": [scan],
        ]
      ]
    ]
    let columns = try #require(PlanColumns(plan))
    #expect(columns.cost == 12.5)
    return try #require(columns.uses[Self.orders])
  }

  @Test(arguments: [
    ("(o.a = 1)", ["a"], []),
    ("((o.a = 1) AND (o.b > '2'::numeric) AND (3 >= o.c))", ["a"], ["b", "c"]),
    ("((o.status)::text = 'new'::text)", ["status"], []),
    ("((o.status)::character varying(10)[] = ANY ('{x}'::text[]))", ["status"], []),
    ("(o.\"Odd \"\"name\" = $0)", ["Odd \"name"], []),
    ("(lower(o.email) = 'x'::text)", [], []),
    ("((o.a + 1) = 5)", [], []),
    ("(o.name ~~ 'x%'::text)", [], []),
    ("(x.a = 1)", [], []),
    ("(NOT (o.a = 1))", ["a"], []),
    ("(o.t = 'o.fake = 1'::text)", ["t"], []),
  ])
  func conditions(_ filter: String, _ equal: [String], _ ranged: [String]) throws {
    let use = try use(filter)
    #expect(use.equal == equal)
    #expect(use.ranged == ranged)
  }

  @Test func orders() throws {
    let use = try use("", sort: ["o.a DESC NULLS LAST", "o.b", "(lower(o.c))", "o.d"])
    #expect(use.orders == [[.init(column: "a", isDescending: true), .init(column: "b")]])
  }

  @Test func notAPlan() { #expect(PlanColumns(["x"]) == nil) }
}
