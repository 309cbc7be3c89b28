import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct BaseTableTests {
  private static let createTable = "POST /open-apis/bitable/v1/apps/bascnApp1/tables"
  private static let createField = "POST \(BaseBench.table)/fields"
  private static let createBase = "POST /open-apis/bitable/v1/apps"

  @Test func listsTablesWithFields() async throws {
    let bench = try BaseBench.bench()
    let result = try await ListTables(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"base":"bascnApp1"}"#), bench.context())
    let lines = result.words.split(separator: "\n")
    #expect(
      lines.prefix(6) == [
        "Base bascnApp1: 1 table, read as the bot.", "tbl1 \"Tasks\"",
        "  Name (text, primary)", "  Status (single_select: Todo, Done)", "  Due (date)",
        "  Amount (currency)",
      ])
    #expect(lines.contains("  Parent (link to tbl2)"))
    #expect(
      result.structured
        == ["base": "bascnApp1", "tables": [["table": "tbl1", "name": "Tasks"]]])
  }

  @Test func listsViewsOfOneTableAndReadsAllPages() async throws {
    let bench = try Bench()
    bench.transport.on(
      BaseBench.tables, .data(#"{"has_more":true,"page_token":"p2","items":[]}"#),
      BaseBench.tablesAnswer)
    bench.transport.on(BaseBench.fields, BaseBench.fieldsAnswer)
    bench.transport.on(
      "GET \(BaseBench.table)/views",
      .data(#"{"items":[{"view_id":"vew1","view_name":"All\nx","view_type":"grid"}]}"#))
    let result = try await ListTables(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"base":"bascnApp1","table":"tbl1"}"#), bench.context())
    #expect(result.words.hasSuffix("  view vew1 \"All x\" (grid)"))
    #expect(
      bench.transport.requests(BaseBench.tables).map(\.query) == [
        ["page_size": "100"], ["page_size": "100", "page_token": "p2"],
      ])
  }

  @Test func createsTables() async throws {
    let bench = try Bench()
    bench.transport.on(Self.createTable, .data(#"{"table_id":"tbl9"}"#))
    let result = try await CreateTable(core: LarkCore(client: bench.client)).run(
      try decoded(
        #"""
        {"base":"bascnApp1","name":"Risks","fields":{"Name":"text","Cost":"Currency",
        "Status":{"type":"select","options":["Todo"]},"Up":{"type":"link","table":"tbl1"}}}
        """#), bench.context())
    #expect(result.words.hasPrefix("Created the table tbl9 \"Risks\" in the base bascnApp1"))
    #expect(
      bench.transport.bodies(Self.createTable) == [
        [
          "table": [
            "name": "Risks",
            "fields": [
              ["field_name": "Name", "type": 1],
              ["field_name": "Cost", "type": 2, "ui_type": "Currency"],
              [
                "field_name": "Status", "type": 3, "property": ["options": [["name": "Todo"]]],
              ],
              ["field_name": "Up", "type": 18, "property": ["table_id": "tbl1"]],
            ],
          ]
        ]
      ])
  }

  @Test func addsFields() async throws {
    let bench = try Bench()
    bench.transport.on(Self.createField, .data(#"{"field":{"field_id":"fld9"}}"#))
    let result = try await AddField(core: LarkCore(client: bench.client)).run(
      try decoded(
        #"""
        {"base":"bascnApp1","table":"tbl1","name":"Due","type":"date",
        "property":"{\"date_formatter\":\"yyyy-MM-dd\"}"}
        """#), bench.context())
    #expect(result.words == "Added the field fld9 \"Due\" (date) to tbl1 as the bot.")
    #expect(
      bench.transport.bodies(Self.createField) == [
        ["field_name": "Due", "type": 5, "property": ["date_formatter": "yyyy-MM-dd"]]
      ])
    #expect(
      bench.transport.requests(Self.createField).first?.query["client_token"]?.count == 36)
  }

  @Test func createsBases() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.createBase,
      .data(#"{"app":{"app_token":"b1","default_table_id":"tbl1","url":"https://x/base/b1"}}"#))
    let result = try await CreateBase(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"name":" Plan ","folder":"https://x.feishu.cn/drive/folder/fldcn1"}"#),
      bench.context())
    #expect(result.words.contains("https://x/base/b1 It belongs to the bot"))
    #expect(
      bench.transport.bodies(Self.createBase) == [
        ["name": "Plan", "time_zone": "Asia/Shanghai", "folder_token": "fldcn1"]
      ])
  }

  @Test(arguments: [
    #"{"A":"colour"}"#, #"{"A":{"type":"text","options":["x"]}}"#, #"{"A":"link"}"#, "{}", "5",
    #"[{"type":"text"}]"#, #"{"":"text"}"#, #"{"A":"lookup"}"#,
  ])
  func refusesFieldsUnasked(_ fields: String) async throws {
    let bench = try Bench()
    let arguments: CreateTableArguments = try decoded(
      #"{"base":"bascnApp1","name":"T","fields":\#(fields)}"#)
    let error = await failure { () async throws(LarkFailure) in
      try await CreateTable(core: LarkCore(client: bench.client)).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix("fields") == true, "\(error?.words ?? "nothing")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let list: ListTablesArguments = try decoded(#"{"base":"bascnApp1"}"#)
    try await Troubles(
      route: BaseBench.tables, answer: BaseBench.tablesAnswer, others: BaseBench.all.suffix(1)
    ) { (bench, context) throws(LarkFailure) in
      try await ListTables(core: LarkCore(client: bench.client)).run(list, context)
    }.check()
    let table: CreateTableArguments = try decoded(
      #"{"base":"bascnApp1","name":"T","fields":{"A":"text"}}"#)
    try await Troubles(route: Self.createTable, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await CreateTable(core: LarkCore(client: bench.client)).run(table, context)
    }.check()
    let field: AddFieldArguments = try decoded(
      #"{"base":"bascnApp1","table":"tbl1","name":"A","type":"text"}"#)
    try await Troubles(route: Self.createField, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await AddField(core: LarkCore(client: bench.client)).run(field, context)
    }.check()
    let base: CreateBaseArguments = try decoded(#"{"name":"B"}"#)
    try await Troubles(route: Self.createBase, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await CreateBase(core: LarkCore(client: bench.client)).run(base, context)
    }.check()
  }
}
