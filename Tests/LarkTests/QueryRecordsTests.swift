import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct QueryRecordsTests {
  private static let search = "POST \(BaseBench.table)/records/search"
  private static let get = "POST \(BaseBench.table)/records/batch_get"

  private static let answer = HTTPResponse.data(
    #"""
    {"has_more":true,"page_token":"p2","total":7,"items":[
    {"record_id":"rec1","fields":{"Name":[{"text":"Plan | ","type":"text"},
    {"text":"今天\n2 rows","type":"text"}],"Status":"Todo","Due":1772294400000,"Amount":1.50,
    "Owner":[{"id":"ou_a","name":"Ann"}],"Tags":["x","y"],"Site":{"link":"https://a.b","text":"A"},
    "Ok":true,"Files":[{"file_token":"box1","name":"a.pdf"}],
    "Parent":{"link_record_ids":["rec8"]},"Sum":{"type":5,"value":[1772326800000]},"Extra":5}},
    {"record_id":"rec2","fields":{"Name":null,"Parent":[{"record_ids":["rec9"],"text_arr":["Up"]}]}}
    ]}
    """#)

  private func run(_ bench: Bench, _ json: String) async throws -> ToolResult {
    let arguments: QueryRecordsArguments = try decoded(json)
    return try await QueryRecords(core: LarkCore(client: bench.client)).run(
      arguments, bench.context())
  }

  @Test func rendersEveryKindOfField() async throws {
    let bench = try BaseBench.bench()
    bench.transport.on(Self.search, Self.answer)
    let result = try await run(
      bench, #"{"base":"https://x.feishu.cn/base/bascnApp1?table=tbl1&view=vew1"}"#)
    #expect(
      result.words == #"""
        2 records of 7 of tbl1, read as the bot.
        record_id | Name | Status | Due | Amount | Owner | Tags | Site | Ok | Files | Parent \#
        | Sum | Extra
        rec1 | Plan \| 今天 2 rows | Todo | 2026-03-01 | 1.50 | Ann (ou_a) | x, y \#
        | A <https://a.b> | true | a.pdf (box1) | rec8 | 2026-03-01 09:00 | 5
        rec2 |  |  |  |  |  |  |  |  |  | Up (rec9) |  | 
        More: page_token "p2".
        """#)
    #expect(
      result.structured == [
        "table": "tbl1", "record_ids": ["rec1", "rec2"], "total": 7, "page_token": "p2",
      ])
    let request = try #require(bench.transport.requests(Self.search).first)
    #expect(request.query == ["page_size": "50"])
    #expect(bench.transport.bodies(Self.search) == [["view_id": "vew1"]])
    #expect(bench.transport.requests(BaseBench.fields).first?.query == ["page_size": "100"])
  }

  @Test func asksWithFilterSortAndFields() async throws {
    let bench = try BaseBench.bench()
    bench.transport.on(Self.search, .data(#"{"items":[],"has_more":false,"total":0}"#))
    let result = try await run(
      bench,
      #"""
      {"base":"bascnApp1","table":"tasks","filter":"{\"status\":\"Done\",\"Amount\":{\">\":100}}",
      "sort":["-due","Name asc"],"fields":"name","limit":5,"page_token":"p2"}
      """#)
    #expect(result.words.contains("advanced permissions"))
    #expect(
      bench.transport.bodies(Self.search) == [
        [
          "field_names": ["Name"],
          "sort": [
            ["field_name": "Due", "desc": true], ["field_name": "Name", "desc": false],
          ],
          "filter": [
            "conjunction": "and",
            "conditions": [
              ["field_name": "Status", "operator": "is", "value": ["Done"]],
              ["field_name": "Amount", "operator": "isGreater", "value": ["100"]],
            ],
          ],
        ]
      ])
    let request = try #require(bench.transport.requests(Self.search).first)
    #expect(request.query == ["page_size": "5", "page_token": "p2"])
  }

  @Test func readsRecordsByID() async throws {
    let bench = try BaseBench.bench()
    bench.transport.on(
      Self.get,
      .data(
        #"""
        {"records":[{"record_id":"rec1","fields":{"Name":"A"}}],"absent_record_ids":["rec2"],
        "forbidden_record_ids":["rec3"]}
        """#))
    let result = try await run(
      bench, #"{"base":"bascnApp1","table":"tbl1","records":["rec1","rec2","rec3"]}"#)
    #expect(result.words.contains("rec1 | A\nNot there: rec2.\nNot readable: rec3."))
    #expect(bench.transport.bodies(Self.get) == [["record_ids": ["rec1", "rec2", "rec3"]]])
  }

  @Test func resolvesWikiLinks() async throws {
    let bench = try BaseBench.bench()
    bench.transport.on(
      "GET /open-apis/wiki/v2/spaces/get_node",
      .data(#"{"node":{"obj_token":"bascnApp1","obj_type":"bitable"}}"#))
    bench.transport.on(Self.search, .data(#"{"items":[]}"#))
    _ = try await run(bench, #"{"base":"https://x.feishu.cn/wiki/wikcn1?table=tbl1"}"#)
    #expect(bench.transport.requests(Self.search).count == 1)
  }

  @Test(arguments: [
    (#"{"base":"https://x.feishu.cn/docx/doxcn1"}"#, "base:"),
    (#"{"base":"bascnApp1","limit":501}"#, "limit:"),
    (#"{"base":"bascnApp1","records":["ou_1"]}"#, "records:"),
    (#"{"base":"bascnApp1","records":[]}"#, "records:"),
    (#"{"base":"bascnApp1","filter":"Status = Done"}"#, "filter:"),
    (#"{"base":"bascnApp1","filter":{"A":{"~":1}}}"#, "filter:"),
  ])
  func refusesBadInputUnasked(_ json: String, _ start: String) async throws {
    let bench = try BaseBench.bench()
    let arguments: QueryRecordsArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await QueryRecords(core: LarkCore(client: bench.client)).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix(start) == true, "\(error?.words ?? "nothing")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test(arguments: [
    (#"{"base":"bascnApp1","filter":{"Nam":"x"}}"#, "no field \"Nam\", but Name, Status"),
    (#"{"base":"bascnApp1","fields":["Nam"]}"#, "fields: the table has no field"),
    (#"{"base":"bascnApp1","sort":"-Nam"}"#, "sort: the table has no field"),
    (#"{"base":"bascnApp1","table":"Other"}"#, "table: no table is named \"Other\"; the base has"),
  ])
  func namesWhatIsThere(_ json: String, _ words: String) async throws {
    let bench = try BaseBench.bench()
    let arguments: QueryRecordsArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await QueryRecords(core: LarkCore(client: bench.client)).run(arguments, bench.context())
    }
    #expect(error?.words.contains(words) == true, "\(error?.words ?? "nothing")")
    #expect(bench.transport.requests(Self.search).isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let arguments: QueryRecordsArguments = try decoded(#"{"base":"bascnApp1"}"#)
    try await Troubles(route: Self.search, answer: Self.answer, others: BaseBench.all) {
      (bench, context) throws(LarkFailure) in
      try await QueryRecords(core: LarkCore(client: bench.client)).run(arguments, context)
    }.check()
  }
}
