import JSON

/// One sheet of a spreadsheet.
struct Sheet: Sendable {
  /// The grid of a new sheet; writing beyond it makes it larger.
  private static let firstRowCount = 200
  private static let firstColumnCount = 20

  let id: String
  var title: String
  var cells: [[JSONValue]] = []

  var rowCount: Int { max(Self.firstRowCount, cells.count) }
  var columnCount: Int { max(Self.firstColumnCount, usedColumns) }

  /// Rows that hold anything.
  var usedRows: Int { (cells.lastIndex { $0.contains { !$0.isNull } } ?? -1) + 1 }
  var usedColumns: Int { cells.map(\.count).max() ?? 0 }

  subscript(row: Int, column: Int) -> JSONValue {
    get { row < cells.count && column < cells[row].count ? cells[row][column] : .null }
    set {
      while cells.count <= row { cells.append([]) }
      while cells[row].count <= column { cells[row].append(.null) }
      cells[row][column] = newValue
    }
  }
}

/// A rectangle of cells, as `sheetId!A1:B2`, `sheetId!A:B` or `sheetId` name it.
struct CellRange: Sendable, Equatable {
  let sheetID: String
  var rows: Range<Int>
  var columns: Range<Int>

  /// Nil for what is no range. Open ends reach as far as the sheet is used, or one cell.
  init?(_ text: String, in sheets: [Sheet]) {
    let parts = text.split(separator: "!", maxSplits: 1).map(String.init)
    guard let id = parts.first, let sheet = sheets.first(where: { $0.id == id }) else { return nil }
    sheetID = id
    let all = (rows: 0..<max(1, sheet.usedRows), columns: 0..<max(1, sheet.usedColumns))
    guard parts.count == 2 else {
      (rows, columns) = all
      return
    }
    let ends = parts[1].split(separator: ":").map(String.init)
    guard let first = ends.first.flatMap(Self.cell), let last = ends.last.flatMap(Self.cell),
      ends.count <= 2, let left = first.column, let right = last.column, left <= right
    else { return nil }
    columns = left..<right + 1
    let top = first.row ?? 0
    let bottom = last.row ?? max(top, all.rows.upperBound - 1)
    guard top <= bottom else { return nil }
    rows = top..<bottom + 1
  }

  /// `A1` for the first cell.
  static func name(_ row: Int, _ column: Int) -> String {
    var letters = ""
    var rest = column
    repeat {
      letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
      rest = rest / 26 - 1
    } while rest >= 0
    return letters + String(row + 1)
  }

  var text: String {
    let first = Self.name(rows.lowerBound, columns.lowerBound)
    let last = Self.name(rows.upperBound - 1, columns.upperBound - 1)
    return "\(sheetID)!\(first):\(last)"
  }

  private static func cell(_ text: String) -> (column: Int?, row: Int?)? {
    let letters = text.prefix { $0.isASCII && $0.isLetter }.uppercased()
    let digits = text.dropFirst(letters.count)
    guard (1...3).contains(letters.utf8.count), digits.allSatisfy(\.isNumber) else { return nil }
    let column = letters.utf8.reduce(0) { $0 * 26 + Int($1) - 64 } - 1
    guard !digits.isEmpty else { return (column, nil) }
    guard let row = Int(digits), (1...1_000_000).contains(row) else { return nil }
    return (column, row - 1)
  }
}

extension SandboxState {
  /// The sheets that a document holds.
  mutating func sheets(_ document: Document) -> [Sheet] {
    if let sheets = spreadsheets[document.token] { return sheets }
    let sheets = SeedSheets.sheets(document) ?? [Sheet(id: identifiers.letters(6), title: "Sheet1")]
    spreadsheets[document.token] = sheets
    return sheets
  }
}

/// What the seeded spreadsheets hold.
enum SeedSheets {
  static let budgetID = "budg27"

  static func sheets(_ document: Document) -> [Sheet]? {
    guard document.key == "budget" else { return nil }
    var sheet = Sheet(id: budgetID, title: "2027")
    sheet.cells = [
      ["部门 Department", "人员 People", "云服务 Cloud", "合计 Total"],
      ["产品部", 1_200_000, 150_000, 1_350_000], ["平台技术部", 2_400_000, 900_000, 3_300_000],
      ["设计部", 800_000, 60_000, 860_000], ["销售部", 1_500_000, 40_000, 1_540_000],
    ]
    return [sheet, Sheet(id: "notes1", title: "说明 Notes", cells: [["单位：元"]])]
  }
}
