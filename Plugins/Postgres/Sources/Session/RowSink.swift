/// Takes the rows of one result as they come from the server. Called on the thread of the session.
protocol RowSink {
  /// Once, before any row, also where there is none.
  mutating func begin(_ columns: [Column], _ server: ServerFacts) throws(PostgresFailure)
  /// One row. False: enough; the statement is cancelled and what follows is thrown away.
  mutating func row(_ row: RowView) -> Bool
}

/// The cells of one row in their text form (PostgreSQL documentation, "Data Types"), borrowed while
/// `RowSink.row` runs: neither the view nor a cell of it may be kept.
@unsafe struct RowView {
  /// One for each column; nil is NULL.
  let cells: UnsafeBufferPointer<UnsafeRawBufferPointer?>
  /// Of all cells together.
  var byteCount = 0
}
