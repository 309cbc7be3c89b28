internal import JSON
internal import PluginKit

/// Values of cells as text.
enum CellText {
  static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: return ""
    case .bool(let flag): return flag ? "TRUE" : "FALSE"
    case .number(let number): return number.text
    case .string(let text): return text
    case .array(let pieces): return pieces.map(text).joined()
    case .object:
      if let link = value["link"]?.nonEmptyString {
        let text = value["text"]?.string ?? ""
        return text.isEmpty || text == link ? link : "\(text) <\(link)>"
      }
      if let values = value["values"]?.array { return values.map(text).joined(separator: ", ") }
      if let text = value["text"] { return self.text(text) }
      if let token = value["fileToken"]?.string ?? value["file_token"]?.string {
        return "[\(value["type"]?.string ?? "file") \(token)]"
      }
      return value.description
    }
  }

  /// On one line; what marks the columns is escaped.
  static func cell(_ value: JSONValue, limit: Int) -> String {
    var line = ""
    for character in singleLine(text(value), limit: limit) {
      if character == "|" { line.append("\\") }
      line.append(character)
    }
    return line
  }
}

/// A range of values as a table with the names of columns above and the numbers of rows before.
struct CellGrid: Sendable {
  /// With the id of the sheet: `0b1!A1:C3`.
  var range: String
  var rows: [[JSONValue]]

  init(_ json: JSONValue) {
    range = json["range"]?.string ?? ""
    rows = (json["values"]?.array ?? []).map { $0.array ?? [] }
    for index in rows.indices {
      while rows[index].last.map(CellGrid.isEmpty) == true { rows[index].removeLast() }
    }
    while rows.last?.isEmpty == true { rows.removeLast() }
  }

  var columnCount: Int { rows.map(\.count).max() ?? 0 }

  /// Lines, and how many rows are in them: as many as fit in that number of characters.
  func lines(maximumCharacters: Int, cellLimit: Int) -> (lines: [String], rows: Int) {
    let corner = CellRange(
      String(range[(range.lastIndex(of: "!").map(range.index(after:)) ?? range.startIndex)...]))
    let (firstColumn, firstRow) = (corner?.firstColumn ?? 1, corner?.firstRow ?? 1)
    let letters = (0..<columnCount).map { CellRange.letters(firstColumn + $0) }
    var lines = ["row | \(letters.joined(separator: " | "))"]
    var characters = 0
    for (index, row) in rows.enumerated() {
      let cells = row.map { CellText.cell($0, limit: cellLimit) }
      let line = "\(firstRow + index) | \(cells.joined(separator: " | "))"
      characters += line.count
      guard characters <= maximumCharacters || index == 0 else { return (lines, index) }
      lines.append(line)
    }
    return (lines, rows.count)
  }

  private static func isEmpty(_ value: JSONValue) -> Bool {
    value == .null || value.string?.isEmpty == true
  }
}
