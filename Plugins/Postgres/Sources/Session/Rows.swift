/// The rows of a statement of the plugin's own, kept in two flat arrays.
struct Rows: Sendable {
  /// Rows after these are not read.
  static let limit = 20_000
  /// And after as many bytes.
  static let limitBytes = 64 << 20

  let columns: [Column]
  /// Whether there was more than that.
  let isCut: Bool
  private let bytes: [UInt8]
  /// Where each cell ends in `bytes`; the complement of it where the cell is NULL.
  private let ends: [Int]

  init(_ collector: RowCollector, isCut: Bool) {
    columns = collector.columns
    bytes = collector.bytes
    ends = collector.ends
    self.isCut = isCut
    count = collector.count
  }

  let count: Int

  /// The text of a cell; nil where it is NULL.
  subscript(row: Int, column: Int) -> String? {
    let index = row * columns.count + column
    let end = ends[index]
    guard end >= 0 else { return nil }
    let start = index == 0 ? 0 : Self.end(ends[index - 1])
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private static func end(_ mark: Int) -> Int { mark >= 0 ? mark : ~mark }
}

/// Keeps every row.
struct RowCollector: RowSink {
  private(set) var columns: [Column] = []
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  private(set) var count = 0

  mutating func begin(_ columns: [Column], _ server: ServerFacts) {
    self.columns = columns
  }

  mutating func row(_ row: RowView) -> Bool {
    count += 1
    for column in unsafe 0..<row.cells.count {
      if let cell = unsafe row.cells[column] {
        unsafe bytes.append(contentsOf: cell)
        ends.append(bytes.count)
      } else {
        ends.append(~bytes.count)
      }
    }
    return bytes.count < Rows.limitBytes
  }
}
