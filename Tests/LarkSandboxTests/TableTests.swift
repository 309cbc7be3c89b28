import JSON
import Testing

@testable import LarkSandbox

@Suite struct TableTests {
  let client = Client()
  private let pipeline = SeedIdentifier.token("pipeline")
  private var path: String {
    "bitable/v1/apps/\(pipeline)/tables/\(SeedBases.pipelineTable)/records"
  }

  private func search(_ body: JSONValue) -> [String] {
    let items = client.post("\(path)/search", body).data["items"]?.array ?? []
    return items.compactMap { $0["record_id"]?.string }
  }

  @Test func theSeededDealsAreFilteredAndSorted() {
    let sort: JSONValue = [["field_name": "金额 Amount", "desc": true]]
    #expect(search(["sort": sort]).first == "recDeals002")
    let big: JSONValue = [
      "field_name": "金额 Amount", "operator": "isGreaterEqual", "value": ["120000"],
    ]
    let his: JSONValue = [
      "field_name": "负责人 Owner", "operator": "contains",
      "value": [.string(SeedPeople.david.openID)],
    ]
    let both: JSONValue = ["conjunction": "and", "conditions": [big, his]]
    #expect(search(["filter": both]) == ["recDeals001", "recDeals002"])
    let either: JSONValue = ["conjunction": "or", "conditions": [big, his]]
    #expect(search(["filter": either]).count == 4)
    let signed: JSONValue = ["field_name": "已签约 Signed", "operator": "is", "value": ["true"]]
    #expect(search(["filter": ["conditions": [signed]]]) == ["recDeals003"])
  }

  @Test(arguments: [
    ("已签约 Signed", "isNot", ["true"]), ("已签约 Signed", "isEmpty", []),
    ("预计成交 Close", "isGreater", ["CurrentWeek"]), ("预计成交 Close", "isNot", ["Today"]),
    ("预计成交 Close", "isGreaterEqual", ["ExactDate", "1"]),
    ("预计成交 Close", "is", ["Someday"]), ("预计成交 Close", "is", ["ExactDate", "soon"]),
  ])
  func whatLarkDoesNotCompareSo(_ field: String, _ sign: String, _ values: [String]) {
    let condition: JSONValue = [
      "field_name": .string(field), "operator": .string(sign),
      "value": .array(values.map(JSONValue.string)),
    ]
    let reply = client.post("\(path)/search", ["filter": ["conditions": [condition]]])
    #expect(reply.code == 1_254_018)
  }

  /// From a Wednesday, 2026-03-11 in Shanghai: which of the days around it are in a period.
  @Test(arguments: [
    (["Today"], "is", 0...0), (["Tomorrow"], "is", 1...1), (["Yesterday"], "is", -1 ... -1),
    (["CurrentWeek"], "is", -2...4), (["LastWeek"], "is", -9 ... -3),
    (["CurrentMonth"], "is", -10...20), (["LastMonth"], "is", -38 ... -11),
    (["TheLastWeek"], "is", -6...0), (["TheNextWeek"], "is", 0...6),
    (["TheLastMonth"], "is", -29...0), (["TheNextMonth"], "is", 0...29),
    (["Today"], "isGreater", 1...60), (["Today"], "isLess", -60 ... -1),
    (["ExactDate", "1773241200000"], "is", 0...0),
    (["ExactDate", "1773241200000"], "isLess", -60 ... -1),
  ])
  func datesArePartOfPeriods(_ values: [String], _ sign: String, _ days: ClosedRange<Int>) throws {
    let noon = 1_773_201_600
    let period = try #require(DatePeriod(values, now: noon))
    for day in -60...60 {
      let midnight = (noon + (day * 24 - 12) * 3_600) * 1_000
      for instant in [midnight, midnight + 86_399_999] {
        #expect(period.passes(milliseconds: instant, sign) == days.contains(day), "\(day)")
      }
    }
  }

  @Test(arguments: [
    ("LastWeek", ["recDeals003"]), ("TheLastWeek", ["recDeals003"]), ("Today", []),
    ("TheNextMonth", ["recDeals001", "recDeals005"]), ("CurrentWeek", []),
  ])
  func theSeededDealsAreFoundByPeriod(_ period: String, _ records: [String]) {
    let condition: JSONValue = [
      "field_name": "预计成交 Close", "operator": "is", "value": [.string(period)],
    ]
    #expect(search(["filter": ["conditions": [condition]]]) == records)
  }

  @Test func abatchIsAllOrNothing() {
    let good: JSONValue = ["fields": ["金额 Amount": 1]]
    let bad: JSONValue = ["fields": ["金额 Amount": "one"]]
    #expect(client.post("\(path)/batch_create", ["records": [good, bad]]).code == 1_254_061)
    #expect(search([:]).count == 5)
    #expect(client.post("\(path)/batch_create", ["records": [good, good]]).code == 0)
    #expect(search([:]).count == 7)
  }

  @Test func nullEmptiesAField() {
    let change: JSONValue = ["fields": ["阶段 Stage": .null]]
    #expect(client.send("PUT", "/open-apis/\(path)/recDeals001", change).code == 0)
    let empty: JSONValue = ["field_name": "阶段 Stage", "operator": "isEmpty"]
    #expect(search(["filter": ["conditions": [empty]]]) == ["recDeals001"])
  }

  @Test(arguments: [
    ("s!A1:B2", 0..<2, 0..<2), ("s!B3", 2..<3, 1..<2), ("s!A:B", 0..<3, 0..<2),
    ("s", 0..<3, 0..<2), ("s!AA10:AB10", 9..<10, 26..<28), ("s!a2:b", 1..<3, 0..<2),
  ])
  func ranges(_ text: String, _ rows: Range<Int>, _ columns: Range<Int>) {
    let sheet = Sheet(id: "s", title: "", cells: [[1, 2], [3], [4, 5]])
    let range = CellRange(text, in: [sheet])
    #expect(range?.rows == rows && range?.columns == columns)
  }

  @Test(arguments: ["", "x!A1", "s!1:2", "s!B1:A1", "s!A3:A1", "s!A0", "s!A1:B2:C3", "s!AAAA1"])
  func whatIsNoRange(_ text: String) {
    #expect(CellRange(text, in: [Sheet(id: "s", title: "")]) == nil)
  }

  private func find(_ range: String) -> Client.Reply {
    let token = SeedIdentifier.token("budget")
    return client.post(
      "sheets/v3/spreadsheets/\(token)/sheets/\(SeedSheets.budgetID)/find",
      ["find": "设计", "find_condition": ["range": .string("\(SeedSheets.budgetID)!\(range)")]])
  }

  @Test(arguments: ["A1:T200", "A1:A4", "A4", "A:T"])
  func emptyCellsMayBeLookedThrough(_ range: String) {
    #expect(find(range).data["find_result"]?["matched_cells"] == ["A4"])
  }

  @Test(arguments: ["A1:T201", "A1:U200", "A200:A999"])
  func theGridHasAnEnd(_ range: String) {
    #expect(find(range).code == 1_310_202)
  }

  @Test(arguments: [(0, "A1"), (25, "Z1"), (26, "AA1"), (701, "ZZ1"), (702, "AAA1")])
  func columnsHaveNames(_ column: Int, _ name: String) {
    #expect(CellRange.name(0, column) == name)
  }
}
