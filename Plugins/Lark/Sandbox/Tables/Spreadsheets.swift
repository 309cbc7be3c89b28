import JSON

/// `sheets/v3/spreadsheets` and the values of `sheets/v2`.
enum Spreadsheets {
  static let maximumRows = 5_000
  static let maximumColumns = 100
  static let maximumCellCharacters = 50_000
  private static let v2 = "/sheets/v2/spreadsheets/:spreadsheetToken"
  private static let v3 = "/sheets/v3/spreadsheets"
  private static let badRange = APIError(90_202, "validate RangeVal fail")

  static let endpoints: [Endpoint] = [
    Endpoint("POST \(v3)", create), Endpoint("GET \(v3)/:spreadsheet_token", get),
    Endpoint("GET \(v3)/:spreadsheet_token/sheets/query", sheets),
    Endpoint("POST \(v3)/:spreadsheet_token/sheets/:sheet_id/find", find),
    Endpoint("GET \(v2)/values/:range", read), Endpoint("GET \(v2)/values_batch_get", readMany),
    Endpoint("PUT \(v2)/values", write), Endpoint("POST \(v2)/values_batch_update", writeMany),
    Endpoint("POST \(v2)/values_append", append),
  ]

  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let folder = try Folders.parent(call.filledText("folder_token"), state, call)
    let document = state.addDocument(
      .sheet, title: call.text("title") ?? "未命名表格", folder: folder, call)
    return .data([
      "spreadsheet": [
        "title": .string(document.title), "folder_token": .string(folder ?? ""),
        "url": .string(document.url), "spreadsheet_token": .string(document.token),
      ]
    ])
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try document(state, call)
    return .data([
      "spreadsheet": [
        "title": .string(document.title), "owner_id": .string(document.owner.openID),
        "token": .string(document.token), "url": .string(document.url),
      ]
    ])
  }

  static func sheets(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let sheets = state.sheets(try document(state, call))
    let items = sheets.enumerated().map { index, sheet -> JSONValue in
      [
        "sheet_id": .string(sheet.id), "title": .string(sheet.title), "index": number(index),
        "hidden": false, "resource_type": "sheet",
        "grid_properties": [
          "frozen_row_count": 0, "frozen_column_count": 0,
          "row_count": number(sheet.rowCount), "column_count": number(sheet.columnCount),
        ],
      ]
    }
    return .data(["sheets": .array(items)])
  }

  /// Empty cells of the grid may be looked through; what lies beyond it may not.
  static func find(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let sheets = state.sheets(try document(state, call))
    let id = call.parameter("sheet_id")
    guard let sheet = sheets.first(where: { $0.id == id }) else { throw .code(1_310_215) }
    let condition = call.object("find_condition")
    guard let range = CellRange(condition["range"]?.string ?? id, in: sheets),
      range.sheetID == id, range.rows.upperBound <= sheet.rowCount,
      range.columns.upperBound <= sheet.columnCount
    else { throw .code(1_310_202) }
    let wanted = call.text("find") ?? ""
    let (isExact, isWhole) = (
      condition["match_case"]?.bool ?? false, condition["match_entire_cell"]?.bool ?? false
    )
    var found: [JSONValue] = []
    for row in range.rows {
      for column in range.columns {
        let text = text(sheet[row, column])
        let (left, right) = isExact ? (text, wanted) : (text.lowercased(), wanted.lowercased())
        let matches = isWhole ? left == right : !right.isEmpty && left.contains(right)
        if matches { found.append(.string(CellRange.name(row, column))) }
      }
    }
    return .data([
      "find_result": [
        "matched_cells": .array(found), "matched_formula_cells": [],
        "rows_count": number(found.count),
      ]
    ])
  }

  static func read(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try document(state, call)
    let value = try values(call.parameter("range"), state.sheets(document))
    return .data([
      "revision": 1, "spreadsheetToken": .string(document.token), "valueRange": value,
    ])
  }

  static func readMany(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try document(state, call)
    let sheets = state.sheets(document)
    var ranges: [JSONValue] = []
    for range in call.queryTexts("ranges") { ranges.append(try values(range, sheets)) }
    return .data([
      "revision": 1, "spreadsheetToken": .string(document.token), "valueRanges": .array(ranges),
    ])
  }

  static func write(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try document(state, call, edits: true)
    return .data(try put(call.object("valueRange"), document, &state))
  }

  static func writeMany(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try document(state, call, edits: true)
    var changed = state
    var answers: [JSONValue] = []
    for range in call.array("valueRanges") {
      answers.append(.object(try put(range.object ?? [:], document, &changed)))
    }
    state = changed
    return .data([
      "responses": .array(answers), "revision": 2, "spreadsheetToken": .string(document.token),
    ])
  }

  /// Below the last row of the range that holds anything.
  static func append(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try document(state, call, edits: true)
    let sheets = state.sheets(document)
    let asked = call.object("valueRange")
    guard let range = CellRange(asked["range"]?.string ?? "", in: sheets),
      let sheet = sheets.first(where: { $0.id == range.sheetID })
    else { throw badRange }
    let rows = asked["values"]?.array ?? []
    let start = max(sheet.usedRows, range.rows.lowerBound)
    let width = max(1, rows.map { $0.array?.count ?? 0 }.max() ?? 1)
    var target = range
    target.rows = start..<start + max(1, rows.count)
    target.columns = range.columns.lowerBound..<range.columns.lowerBound + width
    let updates = try put(
      ["range": .string(target.text), "values": .array(rows)], document, &state)
    return .data([
      "spreadsheetToken": .string(document.token), "tableRange": .string(target.text),
      "revision": 2, "updates": .object(updates),
    ])
  }

  private static func values(_ text: String, _ sheets: [Sheet]) throws(APIError) -> JSONValue {
    guard let range = CellRange(text, in: sheets),
      let sheet = sheets.first(where: { $0.id == range.sheetID })
    else { throw badRange }
    guard range.rows.count <= maximumRows, range.columns.count <= maximumColumns else {
      throw APIError(90_221, "TooLargeRange")
    }
    let rows = range.rows.map { row in
      JSONValue.array(range.columns.map { sheet[row, $0] })
    }
    return [
      "majorDimension": "ROWS", "range": .string(range.text), "revision": 1,
      "values": .array(rows),
    ]
  }

  private static func put(
    _ asked: JSONObject, _ document: Document, _ state: inout SandboxState
  ) throws(APIError) -> JSONObject {
    var sheets = state.sheets(document)
    guard let range = CellRange(asked["range"]?.string ?? "", in: sheets),
      let index = sheets.firstIndex(where: { $0.id == range.sheetID })
    else { throw badRange }
    let rows = (asked["values"]?.array ?? []).map { $0.array ?? [] }
    let width = rows.map(\.count).max() ?? 0
    guard rows.count <= range.rows.count, width <= range.columns.count else { throw badRange }
    guard rows.count <= maximumRows, width <= maximumColumns else {
      throw APIError(90_221, "TooLargeRange")
    }
    for (row, values) in rows.enumerated() {
      for (column, value) in values.enumerated() {
        guard text(value).count <= maximumCellCharacters else {
          throw APIError(90_225, "TooLargeCell")
        }
        sheets[index][range.rows.lowerBound + row, range.columns.lowerBound + column] = value
      }
    }
    state.spreadsheets[document.token] = sheets
    return [
      "spreadsheetToken": .string(document.token), "updatedRange": .string(range.text),
      "updatedRows": number(rows.count), "updatedColumns": number(width),
      "updatedCells": number(rows.reduce(0) { $0 + $1.count }), "revision": 2,
    ]
  }

  private static func text(_ value: JSONValue) -> String {
    value.isNull ? "" : value.string ?? value.description
  }

  /// Version 2 has codes of its own.
  private static func document(
    _ state: SandboxState, _ call: Call, edits: Bool = false
  ) throws(APIError) -> Document {
    let old = call.parameters["spreadsheetToken"]
    let missing = old == nil ? APIError.code(1_310_214) : APIError(91_402, "NOTEXIST", status: 404)
    let document = try state.document(
      old ?? call.parameter("spreadsheet_token"), call, edits: edits, missing: missing,
      forbidden: old == nil ? .code(1_310_213) : APIError(91_403, "FORBIDDEN", status: 403))
    guard document.kind == .sheet else { throw missing }
    return document
  }
}
