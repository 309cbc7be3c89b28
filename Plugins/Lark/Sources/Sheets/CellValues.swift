internal import JSON
internal import PluginKit

/// Rows to write, checked against Lark's limits.
struct CellValues: Sendable, Equatable {
  static let maximumRows = 5_000
  static let maximumColumns = 100
  static let maximumCellCharacters = 50_000

  var rows: [[JSONValue]]

  var columnCount: Int { rows.map(\.count).max() ?? 0 }

  /// Rows of cells, one row of cells, or one cell. Null is an empty cell, and shorter rows are
  /// filled up with them; null alone is no values, and would empty a cell that nobody named.
  init(_ json: JSONValue) throws(LarkFailure) {
    guard json != .null else {
      throw .argument("values: write rows of cells; [[null]] empties a cell.")
    }
    let list = json.array ?? [[json]]
    let hasRows = list.contains { $0.array != nil }
    let rows = hasRows ? list.map { $0.array ?? [$0] } : [list]
    guard (1...CellValues.maximumRows).contains(rows.count) else {
      throw .argument("values: from 1 to \(CellValues.maximumRows) rows.")
    }
    let columns = rows.map(\.count).max() ?? 0
    guard (1...CellValues.maximumColumns).contains(columns) else {
      throw .argument("values: from 1 to \(CellValues.maximumColumns) columns.")
    }
    self.rows = []
    for (index, row) in rows.enumerated() {
      var cells: [JSONValue] = []
      for (column, value) in row.enumerated() {
        cells.append(try CellValues.cell(value, "values[\(index)][\(column)]"))
      }
      cells += Array(repeating: .null, count: columns - row.count)
      self.rows.append(cells)
    }
  }

  /// A text with = before it is a formula, as in the application; an apostrophe before that makes
  /// it a text.
  private static func cell(_ value: JSONValue, _ place: String) throws(LarkFailure) -> JSONValue {
    if let text = value.string {
      guard text.unicodeScalars.count <= maximumCellCharacters else {
        throw .argument("\(place): a cell holds at most \(maximumCellCharacters) characters.")
      }
      if text.hasPrefix("="), text.count > 1 { return ["type": "formula", "text": value] }
      if text.hasPrefix("'=") { return .string(String(text.dropFirst())) }
      return value
    }
    guard value.object == nil || value["type"]?.string != nil else {
      throw .argument(
        "\(place): write a text, a number, true or false, null, or Lark's object with a type.")
    }
    return value
  }

  var json: JSONValue { .array(rows.map(JSONValue.array)) }

  /// From that cell on.
  func range(firstColumn: Int, firstRow: Int) -> String {
    CellRange(
      firstColumn: firstColumn, firstRow: firstRow, lastColumn: firstColumn + columnCount - 1,
      lastRow: firstRow + rows.count - 1
    ).text(lastColumn: 0, lastRow: 0)
  }
}
