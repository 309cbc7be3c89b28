/// Keeps the first rows of RETURNING as JSON, and lets the others go by: a statement that changes
/// rows is not stopped because its answer is long.
struct ReturnedRows: RowSink {
  var encoder: ResultEncoder
  private let limit: Int
  private(set) var hasColumns = false
  private(set) var count = 0
  private var isFull = false

  init(_ encoder: ResultEncoder, limit: Int) {
    self.encoder = encoder
    self.limit = limit
  }

  /// Whether there were more rows than the limit.
  var hasMore: Bool { count > limit }

  mutating func begin(_ columns: [Column], _ server: ServerFacts) throws(PostgresFailure) {
    hasColumns = !columns.isEmpty
    encoder.begin(columns, server)
  }

  mutating func row(_ row: RowView) -> Bool {
    count += 1
    // The view is only handed on while it is lent.
    if !isFull, count <= limit, unsafe !encoder.row(row) { isFull = true }
    return true
  }
}
