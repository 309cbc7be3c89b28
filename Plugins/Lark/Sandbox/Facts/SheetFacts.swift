extension EndpointFacts {
  static let sheets = """
    POST /sheets/v3/spreadsheets TU 20/m
      scopes drive:drive sheets:spreadsheet sheets:spreadsheet:create
      body title~0..255 folder_token
    GET /sheets/v3/spreadsheets/:spreadsheet_token TU 100/m
      scopes drive:drive drive:drive:readonly sheets:spreadsheet sheets:spreadsheet:readonly
      query user_id_type=open_id|union_id|user_id
    GET /sheets/v3/spreadsheets/:spreadsheet_token/sheets/query TU 100/m
      scopes drive:drive drive:drive:readonly sheets:spreadsheet sheets:spreadsheet:readonly
    GET /sheets/v2/spreadsheets/:spreadsheetToken/values/:range TU 100/s legacy
      scopes drive:drive drive:drive:readonly sheets:spreadsheet sheets:spreadsheet:readonly
      query valueRenderOption dateTimeRenderOption user_id_type
    GET /sheets/v2/spreadsheets/:spreadsheetToken/values_batch_get TU 100/s legacy
      scopes drive:drive drive:drive:readonly sheets:spreadsheet sheets:spreadsheet:readonly
      query ranges! valueRenderOption dateTimeRenderOption user_id_type
    PUT /sheets/v2/spreadsheets/:spreadsheetToken/values TU 100/s legacy
      scopes drive:drive sheets:spreadsheet
      body valueRange!{ range! values!:a[] }
    POST /sheets/v2/spreadsheets/:spreadsheetToken/values_batch_update TU 100/s legacy
      scopes drive:drive sheets:spreadsheet
      body valueRanges![]{ range! values!:a[] }
    POST /sheets/v2/spreadsheets/:spreadsheetToken/values_append TU 100/s legacy
      scopes drive:drive sheets:spreadsheet
      query insertDataOption
      body valueRange!{ range! values!:a[] }
    POST /sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/find TU 100/m
      scopes drive:drive drive:drive:readonly sheets:spreadsheet sheets:spreadsheet:readonly
      body find_condition!{ range! match_case:b match_entire_cell:b search_by_regex:b
        include_formulas:b } find!
    """
}
