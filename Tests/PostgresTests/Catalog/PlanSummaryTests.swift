import JSON
import Testing

@testable import Postgres

@Suite struct PlanSummaryTests {
  /// A sort that spills, above a scan that two of three processes share and that filters much away.
  private static let analyzed = """
    [{"Plan": {"Node Type": "Limit", "Total Cost": 120.5, "Plan Rows": 10, "Actual Rows": 10,
      "Actual Loops": 1, "Actual Total Time": 100.0, "Shared Hit Blocks": 7, "Plans": [
      {"Node Type": "Sort", "Total Cost": 120.0, "Plan Rows": 10, "Actual Rows": 5000,
       "Actual Loops": 1, "Actual Total Time": 99.0, "Sort Space Type": "Disk",
       "Sort Space Used": 1024, "Plans": [
       {"Node Type": "Gather", "Total Cost": 110.0, "Plan Rows": 10, "Actual Rows": 5000,
        "Actual Loops": 1, "Actual Total Time": 60.0, "Workers Launched": 2, "Plans": [
        {"Node Type": "Seq Scan", "Relation Name": "orders", "Schema": "shop", "Alias": "o",
         "Filter": "(o.status = 'open'::text)", "Total Cost": 100.0, "Plan Rows": 3,
         "Actual Rows": 1600, "Actual Loops": 3, "Actual Total Time": 50.0,
         "Rows Removed by Filter": 12000}]}]}]},
      "Planning Time": 0.2, "Execution Time": 101.0}]
    """
  private static let orders = TableName(schema: "shop", name: "orders")
  private static let facts = [
    orders: TableFacts(
      name: "shop.orders", rows: 40_000, columns: ["id", "status"], leading: ["id"])
  ]

  private func summary(_ text: String = analyzed) throws -> JSONValue {
    .object(try #require(PlanSummary(text)).json(Self.facts))
  }

  @Test func timeIsThatOfTheStepAlone() throws {
    let top = try #require(try summary()["top_nodes"]?.array)
    #expect(top[0]["node"] == "Seq Scan on shop.orders o")
    #expect(top[0]["own_ms"] == 50)
    #expect(top[1]["node"] == "Sort")
    #expect(top[1]["own_ms"] == 39)
    #expect(top[0]["share"] == 0.5)
    #expect(top[0]["rows"] == 4800)
  }

  @Test func spillsAndRowsReadInVainAreTold() throws {
    let json = try summary()
    #expect(json["spills"]?[0]?["disk_kb"] == 1024)
    #expect(json["filtered"]?[0]?["removed"] == 36_000)
    #expect(json["buffers"] == ["hit": 7])
    #expect(json["execution_ms"] == 101.0)
  }

  @Test func estimatesAreComparedByLoop() throws {
    let wrong = try #require(try summary()["misestimates"]?.array)
    #expect(wrong[0]["node"] == "Seq Scan on shop.orders o")
    #expect(wrong[0]["estimated"] == 3)
    #expect(wrong[0]["actual"] == 1600)
    #expect(wrong[0]["factor"] == 533.33)
    #expect(wrong.count == 2)
  }

  @Test func aStepThatALimitCutsShortIsNoMisestimate() throws {
    let text = """
      [{"Plan": {"Node Type": "Limit", "Plan Rows": 1, "Actual Rows": 1, "Actual Loops": 1,
        "Plans": [{"Node Type": "Index Scan", "Plan Rows": 9000, "Actual Rows": 1,
        "Actual Loops": 1}]}}]
      """
    #expect(try summary(text)["misestimates"] == nil)
  }

  @Test func aLargeScanNamesAnIndex() throws {
    let scan = try #require(try summary()["seq_scans"]?[0])
    #expect(scan["table_rows"] == 40_000)
    #expect(
      scan["index_might_help"] == ["table": "shop.orders", "columns": ["status"]])
    #expect(try #require(PlanSummary(Self.analyzed)).scanned == [Self.orders])
  }

  @Test func withoutAnalyzeCostsCount() throws {
    let text = """
      [{"Plan": {"Node Type": "Hash Join", "Join Type": "Left", "Total Cost": 30.0,
        "Plan Rows": 5, "Plans": [
          {"Node Type": "Seq Scan", "Relation Name": "t", "Alias": "t", "Total Cost": 20.0},
          {"Node Type": "Index Scan", "Index Name": "i", "Relation Name": "u", "Alias": "u",
           "Total Cost": 4.0}]}}]
      """
    let json = try summary(text)
    #expect(json["top_nodes"]?[0]?["own_cost"] == 20)
    #expect(json["top_nodes"]?[1]?["node"] == "Hash Join (Left)")
    #expect(json["top_nodes"]?[2]?["node"] == "Index Scan using i on u")
    #expect(json["rows"] == nil)
    #expect(try #require(PlanSummary(text)).indexes == ["i"])
  }

  @Test func aStepThatNeverRanIsNeitherWrongNorSlow() throws {
    let text = """
      [{"Plan": {"Node Type": "Append", "Plan Rows": 1000, "Actual Rows": 0, "Actual Loops": 0,
        "Actual Total Time": 0.0, "Total Cost": 1.0}}]
      """
    let json = try summary(text)
    #expect(json["misestimates"] == nil)
    #expect(json["filtered"] == nil)
  }

  @Test(arguments: ["", "{}", "[]", "[{}]", "[{\"Plan\": 1}]"])
  func anotherTextIsNoPlan(_ text: String) {
    #expect(PlanSummary(text) == nil)
  }

  @Test func aPlanOfManyLevelsIsReadAsFarAsItIsOfUse() throws {
    let levels = 250
    let open = String(repeating: "{\"Node Type\": \"Append\", \"Plans\": [", count: levels)
    let text = "[{\"Plan\": \(open)\(String(repeating: "]}", count: levels))}]"
    #expect(try #require(PlanSummary(text)).nodes.count == PlanNode.maximumDepth + 1)
  }

  @Test func numbersAreRounded() {
    #expect(JSONValue.rounded(1.0 / 3) == 0.33)
    #expect(JSONValue.rounded(2) == 2)
    #expect(JSONValue.rounded(.infinity) == .null)
  }
}
