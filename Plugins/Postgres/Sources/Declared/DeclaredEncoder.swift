internal import JSON

/// Writes what a declared tool gives, as JSON while its rows come: each row as an object.
///
/// ```json
/// {"rows":[{"id":1}],"row_count":1,"truncated":false}
/// {"row":{"id":1}}
/// {"value":1}
/// ```
struct DeclaredEncoder: RowSink {
  /// What keeps a result from being whole.
  private enum Cut: String {
    case bytes, rows, cell
  }

  private let result: DeclaredDefinition.ResultForm
  private let checked: CheckedStatement
  /// The most rows of a statement that writes; nil: the statement itself is limited, and cancelled
  /// where there is enough.
  private let rowLimit: Int?
  private let bytesLimit: Int
  private let cellLimit: Int
  private var writer: CellWriter
  private var rowCount = 0
  private var isFull = false
  private var hasMore = false
  private var hasCutCell = false
  /// Whether the server's columns are other ones than when it was asked about the statement.
  private(set) var hasOtherColumns = false

  private static let firstReservation = 512

  init(
    _ checked: CheckedStatement, _ result: DeclaredDefinition.ResultForm, _ limits: Limits,
    rowLimit: Int? = nil
  ) {
    self.checked = checked
    self.result = result
    self.rowLimit = rowLimit
    bytesLimit = min(limits.resultBytes, ResultEncoder.maximumBytes)
    cellLimit = limits.cellBytes
    writer = CellWriter(reserving: Self.firstReservation)
    writer.json.beginObject()
    guard !checked.columns.isEmpty else { return }
    switch result {
    case .rows:
      writer.json.key("rows")
      writer.json.beginArray()
    case .row: writer.json.key("row")
    case .value: writer.json.key("value")
    }
  }

  mutating func begin(_ columns: [Column], _ server: ServerFacts) throws(PostgresFailure) {
    let isSame = columns.elementsEqual(checked.columns) {
      $0.typeOID == $1.typeOID && $0.name == $1.name
    }
    guard !isSame else { return }
    hasOtherColumns = true
    throw .refused(
      "The columns of this tool's statement have changed on the server.",
      detail: "It is being checked again; call it again in a moment.")
  }

  mutating func row(_ row: RowView) -> Bool {
    guard !isFull, rowCount < rowLimit ?? .max else {
      hasMore = true
      return rowLimit != nil
    }
    let start = writer.json.bytes.count
    if result != .value { writer.json.beginObject() }
    for (column, plan) in checked.plans.enumerated() {
      if result != .value { writer.json.key(checked.columns[column].name) }
      // One cell for each column, as `begin` found; both views end with this call.
      if let cell = unsafe row.cells[column] {
        let text = unsafe cell.bindMemory(to: UInt8.self).span
        if writer.cell(text, plan, limit: cellLimit) != nil { hasCutCell = true }
      } else {
        writer.json.null()
      }
    }
    if result != .value { writer.json.endObject() }
    guard writer.json.bytes.count <= bytesLimit else {
      writer.json.bytes.removeSubrange(start...)
      isFull = true
      return rowLimit != nil
    }
    rowCount += 1
    return true
  }

  /// The whole result. Of no use afterwards.
  ///
  /// - Parameters:
  ///   - more: whether the statement had a row more than it was limited to.
  ///   - affected: rows that a statement changed; nil where it only reads.
  mutating func finish(more: Bool = false, affected: Int? = nil) -> [UInt8] {
    if !checked.columns.isEmpty { endRows(more: more) }
    if let affected {
      writer.json.key("affected")
      writer.json.integer(affected)
    }
    writer.json.endObject()
    var bytes: [UInt8] = []
    swap(&bytes, &writer.json.bytes)
    return bytes
  }

  private mutating func endRows(more: Bool) {
    if result == .rows {
      writer.json.endArray()
      writer.json.key("row_count")
      writer.json.integer(rowCount)
      writer.json.key("truncated")
      writer.json.bool(cut(more) != nil)
    } else if isFull {
      // In the place of the value that was taken back, whose comma stays noted.
      writer.json.bytes += Array("null".utf8)
    } else if rowCount == 0 {
      writer.json.null()
    }
    if let cut = cut(more) { writer.json.member("truncated_by", cut.rawValue) }
  }

  private func cut(_ more: Bool) -> Cut? {
    if isFull { return .bytes }
    if more || hasMore, result == .rows { return .rows }
    return hasCutCell ? .cell : nil
  }
}
