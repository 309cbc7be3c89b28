import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct SheetTests {
  static let list = "GET /open-apis/sheets/v3/spreadsheets/shtcn1/sheets/query"
  static let values = "/open-apis/sheets/v2/spreadsheets/shtcn1/values"
  static let read = "GET \(values)_batch_get"
  static let write = "PUT \(values)"
  static let append = "POST \(values)_append"
  static let find = "POST /open-apis/sheets/v3/spreadsheets/shtcn1/sheets/0b1/find"
  static let create = "POST /open-apis/sheets/v3/spreadsheets"

  static let sheets = HTTPResponse.data(
    #"""
    {"sheets":[{"sheet_id":"0b1","title":"Sheet1","hidden":false,"resource_type":"sheet",
    "grid_properties":{"row_count":300,"column_count":4}},
    {"sheet_id":"0b2","title":"My data","resource_type":"sheet",
    "grid_properties":{"row_count":10,"column_count":2}},
    {"sheet_id":"0b3","title":"Base","resource_type":"bitable"}]}
    """#)

  private static let cells = HTTPResponse.data(
    #"""
    {"valueRanges":[{"range":"0b1!B2:D5","values":[["Name","a|b",null],
    [[{"type":"text","text":"See "},{"type":"url","text":"it","link":"https://a.b"}],1.50,true],
    [{"type":"embed-image","fileToken":"box1"},{"type":"multipleValue","values":["x",2]},""],
    [null,null,null]]}]}
    """#)

  private func bench() throws -> Bench {
    let bench = try Bench()
    bench.transport.on(Self.list, Self.sheets)
    return bench
  }

  @Test func readsRanges() async throws {
    let bench = try bench()
    bench.transport.on(Self.read, Self.cells)
    let result = try await ReadSheet(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"spreadsheet":"shtcn1","ranges":["b2:D5","'my data'!A:B"]}"#), bench.context())
    #expect(
      result.words == #"""
        Spreadsheet shtcn1, read as the bot. Sheets:
          0b1 "Sheet1" (300 rows x 4 columns)
          0b2 "My data" (10 rows x 2 columns)
          0b3 "Base" (no cells)
        0b1!B2:D5:
        row | B | C | D
        2 | Name | a\|b
        3 | See it <https://a.b> | 1.50 | TRUE
        4 | [embed-image box1] | x, 2
        """#)
    let request = try #require(bench.transport.requests(Self.read).first)
    #expect(
      request.query == [
        "ranges": "0b1!B2:D5,0b2!A1:B10", "valueRenderOption": "FormattedValue",
        "dateTimeRenderOption": "FormattedString",
      ])
  }

  @Test func readsTheStartOfTheSheetOfTheLink() async throws {
    let bench = try bench()
    bench.transport.on(Self.read, .data(#"{"valueRanges":[{"range":"0b1!A1:D200"}]}"#))
    let link = "https://x.feishu.cn/sheets/shtcn1?sheet=0b1"
    let result = try await ReadSheet(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"spreadsheet":"\#(link)","formulas":true}"#), bench.context())
    #expect(result.words.hasSuffix("0b1!A1:D200:\n  no values"))
    let request = try #require(bench.transport.requests(Self.read).first)
    #expect(request.query["ranges"] == "0b1!A1:D200")
    #expect(request.query["valueRenderOption"] == "Formula")
  }

  @Test func saysWhatDidNotFit() {
    let rows = JSONValue.array(Array(repeating: ["abcdefghij"], count: 10))
    let grid = CellGrid(["range": "0b1!A1:A10", "values": rows])
    let (lines, count) = grid.lines(maximumCharacters: 50, cellLimit: 5)
    #expect(count == 5)
    #expect(lines[1] == "1 | abcde…")
  }

  @Test func writesValues() async throws {
    let bench = try bench()
    bench.transport.on(Self.write, .data(#"{"updatedRange":"0b2!B2:C3","updatedCells":4}"#))
    let result = try await WriteSheet(core: LarkCore(client: bench.client)).run(
      try decoded(
        #"{"spreadsheet":"shtcn1","range":"My data!B2","values":"[[\"a\",\"=B1\"],[\"'=x\"]]"}"#),
      bench.context())
    #expect(result.words == "Wrote 4 cells, 0b2!B2:C3 of shtcn1 as the bot.")
    #expect(
      bench.transport.bodies(Self.write) == [
        [
          "valueRange": [
            "range": "0b2!B2:C3",
            "values": [["a", ["type": "formula", "text": "=B1"]], ["=x", nil]],
          ]
        ]
      ])
  }

  @Test func appendsRows() async throws {
    let bench = try bench()
    bench.transport.on(
      Self.append, .data(#"{"updates":{"updatedRange":"0b1!A7:B7","updatedCells":2}}"#))
    let result = try await WriteSheet(core: LarkCore(client: bench.client), appends: true).run(
      try decoded(#"{"spreadsheet":"shtcn1","values":["a",2]}"#), bench.context())
    #expect(result.words == "Appended 2 cells, 0b1!A7:B7 of shtcn1 as the bot.")
    #expect(
      bench.transport.bodies(Self.append)
        == [["valueRange": ["range": "0b1!A1:B1", "values": [["a", 2]]]]])
    #expect(
      bench.transport.requests(Self.append).first?.query == ["insertDataOption": "INSERT_ROWS"])
  }

  @Test func findsInAllSheets() async throws {
    let bench = try bench()
    bench.transport.on(
      Self.find, .data(#"{"find_result":{"matched_cells":["A1","B2"],"rows_count":2}}"#))
    bench.transport.on(
      "POST /open-apis/sheets/v3/spreadsheets/shtcn1/sheets/0b2/find",
      .data(#"{"find_result":{"matched_cells":[]}}"#))
    let result = try await FindInSheet(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"spreadsheet":"shtcn1","text":"x","whole_cell":true}"#), bench.context())
    #expect(
      result.words == """
        2 cells in 2 sheets of shtcn1, searched as the bot.
        0b1 "Sheet1" (300 rows x 4 columns): A1, B2
        """)
    #expect(
      bench.transport.bodies(Self.find) == [
        [
          "find_condition": [
            "range": "0b1!A1:D300", "match_case": false, "match_entire_cell": true,
            "search_by_regex": false, "include_formulas": false,
          ], "find": "x",
        ]
      ])
  }

  @Test func createsWithValues() async throws {
    let bench = try bench()
    bench.transport.on(
      Self.create,
      .data(#"{"spreadsheet":{"spreadsheet_token":"shtcn1","url":"https://x/sheets/shtcn1"}}"#))
    bench.transport.on(Self.write, .data(#"{"updatedRange":"0b1!A1:A1"}"#))
    let creator = CreateSheet(core: LarkCore(client: bench.client))
    let result = try await creator.run(
      try decoded(#"{"title":"T","values":[["'=x"]],"folder":"fldcn1"}"#), bench.context())
    #expect(result.words.contains("https://x/sheets/shtcn1"))
    #expect(result.words.hasSuffix("Wrote 0b1!A1:A1."))
    #expect(
      bench.transport.bodies(Self.create) == [["title": "T", "folder_token": "fldcn1"]])
    #expect(
      bench.transport.bodies(Self.write)
        == [["valueRange": ["range": "0b1!A1:A1", "values": [["=x"]]]]])
  }

  @Test func keepsTheNewSheetWhereItsValuesFail() async throws {
    let bench = try bench()
    bench.transport.on(
      Self.create, .data(#"{"spreadsheet":{"spreadsheet_token":"shtcn1","url":"u"}}"#))
    bench.transport.on(Self.write, .refusal(1_310_202))
    let result = try await CreateSheet(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"title":"T","values":[["x"]]}"#), bench.context())
    #expect(result.error?.detail?.contains("was created, but is empty: shtcn1") == true)
    #expect(result.structured?["spreadsheet"] == "shtcn1")
  }
}
