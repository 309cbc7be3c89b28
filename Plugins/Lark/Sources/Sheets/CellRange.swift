internal import PluginKit

/// A range of cells as people write it: `B2`, `A1:C10`, `A:C`, `A2:C`, `3:5`. Rows and columns
/// count from 1; nil is where the range is open.
struct CellRange: Sendable, Equatable {
  static let maximumRow = 10_000_000
  static let maximumColumn = 20_000

  var firstColumn = 1
  var firstRow = 1
  var lastColumn: Int?
  var lastRow: Int?

  init(firstColumn: Int = 1, firstRow: Int = 1, lastColumn: Int?, lastRow: Int?) {
    (self.firstColumn, self.firstRow) = (firstColumn, firstRow)
    (self.lastColumn, self.lastRow) = (lastColumn, lastRow)
  }

  /// Nil where the text is no range.
  init?(_ text: String) {
    let corners = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(corners.count), let first = CellRange.corner(corners[0]) else {
      return nil
    }
    firstColumn = first.column ?? 1
    firstRow = first.row ?? 1
    guard corners.count == 2 else {
      guard let column = first.column, let row = first.row else { return nil }
      (lastColumn, lastRow) = (column, row)
      return
    }
    guard let last = CellRange.corner(corners[1]) else { return nil }
    (lastColumn, lastRow) = (last.column, last.row)
    guard (lastColumn ?? firstColumn) >= firstColumn, (lastRow ?? firstRow) >= firstRow else {
      return nil
    }
  }

  /// `AB12`, `AB` or `12`; dollar signs are nothing.
  private static func corner(_ text: Substring) -> (column: Int?, row: Int?)? {
    let bytes = text.utf8.filter { $0 != 0x24 && $0 != 0x20 }
    let letters = bytes.prefix { (0x41...0x5A).contains($0 & 0xDF) && $0 >= 0x41 }
    var column = 0
    for letter in letters {
      column = column * 26 + Int(letter & 0xDF) - 0x40
      guard column <= maximumColumn else { return nil }
    }
    let digits = bytes[letters.count...]
    guard !bytes.isEmpty else { return nil }
    guard !digits.isEmpty else { return (column, nil) }
    guard let row = Int(String(decoding: digits, as: UTF8.self)), (1...maximumRow).contains(row)
    else { return nil }
    return (letters.isEmpty ? nil : column, row)
  }

  /// `A1:C10`, where all four sides are known.
  func text(lastColumn: Int, lastRow: Int) -> String {
    let column = CellRange.letters(self.lastColumn ?? max(firstColumn, lastColumn))
    let row = self.lastRow ?? max(firstRow, lastRow)
    return "\(CellRange.letters(firstColumn))\(firstRow):\(column)\(row)"
  }

  /// The part of it that lies within a sheet of that size, where some of it does: Lark refuses what
  /// goes beyond.
  func within(columns: Int, rows: Int) -> CellRange {
    guard firstColumn <= columns, firstRow <= rows else { return self }
    var range = self
    range.lastColumn = min(lastColumn ?? columns, columns)
    range.lastRow = min(lastRow ?? rows, rows)
    return range
  }

  /// 1 is A, 27 is AA.
  static func letters(_ column: Int) -> String {
    var (rest, letters) = (column, "")
    while rest > 0 {
      let (quotient, remainder) = (rest - 1).quotientAndRemainder(dividingBy: 26)
      letters = String(UnicodeScalar(UInt8(0x41 + remainder))) + letters
      rest = quotient
    }
    return letters
  }
}
