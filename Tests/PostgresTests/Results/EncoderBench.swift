import JSON
import PluginKit
import Testing

@testable import Postgres

/// Drives an encoder as a session does.
struct EncoderBench {
  var encoder: ResultEncoder

  init(_ types: TypeCatalog = TypeCatalog(), _ limits: Limits = Limits()) {
    encoder = ResultEncoder(types, limits)
  }

  mutating func begin(_ types: [UInt32]) {
    let columns = types.enumerated().map { Column(name: "c\($0.offset)", typeOID: $0.element) }
    encoder.begin(columns, ServerFacts())
  }

  /// The memory of the row is gone when this returns.
  @discardableResult
  mutating func row(_ cells: [[UInt8]?]) -> Bool {
    let copies = cells.map { cell in
      cell.map { cell in
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: cell.count, alignment: 1)
        copy.copyBytes(from: cell)
        return copy
      }
    }
    defer {
      for copy in copies {
        copy?.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "#"))
        copy?.deallocate()
      }
    }
    return copies.map { $0.map { UnsafeRawBufferPointer($0) } }.withUnsafeBufferPointer {
      encoder.row(RowView(cells: $0))
    }
  }

  @discardableResult
  mutating func row(_ cells: String?...) -> Bool {
    row(cells.map { $0.map { Array($0.utf8) } })
  }

  mutating func finish(_ outcome: ReadOutcome = ReadOutcome()) -> String {
    let result = encoder.finish(outcome, elapsed: 1_260_000)
    return String(decoding: result.encoded ?? [], as: UTF8.self)
  }

  mutating func json(_ outcome: ReadOutcome = ReadOutcome()) throws -> JSONValue {
    try JSONValue(parsing: finish(outcome))
  }

  /// One value of a type as the only cell.
  static func value(
    _ text: [UInt8], _ type: UInt32, _ types: TypeCatalog = TypeCatalog()
  ) throws -> String {
    var bench = EncoderBench(types)
    bench.begin([type])
    bench.row([text])
    let json = try JSONDocument(parsing: Array(bench.finish().utf8))
    let rows = try #require(json.member(json.root, "rows"))
    let row = try #require(json.firstChild(rows))
    let cell = try #require(json.firstChild(row))
    return String(decoding: json.slice(cell), as: UTF8.self)
  }

  static func value(
    _ text: String, _ type: UInt32, _ types: TypeCatalog = TypeCatalog()
  ) throws -> String {
    try value(Array(text.utf8), type, types)
  }
}

/// The rows of a statement of the plugin's own.
func rows(_ rows: [[String?]]) -> Rows {
  var collector = RowCollector()
  let width = rows.first?.count ?? 0
  let columns = (0..<width).map { Column(name: "c\($0)", typeOID: 25) }
  collector.begin(columns, ServerFacts())
  for row in rows {
    let texts = row.map { $0.map { Array($0.utf8) } }
    let copies = texts.map { text in
      text.map { text in
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
        copy.copyBytes(from: text)
        return copy
      }
    }
    defer { for copy in copies { copy?.deallocate() } }
    copies.map { $0.map { UnsafeRawBufferPointer($0) } }.withUnsafeBufferPointer {
      _ = collector.row(RowView(cells: $0))
    }
  }
  return Rows(collector, isCut: false)
}
