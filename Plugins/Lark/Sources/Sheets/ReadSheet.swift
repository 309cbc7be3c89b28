internal import JSON
internal import PluginKit

/// The arguments of the tool `read_sheet`.
struct ReadSheetArguments: Decodable, Sendable {
  var spreadsheet: String
  var ranges: StringList?
  var sheet: String?
  var formulas: Bool?
}

/// Reads cells of a spreadsheet.
struct ReadSheet: Sendable {
  static let maximumRanges = 10
  /// Read where no range is given.
  static let defaultRows = 200
  static let defaultColumns = 50
  static let totalCharacters = 60_000
  static let cellCharacters = 1_000

  let core: LarkCore

  func run(
    _ arguments: ReadSheetArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    var places: [SheetTarget.Place] = []
    for text in arguments.ranges?.values ?? [] {
      places.append(try SheetTarget.place(text, "ranges"))
    }
    guard places.count <= ReadSheet.maximumRanges else {
      throw .argument("ranges: at most \(ReadSheet.maximumRanges).")
    }
    let target = try await SheetTarget(arguments.spreadsheet, core.client, context)
    let sheets = try await target.sheets(core.client, context)
    if places.isEmpty { places = [.init(sheet: nil, range: nil)] }
    var ranges: [String] = []
    for place in places {
      let sheet = try target.sheet(place.sheet ?? arguments.sheet, in: sheets)
      ranges.append("\(sheet.id)!\(ReadSheet.bounded(place.range, sheet))")
    }
    let payload = try await core.client.send(
      APIRequest(
        .readRanges, path: ["spreadsheetToken": target.token],
        query: [
          ("ranges", ranges.joined(separator: ",")),
          ("valueRenderOption", arguments.formulas == true ? "Formula" : "FormattedValue"),
          ("dateTimeRenderOption", "FormattedString"),
        ], purpose: "read the spreadsheet"), context)
    let grids = (payload["valueRanges"]?.array ?? []).map(CellGrid.init)
    return result(grids, sheets, target, context)
  }

  /// The range within the sheet; where none is given, its start.
  static func bounded(_ range: CellRange?, _ sheet: SheetTarget.Sheet) -> String {
    let (columns, rows) = (max(1, sheet.columns), max(1, sheet.rows))
    guard let range else {
      return CellRange(lastColumn: nil, lastRow: nil).text(
        lastColumn: min(columns, defaultColumns), lastRow: min(rows, defaultRows))
    }
    return range.within(columns: columns, rows: rows).text(lastColumn: columns, lastRow: rows)
  }

  private func result(
    _ grids: [CellGrid], _ sheets: [SheetTarget.Sheet], _ target: SheetTarget,
    _ context: CallContext
  ) -> ToolResult {
    var lines = ["Spreadsheet \(target.token), read as the \(context.actedAs). Sheets:"]
    lines += sheets.map { "  \($0.summary)" }
    let budget = ReadSheet.totalCharacters / max(1, grids.count)
    for grid in grids {
      lines.append("\(singleLine(grid.range, limit: 60)):")
      guard !grid.rows.isEmpty else {
        lines.append("  no values")
        continue
      }
      let (shown, count) = grid.lines(
        maximumCharacters: budget, cellLimit: ReadSheet.cellCharacters)
      lines += shown
      if count < grid.rows.count {
        lines.append("(\(grid.rows.count - count) more rows: ask for a smaller range.)")
      }
    }
    return ToolResult(
      [.text(lines.joined(separator: "\n"))],
      structured: [
        "spreadsheet": .string(target.token),
        "sheets": .array(
          sheets.map { ["sheet": .string($0.id), "title": .string($0.title)] }),
        "ranges": .array(grids.map { .string($0.range) }),
      ])
  }
}

extension ReadSheet {
  static func tool(_ core: LarkCore) -> LarkTool {
    let reader = ReadSheet(core: core)
    return LarkTool(
      "read_sheet",
      "Reads cells of a Lark spreadsheet, and lists its sheets. Without ranges: the first 200 rows "
        + "of the link's sheet, or of the first one.",
      core, group: .sheets,
      endpoints: [.readRanges, .listSheets, .getWikiNode], identity: .userFirst, effect: .reads,
      input: .object(
        [
          "spreadsheet": .string("Link or token"),
          "ranges": .stringList(.string(), "\"A1:C10\", \"Sheet1!A:C\"", maxItems: maximumRanges),
          "sheet": .string("Title or id, for ranges without one"),
          "formulas": .boolean("Show formulas in place of their results"),
        ], required: ["spreadsheet"])
    ) { (arguments: ReadSheetArguments, context) throws(LarkFailure) in
      try await reader.run(arguments, context)
    }
  }
}
