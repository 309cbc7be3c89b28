internal import JSON
internal import PluginKit

/// The arguments of the tool `write_sheet`.
struct WriteSheetArguments: Decodable, Sendable {
  var spreadsheet: String
  var values: JSONText
  var range: String?
  var sheet: String?
}

/// Writes values into cells of a spreadsheet, or adds rows to it.
struct WriteSheet: Sendable {
  let core: LarkCore
  var appends = false

  func run(
    _ arguments: WriteSheetArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let values = try CellValues(arguments.values.value)
    let place = try arguments.range?.nonEmpty.map { (text) throws(LarkFailure) in
      try SheetTarget.place(text, "range")
    }
    guard appends || place?.range != nil else {
      throw .argument("range: say where, \"A1\" or \"Sheet1!A1\".")
    }
    if !appends { try WriteSheet.check(values, place?.range) }
    let target = try await SheetTarget(arguments.spreadsheet, core.client, context)
    let named = SheetTarget.Place(sheet: place?.sheet ?? arguments.sheet, range: place?.range)
    let update = try await write(values, to: named, of: target, context)
    return result(update, target, context)
  }

  /// What Lark says that it has written.
  func write(
    _ values: CellValues, to place: SheetTarget.Place, of target: SheetTarget,
    _ context: CallContext
  ) async throws(LarkFailure) -> JSONValue {
    let sheets = try await target.sheets(core.client, context)
    let sheet = try target.sheet(place.sheet, in: sheets)
    let range = values.range(
      firstColumn: place.range?.firstColumn ?? 1, firstRow: place.range?.firstRow ?? 1)
    let payload = try await send(values, "\(sheet.id)!\(range)", target, context)
    return payload["updates"] ?? payload
  }

  /// A range that has its ends must have the size of the values.
  private static func check(
    _ values: CellValues, _ range: CellRange?
  ) throws(LarkFailure) {
    guard let range else { return }
    let isOneCell = range.lastColumn == range.firstColumn && range.lastRow == range.firstRow
    let columns = range.lastColumn.map { $0 - range.firstColumn + 1 } ?? values.columnCount
    let rows = range.lastRow.map { $0 - range.firstRow + 1 } ?? values.rows.count
    guard isOneCell || (values.columnCount <= columns && values.rows.count <= rows) else {
      throw .argument(
        "range: it has \(rows) x \(columns) cells, values \(values.rows.count) x "
          + "\(values.columnCount); give the upper left cell alone.")
    }
  }

  private func send(
    _ values: CellValues, _ range: String, _ target: SheetTarget, _ context: CallContext
  ) async throws(LarkFailure) -> JSONValue {
    try await core.client.send(
      APIRequest(
        appends ? .appendRows : .writeRange, path: ["spreadsheetToken": target.token],
        // Rows whose first cell is empty count as empty, so that they might be written over.
        query: appends ? [("insertDataOption", "INSERT_ROWS")] : [],
        body: ["valueRange": ["range": .string(range), "values": values.json]],
        purpose: appends ? "append rows to the spreadsheet" : "write to the spreadsheet"), context)
  }

  private func result(
    _ update: JSONValue, _ target: SheetTarget, _ context: CallContext
  ) -> ToolResult {
    let range = singleLine(update["updatedRange"]?.string ?? "", limit: 80)
    let cells = update["updatedCells"]?.integer.map { $0 == 1 ? "1 cell, " : "\($0) cells, " } ?? ""
    return ToolResult(
      [
        .text(
          "\(appends ? "Appended" : "Wrote") \(cells)\(range) of \(target.token) as the "
            + "\(context.actedAs).")
      ],
      structured: ["spreadsheet": .string(target.token), "range": .string(range)])
  }
}

extension WriteSheet {
  static func tool(_ core: LarkCore) -> LarkTool {
    let writer = WriteSheet(core: core)
    return LarkTool(
      "write_sheet",
      "Writes values to cells of a Lark spreadsheet, over what is there.",
      core, group: .sheets,
      endpoints: [.writeRange, .listSheets, .getWikiNode], identity: .userFirst, effect: .changes,
      input: .object(
        [
          "spreadsheet": .string("Link or token"), "values": values,
          "range": .string("Upper left cell: \"B2\", \"Sheet1!B2\""), "sheet": sheet,
        ], required: ["spreadsheet", "values", "range"])
    ) { (arguments: WriteSheetArguments, context) throws(LarkFailure) in
      try await writer.run(arguments, context)
    }
  }

  static func appendTool(_ core: LarkCore) -> LarkTool {
    let writer = WriteSheet(core: core, appends: true)
    return LarkTool(
      "append_to_sheet", "Appends rows to the table in a sheet of a Lark spreadsheet.",
      core, group: .sheets,
      endpoints: [.appendRows, .listSheets, .getWikiNode], identity: .userFirst, effect: .adds,
      input: .object(
        [
          "spreadsheet": .string("Link or token"), "values": values,
          "range": .string("Where the table begins, by default A1"), "sheet": sheet,
        ], required: ["spreadsheet", "values"])
    ) { (arguments: WriteSheetArguments, context) throws(LarkFailure) in
      try await writer.run(arguments, context)
    }
  }

  private static let values = Schema.jsonText(
    "Rows of cells: [[\"Name\",1],[\"B\",\"=A1*2\"]]; \"'=...\" for a text, null empties. "
      + "At most 5000 x 100")
  private static let sheet = Schema.string("Title or id, if range has none")
}
