import JSON
import Testing

@testable import Postgres

@Suite struct TypeCatalogTests {
  private let types = TypeCatalog()
  private static let (mood, moods, amount, amounts, shape, shapes) = (
    UInt32(20_001), UInt32(20_002), UInt32(20_003), UInt32(20_004), UInt32(20_005), UInt32(20_006)
  )

  /// An enum, a domain over a domain over int4, a type with a delimiter of its own.
  private static let catalogue = rows([
    ["20001", "shop.mood", "f", "0", "0", ","], ["20002", "shop.mood[]", "t", "20001", "0", ","],
    ["20003", "amount", "f", "0", "20009", ","], ["20009", "whole", "f", "0", "23", ","],
    ["20004", "amount[]", "t", "20003", "0", ","], ["23", "integer", "f", "0", "0", ","],
    ["20005", "shape", "f", "0", "0", ";"], ["20006", "shape[]", "t", "20005", "0", ";"],
    ["20007", "circle", "f", "0", "20007", ","],
  ])

  @Test func typesOfEveryServerAreKnown() {
    #expect(types.type(1184) == KnownType(name: "timestamptz", form: .timestamp))
    #expect(types.type(1020) == KnownType(name: "box[]", form: .text, delimiter: 0x3B))
    #expect(types.type(20_001) == nil)
    #expect(types.name(20_001) == "type 20001")
  }

  @Test func noTypeStandsTwice() {
    let oids = BuiltInTypes.table.flatMap { [$0.oid, $0.array] }.filter { $0 != 0 }
    #expect(Set(oids).count == oids.count)
  }

  @Test func typesAreLearnt() {
    types.learn([20_001, 20_002, 20_003, 20_004, 20_006, 20_007, 77], from: Self.catalogue)
    #expect(types.type(Self.mood) == KnownType(name: "shop.mood", form: .text))
    #expect(types.type(Self.moods) == KnownType(name: "shop.mood[]", form: .text, delimiter: 0x2C))
    #expect(
      types.type(Self.amounts) == KnownType(name: "amount[]", form: .integer, delimiter: 0x2C))
    #expect(types.type(Self.shapes) == KnownType(name: "shape[]", form: .text, delimiter: 0x3B))
    #expect(types.type(20_007) == KnownType(name: "circle", form: .text))
    #expect(types.type(77) == nil)
  }

  @Test func arraysOfTypesMetForTheFirstTimeAreArrays() throws {
    var bench = EncoderBench(types)
    bench.begin([Self.mood, Self.moods, 25, Self.amounts, Self.shapes])
    bench.row("{sad}", #"{"so \"so\"",NULL}"#, "{x}", "{1,NULL}", "{a,b;c}")
    bench.row(nil, "{}", "€", nil, "[2:2]={z}")
    bench.row("glad", nil, "", "{{2},{3}}", nil)
    types.learn([Self.mood, Self.moods, Self.amounts, Self.shapes], from: Self.catalogue)
    bench.encoder.retype()
    let json = try bench.json()
    #expect(
      json["rows"] == [
        ["{sad}", [#"so "so""#, nil], "{x}", [1, nil], ["a,b", "c"]],
        [nil, [], "€", nil, ["z"]], ["glad", nil, "", [[2], [3]], nil],
      ])
    let names = json["columns"]?.array?.compactMap { $0["type"]?.string }
    #expect(names == ["shop.mood", "shop.mood[]", "text", "amount[]", "shape[]"])
  }

  @Test func typesThatStayUnknownAreStrings() throws {
    var bench = EncoderBench(types)
    bench.begin([Self.moods])
    bench.row("{a}")
    bench.encoder.retype()
    let json = try bench.json()
    #expect(json["rows"] == [["{a}"]])
    #expect(json["columns"] == [["name": "c0", "type": "type 20002"]])
  }

  @Test func whatDidNotFitIsNotTypedAgain() throws {
    var limits = Limits()
    limits.resultBytes = 1_024
    var bench = EncoderBench(types, limits)
    bench.begin([Self.moods])
    bench.row("{a}")
    let isTaken = bench.row("{" + String(repeating: "b", count: 2_000) + "}")
    #expect(!isTaken)
    types.learn([Self.moods], from: Self.catalogue)
    bench.encoder.retype()
    #expect(try bench.json()["rows"] == [[["a"]]])
  }

  /// `"{a,b}"` has seven bytes, `["a","b"]` nine.
  @Test func whatDoesNotFitAnyMoreOnceItIsTypedIsLeftOut() throws {
    var limits = Limits()
    limits.resultBytes = 1_024
    limits.cellBytes = 200
    var bench = EncoderBench(types, limits)
    bench.begin([Self.moods, 25])
    let moods = "{" + Array(repeating: "b", count: 50).joined(separator: ",") + "}"
    let long = String(repeating: "x", count: 201)
    var taken = 0
    while bench.row(moods, taken % 2 == 1 ? long : nil) { taken += 1 }
    #expect(taken == 4)
    types.learn([Self.moods], from: Self.catalogue)
    bench.encoder.retype()
    #expect(bench.encoder.writer.json.bytes.count <= limits.resultBytes)
    let json = try bench.json(ReadOutcome(rows: taken, hasMore: true, stoppedBySink: true))
    let rows = try #require(json["rows"]?.array)
    try #require(rows.count == 3)
    #expect(rows[2][0]?.array?.count == 50)
    #expect(json["row_count"] == 3)
    #expect(json["truncated_by"] == "bytes")
    #expect(json["cut_cells"] == [["row": 1, "column": "c1", "bytes": 201]])
  }

  @Test func aFirstRowThatDoesNotFitOnceItIsTypedIsLeftOut() throws {
    var limits = Limits()
    limits.resultBytes = 1_024
    var bench = EncoderBench(types, limits)
    bench.begin([Self.moods])
    let isTaken = bench.row("{" + Array(repeating: "b", count: 400).joined(separator: ",") + "}")
    #expect(isTaken)
    types.learn([Self.moods], from: Self.catalogue)
    bench.encoder.retype()
    let json = try bench.json(ReadOutcome(rows: 1))
    #expect(json["rows"] == [])
    #expect(json["row_count"] == 0)
    #expect(json["truncated_by"] == "bytes")
  }
}
