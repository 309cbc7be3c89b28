import PluginKit

extension CoverageRow {
  private static let base = "bascnAAAAAAAAAAAAAAAAAAAAAA"
  private static let table = "/open-apis/bitable/v1/apps/\(base)/tables"
  private static let place = #""base":"\#(base)","table":"tbl1""#
  private static let sheet = "shtcnAAAAAAAAAAAAAAAAAAAAAA"
  private static let sheets2 = "/open-apis/sheets/v2/spreadsheets/\(sheet)"
  private static let sheets3 = "/open-apis/sheets/v3/spreadsheets/\(sheet)/sheets"
  private static let fields = HTTPResponse.data(
    #"""
    {"items":[{"field_id":"fld1","field_name":"名称","type":1,"is_primary":true}],"has_more":false,
    "total":1}
    """#)
  private static let records = HTTPResponse.data(
    #"""
    {"items":[{"record_id":"rec1","fields":{"名称":[{"type":"text","text":"甲"}]}}],
    "records":[{"record_id":"rec1","fields":{"名称":"甲","deleted":true}}],"has_more":false,"total":1}
    """#)
  private static let grids = HTTPResponse.data(
    #"""
    {"sheets":[{"sheet_id":"s1","title":"表","index":0,"resource_type":"sheet",
    "grid_properties":{"row_count":200,"column_count":20}}]}
    """#)

  static let tables: [CoverageRow] = [
    CoverageRow(
      "list_tables", #"{\#(place)}"#,
      [
        "GET \(table)": .data(
          #"{"items":[{"table_id":"tbl1","name":"任务"}],"has_more":false,"total":1}"#),
        "GET \(table)/tbl1/fields": fields,
        "GET \(table)/tbl1/views": .data(#"{"items":[],"has_more":false}"#),
      ]),
    CoverageRow(
      "query_records", #"{\#(place)}"#,
      ["GET \(table)/tbl1/fields": fields, "POST \(table)/tbl1/records/search": records]),
    CoverageRow(
      "create_records", #"{\#(place),"records":[{"名称":"甲"}]}"#,
      ["GET \(table)/tbl1/fields": fields, "POST \(table)/tbl1/records/batch_create": records]),
    CoverageRow(
      "update_records", #"{\#(place),"records":[{"record_id":"rec1","名称":"乙"}]}"#,
      ["GET \(table)/tbl1/fields": fields, "POST \(table)/tbl1/records/batch_update": records]),
    CoverageRow(
      "delete_records", #"{\#(place),"records":["rec1"]}"#,
      [
        "POST \(table)/tbl1/records/batch_delete": .data(
          #"{"records":[{"record_id":"rec1","deleted":true}]}"#)
      ]),
    CoverageRow(
      "create_table", #"{"base":"\#(base)","name":"任务","fields":{"名称":"text"}}"#,
      ["POST \(table)": .data(#"{"table_id":"tbl2"}"#)]),
    CoverageRow(
      "add_field", #"{\#(place),"name":"状态","type":"text"}"#,
      [
        "POST \(table)/tbl1/fields": .data(
          #"{"field":{"field_id":"fld2","field_name":"状态","type":1}}"#)
      ]),
    CoverageRow(
      "create_base", #"{"name":"库"}"#,
      [
        "POST /open-apis/bitable/v1/apps": .data(
          #"{"app":{"app_token":"\#(base)","name":"库","default_table_id":"tbl1"}}"#)
      ]),
    CoverageRow(
      "read_sheet", #"{"spreadsheet":"\#(sheet)"}"#,
      [
        "GET \(sheets3)/query": grids,
        "GET \(sheets2)/values_batch_get": .data(
          #"{"valueRanges":[{"range":"s1!A1:B1","values":[["项目",1]]}]}"#),
      ]),
    CoverageRow(
      "write_sheet", #"{"spreadsheet":"\#(sheet)","range":"A1","values":[["项目",1]]}"#,
      [
        "GET \(sheets3)/query": grids,
        "PUT \(sheets2)/values": .data(#"{"updatedRange":"s1!A1:B1","updatedCells":2}"#),
      ]),
    CoverageRow(
      "append_to_sheet", #"{"spreadsheet":"\#(sheet)","values":[["项目",1]]}"#,
      [
        "GET \(sheets3)/query": grids,
        "POST \(sheets2)/values_append": .data(#"{"updates":{"updatedRange":"s1!A2:B2"}}"#),
      ]),
    CoverageRow(
      "find_in_sheet", #"{"spreadsheet":"\#(sheet)","text":"项目"}"#,
      [
        "GET \(sheets3)/query": grids,
        "POST \(sheets3)/s1/find": .data(#"{"find_result":{"matched_cells":["A1"]}}"#),
      ]),
    CoverageRow(
      "create_sheet", #"{"title":"预算","values":[["项目",1]]}"#,
      [
        "POST /open-apis/sheets/v3/spreadsheets": .data(
          #"{"spreadsheet":{"spreadsheet_token":"\#(sheet)","title":"预算","url":"https://x.cn/s"}}"#),
        "GET \(sheets3)/query": grids,
        "PUT \(sheets2)/values": .data(#"{"updatedRange":"s1!A1:B1"}"#),
      ]),
  ]

  private static let task = "/open-apis/task/v2/tasks"
  private static let guid = "e297ddff-06ca-4166-b917-4ce57cd3a7a0"
  private static let shown = HTTPResponse.data(#"{"task":{"guid":"\#(guid)","summary":"写"}}"#)

  static let tasks: [CoverageRow] = [
    CoverageRow(
      "create_task", #"{"title":"写","due":"2026-03-01","assignees":["ou_1"]}"#,
      ["POST \(task)": shown]),
    CoverageRow(
      "update_task", #"{"task":"\#(guid)","completed":true}"#, ["PATCH \(task)/\(guid)": shown]),
    CoverageRow("get_task", #"{"task":"\#(guid)"}"#, ["GET \(task)/\(guid)": shown]),
    CoverageRow(
      "list_tasks", "{}", ["GET \(task)": .data(#"{"items":[],"has_more":false}"#)], isUser: true),
    CoverageRow(
      "comment_task", #"{"task":"\#(guid)","text":"好"}"#,
      ["POST /open-apis/task/v2/comments": .data(#"{"comment":{"id":"7001"}}"#)]),
    CoverageRow(
      "delete_task", #"{"task":"\#(guid)"}"#, ["DELETE \(task)/\(guid)": .data("{}")]),
  ]
}
