/// Endpoints of Lark for spreadsheets.
extension Endpoint {
  static let createSpreadsheet = Endpoint(
    "create_spreadsheet", .post, "/open-apis/sheets/v3/spreadsheets",
    .botOrUser, .tier2, .write,
    scopes: ["drive:drive", "sheets:spreadsheet", "sheets:spreadsheet:create"])

  static let getSpreadsheet = Endpoint(
    "get_spreadsheet", .get, "/open-apis/sheets/v3/spreadsheets/:spreadsheet_token",
    .botOrUser, .tier3, .read,
    scopes: [
      "drive:drive", "drive:drive:readonly", "sheets:spreadsheet", "sheets:spreadsheet:readonly",
    ])

  static let listSheets = Endpoint(
    "list_sheets", .get, "/open-apis/sheets/v3/spreadsheets/:spreadsheet_token/sheets/query",
    .botOrUser, .tier3, .read,
    scopes: [
      "drive:drive", "drive:drive:readonly", "sheets:spreadsheet", "sheets:spreadsheet:readonly",
    ])

  static let readRange = Endpoint(
    "read_range", .get, "/open-apis/sheets/v2/spreadsheets/:spreadsheetToken/values/:range",
    .botOrUser, .tier11, .read,
    scopes: [
      "drive:drive", "drive:drive:readonly", "sheets:spreadsheet", "sheets:spreadsheet:readonly",
    ])

  static let readRanges = Endpoint(
    "read_ranges", .get, "/open-apis/sheets/v2/spreadsheets/:spreadsheetToken/values_batch_get",
    .botOrUser, .tier11, .read,
    scopes: [
      "drive:drive", "drive:drive:readonly", "sheets:spreadsheet", "sheets:spreadsheet:readonly",
    ])

  static let writeRange = Endpoint(
    "write_range", .put, "/open-apis/sheets/v2/spreadsheets/:spreadsheetToken/values",
    .botOrUser, .tier11, .repeatableWrite,
    scopes: ["drive:drive", "sheets:spreadsheet"])

  static let writeRanges = Endpoint(
    "write_ranges", .post,
    "/open-apis/sheets/v2/spreadsheets/:spreadsheetToken/values_batch_update",
    .botOrUser, .tier11, .repeatableWrite,
    scopes: ["drive:drive", "sheets:spreadsheet"])

  static let appendRows = Endpoint(
    "append_rows", .post, "/open-apis/sheets/v2/spreadsheets/:spreadsheetToken/values_append",
    .botOrUser, .tier11, .write,
    scopes: ["drive:drive", "sheets:spreadsheet"])

  static let findCells = Endpoint(
    "find_cells", .post,
    "/open-apis/sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/find",
    .botOrUser, .tier3, .read,
    scopes: [
      "drive:drive", "drive:drive:readonly", "sheets:spreadsheet", "sheets:spreadsheet:readonly",
    ])

  static let sheets: [Endpoint] = [
    .createSpreadsheet, .getSpreadsheet, .listSheets, .readRange, .readRanges, .writeRange,
    .writeRanges, .appendRows, .findCells,
  ]
}
