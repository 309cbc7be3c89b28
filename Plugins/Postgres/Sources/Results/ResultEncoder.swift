internal import JSON

/// Writes a result as JSON while its rows come: columns once, then each row as an array.
///
/// ```json
/// {"columns":[{"name":"id","type":"int8"}],"rows":[[1]],"row_count":1,"truncated":false,
///  "elapsed_ms":0.4,"read_from":"primary"}
/// ```
///
/// After the read, `learnTypes` for types that were not known, then `finish`, once.
struct ResultEncoder: RowSink {
  /// Larger results are not made, whatever the settings say: the host takes JSON of 64 MiB.
  static let maximumBytes = 60 << 20
  private static let firstReservation = 1 << 10

  /// Where a value stands whose type was not known when it was written as a string.
  struct DeferredCell {
    var column: Int
    var range: Range<Int>
  }

  /// Where a row begins that may be written again.
  struct RowStart {
    var offset: Int
    /// Cells that were cut before it.
    var cuts: Int
  }

  let types: TypeCatalog
  let bytesLimit: Int
  let cellLimit: Int
  var writer: CellWriter
  /// Of each column; nil: not known yet.
  var plans: [ColumnPlan] = []
  private(set) var columns: [Column] = []
  var rowCount = 0
  var isFull = false
  var cuts = CutCells()
  var isStandby = false
  var deferred: [DeferredCell] = []
  /// Of each row, where a type was not known when it came.
  var rowStarts: [RowStart] = []
  private var hasUnknownTypes = false
  private var hasBegun = false

  init(_ types: TypeCatalog, _ limits: Limits) {
    self.types = types
    bytesLimit = min(limits.resultBytes, Self.maximumBytes)
    cellLimit = limits.cellBytes
    writer = CellWriter(reserving: Self.firstReservation)
  }

  mutating func begin(_ columns: [Column], _ server: ServerFacts) {
    self.columns = columns
    isStandby = server.isStandby
    plans = columns.map { ColumnPlan($0, types) }
    hasUnknownTypes = plans.contains { !$0.isKnown }
    hasBegun = true
    writeColumns()
  }

  mutating func row(_ row: RowView) -> Bool {
    let start = writer.json.bytes.count
    let before = (cuts: cuts.count, deferred: deferred.count)
    writer.json.beginArray()
    for column in 0..<plans.count {
      // One cell for each column; both views end with this call.
      if let cell = unsafe row.cells[column] {
        let text = unsafe cell.bindMemory(to: UInt8.self).span
        write(text, column)
      } else {
        writer.json.null()
      }
    }
    writer.json.endArray()
    guard writer.json.bytes.count <= bytesLimit else {
      writer.json.bytes.removeSubrange(start...)
      cuts.forget(after: before.cuts)
      deferred.removeSubrange(before.deferred...)
      isFull = true
      return false
    }
    rowCount += 1
    if hasUnknownTypes { rowStarts.append(RowStart(offset: start, cuts: before.cuts)) }
    return true
  }

  /// The head of the result, at the beginning of the buffer.
  mutating func writeColumns() {
    writer.json.beginObject()
    writer.json.key("columns")
    writer.json.beginArray()
    for column in columns {
      writer.json.beginObject()
      writer.json.key("name")
      writer.json.string(column.name)
      writer.json.key("type")
      writer.json.string(types.name(column.typeOID))
      writer.json.endObject()
    }
    writer.json.endArray()
    writer.json.key("rows")
    writer.json.beginArray()
  }

  private mutating func write(_ text: Span<UInt8>, _ column: Int) {
    let plan = plans[column]
    let start = writer.json.bytes.count
    if let length = writer.cell(text, plan, limit: cellLimit) {
      cuts.note(row: rowCount, column: column, bytes: length)
    } else if !plan.isKnown {
      deferCell(text, start, column)
    }
  }

  /// Keeps the place of the string written last, where it may be an array.
  private mutating func deferCell(_ text: Span<UInt8>, _ start: Int, _ column: Int) {
    guard text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[") else { return }
    let comma = writer.json.bytes[start] == UInt8(ascii: ",") ? 1 : 0
    let range = (start + comma)..<writer.json.bytes.count
    deferred.append(DeferredCell(column: column, range: range))
  }

  /// Ends the list of rows; writes an empty result where there was none.
  mutating func endRows() {
    if !hasBegun { begin([], ServerFacts()) }
    writer.json.endArray()
  }
}
