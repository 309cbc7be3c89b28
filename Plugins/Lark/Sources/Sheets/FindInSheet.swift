internal import JSON
internal import PluginKit

/// The arguments of the tool `find_in_sheet`.
struct FindInSheetArguments: Decodable, Sendable {
  var spreadsheet: String
  var text: String
  var range: String?
  var sheet: String?
  var matchCase: Bool?
  var wholeCell: Bool?
  var regex: Bool?
  var formulas: Bool?

  enum CodingKeys: String, CodingKey {
    case spreadsheet, text, range, sheet, regex, formulas
    case matchCase = "match_case"
    case wholeCell = "whole_cell"
  }
}

/// Finds cells that hold a text.
struct FindInSheet: Sendable {
  static let maximumSheets = 20
  static let maximumCellsShown = 500
  static let maximumTextCharacters = 1_000

  let core: LarkCore

  func run(
    _ arguments: FindInSheetArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    guard (1...FindInSheet.maximumTextCharacters).contains(arguments.text.count) else {
      throw .argument("text: from 1 to \(FindInSheet.maximumTextCharacters) characters.")
    }
    let place = try arguments.range?.nonEmpty.map { (text) throws(LarkFailure) in
      try SheetTarget.place(text, "range")
    }
    let target = try await SheetTarget(arguments.spreadsheet, core.client, context)
    let all = try await target.sheets(core.client, context)
    var sheets = all.filter { $0.hasCells && $0.rows > 0 && $0.columns > 0 }
    if let name = place?.sheet ?? arguments.sheet ?? target.sheet {
      sheets = [try target.sheet(name, in: all)]
    } else if place?.range != nil {
      sheets = [try target.sheet(nil, in: all)]
    }
    guard sheets.count <= FindInSheet.maximumSheets else {
      throw .argument("sheet: there are \(sheets.count) sheets; say which one.")
    }
    var lines: [String] = []
    var cells: [String] = []
    for sheet in sheets {
      let found = try await find(arguments, place?.range, sheet, target, context)
      cells += found.map { "\(sheet.id)!\($0)" }
      guard !found.isEmpty else { continue }
      let shown = found.prefix(FindInSheet.maximumCellsShown).joined(separator: ", ")
      lines.append("\(sheet.summary): \(shown)")
    }
    let count = cells.count == 1 ? "1 cell" : "\(cells.count) cells"
    lines.insert(
      "\(count) in \(sheets.count == 1 ? "1 sheet" : "\(sheets.count) sheets") of \(target.token), "
        + "searched as the \(context.actedAs).", at: 0)
    return ToolResult(
      [.text(lines.joined(separator: "\n"))],
      structured: [
        "spreadsheet": .string(target.token),
        "cells": .array(cells.prefix(FindInSheet.maximumCellsShown).map(JSONValue.string)),
      ])
  }

  private func find(
    _ arguments: FindInSheetArguments, _ range: CellRange?, _ sheet: SheetTarget.Sheet,
    _ target: SheetTarget, _ context: CallContext
  ) async throws(LarkFailure) -> [String] {
    let whole = range ?? CellRange(lastColumn: nil, lastRow: nil)
    let text = ReadSheet.bounded(whole, sheet)
    let payload = try await core.client.send(
      APIRequest(
        .findCells, path: ["spreadsheet_token": target.token, "sheet_id": sheet.id],
        body: [
          "find_condition": [
            "range": .string("\(sheet.id)!\(text)"),
            "match_case": .bool(arguments.matchCase ?? false),
            "match_entire_cell": .bool(arguments.wholeCell ?? false),
            "search_by_regex": .bool(arguments.regex ?? false),
            "include_formulas": .bool(arguments.formulas ?? false),
          ], "find": .string(arguments.text),
        ], purpose: "search the spreadsheet"), context)
    let found = payload["find_result"]
    let cells =
      (found?["matched_cells"]?.array ?? []) + (found?["matched_formula_cells"]?.array ?? [])
    return cells.compactMap { $0.string.map { singleLine($0, limit: 20) } }
  }
}

extension FindInSheet {
  static func tool(_ core: LarkCore) -> LarkTool {
    let finder = FindInSheet(core: core)
    return LarkTool(
      "find_in_sheet", "Finds the cells of a Lark spreadsheet that hold a text.",
      core, group: .sheets,
      endpoints: [.findCells, .listSheets, .getWikiNode], identity: .userFirst, effect: .reads,
      offer: .inPresets,
      input: .object(
        [
          "spreadsheet": .string("Link or token"),
          "text": .string(minLength: 1, maxLength: maximumTextCharacters),
          "range": .string("By default all cells of all sheets"),
          "sheet": .string("Title or id"),
          "match_case": .boolean(), "whole_cell": .boolean(),
          "regex": .boolean("text is a regular expression"),
          "formulas": .boolean("Search formulas, not their results"),
        ], required: ["spreadsheet", "text"])
    ) { (arguments: FindInSheetArguments, context) throws(LarkFailure) in
      try await finder.run(arguments, context)
    }
  }
}
