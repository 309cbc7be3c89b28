import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct SheetInputTests {
  @Test(arguments: [
    ("A1", "A1:A1"), ("a1:c10", "A1:C10"), ("B:C", "B1:C9"), ("A2:C", "A2:C9"), ("3:5", "A3:Z5"),
    ("$A$1:$B$2", "A1:B2"), ("AA10", "AA10:AA10"),
  ])
  func readsRanges(_ text: String, _ expected: String) {
    #expect(CellRange(text)?.text(lastColumn: 26, lastRow: 9) == expected)
  }

  @Test(arguments: [
    "", "A", "1", "A0", "A1:", ":A1", "B2:A1", "A1:B2:C3", "Ä1", "A1B", "A99999999", "ZZZZ1",
  ])
  func refusesRanges(_ text: String) {
    #expect(CellRange(text) == nil)
  }

  @Test(arguments: [
    ("A1:Z99", "A1:D9"), ("B2", "B2:B2"), ("C:C", "C1:C9"), ("A12:B20", "A12:B20"),
  ])
  func staysWithinTheSheet(_ text: String, _ expected: String) throws {
    let range = try #require(CellRange(text)).within(columns: 4, rows: 9)
    #expect(range.text(lastColumn: 4, lastRow: 9) == expected)
  }

  @Test(arguments: [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA")])
  func namesColumns(_ column: Int, _ letters: String) {
    #expect(CellRange.letters(column) == letters)
    #expect(CellRange("\(letters)1")?.firstColumn == column)
  }

  @Test func keepsLarksLimits() throws {
    let row = JSONValue.array(["x"])
    let limits: [(JSONValue, String)] = [
      (.array(Array(repeating: row, count: 5_001)), "values: from 1 to 5000 rows."),
      (.array([.array(Array(repeating: "x", count: 101))]), "values: from 1 to 100 columns."),
      (
        [[.string(String(repeating: "x", count: 50_001))]],
        "values[0][0]: a cell holds at most 50000 characters."
      ),
      ([], "values: from 1 to 100 columns."), ([[["a": 1]]], "values[0][0]: write a text"),
    ]
    for (values, words) in limits {
      let error = failure { () throws(LarkFailure) in try CellValues(values) }
      #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "nothing")")
    }
    #expect(try CellValues(.array(Array(repeating: row, count: 5_000))).rows.count == 5_000)
    #expect(try CellValues("x").rows == [["x"]])
  }

  @Test(arguments: [
    (#"{"spreadsheet":"shtcn1","values":[[1]]}"#, "range:"),
    (#"{"spreadsheet":"shtcn1","values":[[1]],"range":"first"}"#, "range:"),
    (#"{"spreadsheet":"shtcn1","values":[[1,2]],"range":"A1:A2"}"#, "range: it has 2 x 1"),
    (#"{"spreadsheet":"shtcn1","values":[],"range":"A1"}"#, "values:"),
    (
      #"{"spreadsheet":"shtcn1","values":null,"range":"A1"}"#,
      "values: write rows of cells; [[null]] empties a cell."
    ), (#"{"spreadsheet":"shtcn1","values":"null","range":"A1"}"#, "values: write rows"),
    (#"{"spreadsheet":"oc_1","values":[[1]],"range":"A1"}"#, "spreadsheet:"),
  ])
  func refusesWritesUnasked(_ json: String, _ start: String) async throws {
    let bench = try Bench()
    let arguments: WriteSheetArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await WriteSheet(core: LarkCore(client: bench.client)).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix(start) == true, "\(error?.words ?? "nothing")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func refusesUnknownSheets() async throws {
    let bench = try Bench()
    bench.transport.on(SheetTests.list, SheetTests.sheets)
    for (sheet, words) in [("Other", "no \"Other\", but 0b1"), ("Base", "is no grid")] {
      let arguments: ReadSheetArguments = try decoded(
        #"{"spreadsheet":"shtcn1","sheet":"\#(sheet)"}"#)
      let error = await failure { () async throws(LarkFailure) in
        try await ReadSheet(core: LarkCore(client: bench.client)).run(arguments, bench.context())
      }
      #expect(error?.words.contains(words) == true, "\(error?.words ?? "nothing")")
    }
  }

  @Test func tellsTroubles() async throws {
    let sheets = [(SheetTests.list, SheetTests.sheets)]
    let read: ReadSheetArguments = try decoded(#"{"spreadsheet":"shtcn1","ranges":"A1"}"#)
    try await Troubles(route: SheetTests.read, answer: .data("{}"), others: sheets) {
      (bench, context) throws(LarkFailure) in
      try await ReadSheet(core: LarkCore(client: bench.client)).run(read, context)
    }.check()
    let write: WriteSheetArguments = try decoded(
      #"{"spreadsheet":"shtcn1","range":"A1","values":"x"}"#)
    for (appends, route) in [(true, SheetTests.append), (false, SheetTests.write)] {
      try await Troubles(route: route, answer: .data("{}"), others: sheets) {
        (bench, context) throws(LarkFailure) in
        let core = LarkCore(client: bench.client)
        return try await WriteSheet(core: core, appends: appends).run(write, context)
      }.check()
    }
    let find: FindInSheetArguments = try decoded(
      #"{"spreadsheet":"shtcn1","text":"x","sheet":"0b1"}"#)
    try await Troubles(route: SheetTests.find, answer: .data("{}"), others: sheets) {
      (bench, context) throws(LarkFailure) in
      try await FindInSheet(core: LarkCore(client: bench.client)).run(find, context)
    }.check()
    let create: CreateSheetArguments = try decoded(#"{"title":"T"}"#)
    try await Troubles(route: SheetTests.create, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await CreateSheet(core: LarkCore(client: bench.client)).run(create, context)
    }.check()
  }
}
