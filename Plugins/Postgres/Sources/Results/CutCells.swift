/// The cells of a result that were cut.
struct CutCells: Sendable {
  struct Cell: Sendable, Equatable {
    /// Both from 0.
    var row: Int
    var column: Int
    /// How long the whole value is.
    var bytes: Int
  }

  /// More are counted, but not named.
  static let limit = 50

  private(set) var named: [Cell] = []
  private(set) var count = 0

  mutating func note(row: Int, column: Int, bytes: Int) {
    count += 1
    if named.count < Self.limit { named.append(Cell(row: row, column: column, bytes: bytes)) }
  }

  /// Back to so many.
  mutating func forget(after count: Int) {
    self.count = count
    if named.count > count { named.removeSubrange(count...) }
  }
}
