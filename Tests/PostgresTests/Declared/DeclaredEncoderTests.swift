import JSON
import Testing

@testable import Postgres

@Suite struct DeclaredEncoderTests {
  private static let columns = [
    Column(name: "id", typeOID: 20), Column(name: "name", typeOID: 25),
    Column(name: "tags", typeOID: 1009),
  ]

  private func checked(_ columns: [Column] = Self.columns) -> CheckedStatement {
    let types = TypeCatalog()
    return CheckedStatement(
      text: "", forms: [], argumentSchemas: [], columns: columns,
      plans: columns.map { ColumnPlan($0, types) },
      outputSchema: OutputSchema(columns: columns, types: types).schema(.rows, .read))
  }

  private func encoder(
    _ result: DeclaredDefinition.ResultForm, _ columns: [Column] = Self.columns,
    resultBytes: Int = 1 << 20, cellBytes: Int = 1 << 10, rowLimit: Int? = nil
  ) throws -> DeclaredEncoder {
    var limits = Limits()
    limits.resultBytes = resultBytes
    limits.cellBytes = cellBytes
    var encoder = DeclaredEncoder(checked(columns), result, limits, rowLimit: rowLimit)
    if !columns.isEmpty { try encoder.begin(columns, ServerFacts()) }
    return encoder
  }

  /// Hands over a row; whether more is wanted.
  private func give(_ cells: [String?], to encoder: inout DeclaredEncoder) -> Bool {
    let copies = cells.map { cell -> UnsafeMutableRawBufferPointer? in
      guard let cell else { return nil }
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: cell.utf8.count, alignment: 1)
      copy.copyBytes(from: cell.utf8)
      return copy
    }
    defer { for copy in copies { copy?.deallocate() } }
    return copies.map { $0.map(UnsafeRawBufferPointer.init) }.withUnsafeBufferPointer {
      encoder.row(RowView(cells: $0))
    }
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func rows() throws {
    var encoder = try encoder(.rows)
    #expect(give(["1", "a\"b", "{x,NULL}"], to: &encoder))
    #expect(give(["9223372036854775807", nil, nil], to: &encoder))
    let expected = """
      {"rows":[{"id":1,"name":"a\\"b","tags":["x",null]},\
      {"id":"9223372036854775807","name":null,"tags":null}],"row_count":2,"truncated":true,\
      "truncated_by":"rows"}
      """
    #expect(text(encoder.finish(more: true)) == expected)
  }

  @Test func oneRowAndOneValue() throws {
    var row = try encoder(.row)
    #expect(give(["1", "a", nil], to: &row))
    #expect(text(row.finish(more: true)) == #"{"row":{"id":1,"name":"a","tags":null}}"#)
    var value = try encoder(.value, [Column(name: "n", typeOID: 23)])
    #expect(give(["7"], to: &value))
    #expect(text(value.finish(affected: 1)) == #"{"value":7,"affected":1}"#)
  }

  @Test func noRows() throws {
    var rows = try encoder(.rows)
    #expect(text(rows.finish()) == #"{"rows":[],"row_count":0,"truncated":false}"#)
    var row = try encoder(.row)
    #expect(text(row.finish()) == #"{"row":null}"#)
    var value = try encoder(.value, [Column(name: "n", typeOID: 23)])
    #expect(text(value.finish(affected: 0)) == #"{"value":null,"affected":0}"#)
    var none = try encoder(.rows, [])
    #expect(text(none.finish(affected: 3)) == #"{"affected":3}"#)
  }

  @Test func cellsAreCut() throws {
    var encoder = try encoder(.rows, cellBytes: 16)
    let long = String(repeating: "é", count: 20)
    #expect(give(["1", long, "{\(long)}"], to: &encoder))
    let json = try JSONValue(parsing: encoder.finish())
    #expect(json["truncated_by"] == "cell")
    #expect(json["rows"]?[0]?["name"] == .string(String(repeating: "é", count: 8)))
    #expect(json["rows"]?[0]?["tags"]?.string != nil)
  }

  @Test(arguments: [DeclaredDefinition.ResultForm.rows, .row, .value])
  func aResultThatIsTooLargeEnds(_ form: DeclaredDefinition.ResultForm) throws {
    let columns = [Column(name: "name", typeOID: 25)]
    var encoder = try encoder(form, columns, resultBytes: 100)
    if form == .rows { #expect(give(["a"], to: &encoder)) }
    #expect(!give([String(repeating: "x", count: 200)], to: &encoder))
    let json = try JSONValue(parsing: encoder.finish(affected: 2))
    #expect(json["truncated_by"] == "bytes")
    #expect(json["affected"] == 2)
    if form == .rows {
      #expect(json["rows"] == [["name": "a"]])
    } else {
      #expect(json[form.rawValue] == .null)
    }
  }

  @Test func aStatementThatWritesIsNeverEndedEarly() throws {
    var encoder = try encoder(.rows, rowLimit: 1)
    for id in ["1", "2", "3"] { #expect(give([id, nil, nil], to: &encoder)) }
    let json = try JSONValue(parsing: encoder.finish(affected: 3))
    #expect(json["row_count"] == 1)
    #expect(json["truncated_by"] == "rows")
  }

  @Test func otherColumnsAreNoticed() throws {
    var encoder = DeclaredEncoder(checked(), .rows, Limits())
    #expect(throws: PostgresFailure.self) {
      try encoder.begin([Column(name: "id", typeOID: 23)], ServerFacts())
    }
    #expect(encoder.hasOtherColumns)
  }
}
