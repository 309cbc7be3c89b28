import JSON
import PluginKit
import Testing

@testable import Postgres

@Suite struct ResultEncoderTests {
  @Test func aResultHasItsMembersInOrder() {
    var bench = EncoderBench()
    bench.begin([23, 25])
    bench.row("1", "a")
    bench.row(nil, nil)
    #expect(
      bench.finish() == """
        {"columns":[{"name":"c0","type":"int4"},{"name":"c1","type":"text"}],\
        "rows":[[1,"a"],[null,null]],"row_count":2,"truncated":false,"elapsed_ms":1.2,\
        "read_from":"primary"}
        """)
  }

  @Test func aResultMayHaveNoRowsAndNoColumns() throws {
    var empty = EncoderBench()
    empty.begin([23])
    #expect(try empty.json()["rows"] == [])
    var narrow = EncoderBench()
    narrow.begin([])
    narrow.row()
    #expect(try narrow.json()["rows"] == [[]])
    var nothing = EncoderBench()
    let json = try nothing.json()
    #expect(json["columns"] == [])
    #expect(json["row_count"] == 0)
  }

  @Test func moreRowsThanAskedForAreTold() throws {
    var bench = EncoderBench()
    bench.begin([23])
    bench.row("1")
    let json = try bench.json(ReadOutcome(rows: 1, hasMore: true))
    #expect(json["truncated"] == true)
    #expect(json["truncated_by"] == "rows")
  }

  @Test func theSizeOfAResultIsBounded() throws {
    var limits = Limits()
    limits.resultBytes = 1_024
    var bench = EncoderBench(TypeCatalog(), limits)
    bench.begin([25])
    let text = String(repeating: "x", count: 100)
    var taken = 0
    while bench.row(text) { taken += 1 }
    #expect(taken == 9)
    let json = try bench.json(ReadOutcome(rows: taken, hasMore: true, stoppedBySink: true))
    #expect(json["rows"]?.array?.count == taken)
    #expect(json["row_count"] == 9)
    #expect(json["truncated_by"] == "bytes")
  }

  @Test func aFirstRowThatIsTooLargeIsLeftOut() throws {
    var limits = Limits()
    limits.resultBytes = 1_024
    limits.cellBytes = 512
    var bench = EncoderBench(TypeCatalog(), limits)
    bench.begin([25, 25])
    let text = String(repeating: "x", count: 600)
    let isTaken = bench.row(text, text)
    #expect(!isTaken)
    let json = try bench.json()
    #expect(json["rows"] == [])
    #expect(json["truncated_by"] == "bytes")
    #expect(json["cut_cells"] == nil)
  }

  @Test func longCellsAreCutBetweenCharacters() throws {
    var limits = Limits()
    limits.cellBytes = 16
    var bench = EncoderBench(TypeCatalog(), limits)
    bench.begin([25, 17, 3802, 1007])
    bench.row("0123456789abcdef", "\\x" + String(repeating: "00", count: 16), "{}", "{1}")
    bench.row(
      "0123456789abcd€x", "\\x" + String(repeating: "01", count: 17), #"{"a": "0123456789"}"#,
      "{1,2,3,4,5,6,7,8,9}")
    let json = try bench.json()
    let zeros = JSONValue.string(String(repeating: "A", count: 22) + "==")
    #expect(json["rows"]?[0] == ["0123456789abcdef", zeros, [:], [1]])
    #expect(
      json["rows"]?[1] == [
        "0123456789abcd", "AQEBAQEBAQEBAQEBAQEBAQ==", #"{"a": "012345678"#, "{1,2,3,4,5,6,7,8",
      ])
    #expect(json["truncated_by"] == "cell")
    #expect(
      json["cut_cells"] == [
        ["row": 1, "column": "c0", "bytes": 18], ["row": 1, "column": "c1", "bytes": 17],
        ["row": 1, "column": "c2", "bytes": 19], ["row": 1, "column": "c3", "bytes": 19],
      ])
  }

  @Test func aFewOfManyCutCellsAreNamed() throws {
    var limits = Limits()
    limits.cellBytes = 16
    var bench = EncoderBench(TypeCatalog(), limits)
    bench.begin([25])
    for _ in 0..<60 { bench.row("0123456789abcdefg") }
    let json = try bench.json()
    #expect(json["cut_cells"]?.array?.count == CutCells.limit)
    #expect(json["cut_cell_count"] == 60)
  }

  @Test func noticesAreTold() throws {
    var bench = EncoderBench()
    bench.begin([])
    let notice = Notice(severity: "WARNING", sqlstate: "01000", message: "m", hint: "h")
    let json = try bench.json(ReadOutcome(notices: [notice]))
    #expect(json["notices"] == [["severity": "WARNING", "message": "m", "hint": "h"]])
  }

  @Test func aStandbyIsTold() throws {
    var encoder = ResultEncoder(TypeCatalog(), Limits())
    encoder.begin([], ServerFacts(isStandby: true))
    let result = encoder.finish(ReadOutcome(), elapsed: -1) { $0.member("command", "SELECT 1") }
    let json = try JSONValue(parsing: result.encoded ?? [])
    #expect(json["read_from"] == "standby")
    #expect(json["elapsed_ms"]?.double == 0)
    #expect(json["command"] == "SELECT 1")
  }
}
