import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct WriteRecordsTests {
  private static let create = "POST \(BaseBench.table)/records/batch_create"
  private static let update = "POST \(BaseBench.table)/records/batch_update"
  private static let delete = "POST \(BaseBench.table)/records/batch_delete"
  private static let answer = HTTPResponse.data(#"{"records":[{"record_id":"rec1"}]}"#)

  private func writer(_ bench: Bench, _ kind: WriteRecords.Kind) -> WriteRecords {
    WriteRecords(core: LarkCore(client: bench.client), kind: kind)
  }

  @Test func createsInLarksForm() async throws {
    let bench = try BaseBench.bench()
    bench.transport.on(Self.create, Self.answer)
    let result = try await writer(bench, .create).run(
      try decoded(
        #"""
        {"base":"bascnApp1","table":"tbl1","records":[{"name":5,"Status":["Done"],
        "Due":"2026-03-01","Amount":"1,200.5","Owner":"ou_a","Tags":"x","Site":"https://a.b",
        "Ok":"yes","Files":["box1"],"Parent":"rec8"},
        {"fields":{"Due":1772294400,"Owner":[{"id":"ou_a"}],"Ok":false,
        "Site":{"text":"A","link":"https://a.b"}}}]}
        """#), bench.context())
    #expect(result.words == "Created 1 record in tbl1 as the bot: rec1.")
    #expect(result.structured == ["table": "tbl1", "record_ids": ["rec1"]])
    #expect(
      bench.transport.bodies(Self.create) == [
        [
          "records": [
            [
              "fields": [
                "Name": "5", "Status": "Done", "Due": 1_772_294_400_000, "Amount": 1200.5,
                "Owner": [["id": "ou_a"]], "Tags": ["x"],
                "Site": ["text": "https://a.b", "link": "https://a.b"], "Ok": true,
                "Files": [["file_token": "box1"]], "Parent": ["rec8"],
              ]
            ],
            [
              "fields": [
                "Due": 1_772_294_400_000, "Owner": [["id": "ou_a"]], "Ok": false,
                "Site": ["text": "A", "link": "https://a.b"],
              ]
            ],
          ]
        ]
      ])
    let request = try #require(bench.transport.requests(Self.create).first)
    #expect(request.query["client_token"]?.utf8.count == 36)
  }

  @Test func updatesByID() async throws {
    let bench = try BaseBench.bench()
    bench.transport.on(Self.update, Self.answer)
    let result = try await writer(bench, .update).run(
      try decoded(
        #"""
        {"base":"bascnApp1","records":
        "[{\"record_id\":\"rec1\",\"Due\":null},{\"id\":\"rec2\",\"fields\":{\"Name\":\"B\"}}]"}
        """#), bench.context())
    #expect(result.words.hasPrefix("Changed 1 record"))
    #expect(
      bench.transport.bodies(Self.update) == [
        [
          "records": [
            ["fields": ["Due": nil], "record_id": "rec1"],
            ["fields": ["Name": "B"], "record_id": "rec2"],
          ]
        ]
      ])
  }

  @Test func deletes() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.delete,
      .data(#"{"records":[{"deleted":true,"record_id":"rec1"},{"deleted":false,"record_id":"r"}]}"#)
    )
    let result = try await DeleteRecords(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"base":"bascnApp1","table":"tbl1","records":["rec1","rec1","rec2"]}"#),
      bench.context())
    #expect(result.words == "Deleted 1 record in tbl1 as the bot: rec1.")
    #expect(bench.transport.bodies(Self.delete) == [["records": ["rec1", "rec2"]]])
  }

  @Test(arguments: [
    #"{"base":"bascnApp1","records":[]}"#, #"{"base":"bascnApp1","records":"text"}"#,
    #"{"base":"bascnApp1","records":[{}]}"#, #"{"base":"bascnApp1","records":[{"Name":"x"}]}"#,
    #"{"base":"bascnApp1","records":[{"record_id":"rec1","A":1},{"record_id":"rec1","A":2}]}"#,
    #"{"base":"bascnApp1","records":[{"record_id":"rec1"}]}"#,
  ])
  func refusesBadInputUnasked(_ json: String) async throws {
    let bench = try Bench()
    let arguments: WriteRecordsArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await writer(bench, .update).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix("records") == true, "\(error?.words ?? "nothing")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func refusesMoreThanLarkTakes() async throws {
    let one = JSONValue.object(["Name": "x"])
    let many = JSONValue.array(Array(repeating: one, count: 1_001))
    let error = failure { () throws(LarkFailure) in try RecordChange.list(many, needsID: false) }
    #expect(error?.words.hasPrefix("records: from 1 to 1000 records.") == true)
  }

  @Test(arguments: [
    (#"{"Due":"soon"}"#, "records[0].Due: write a time"),
    (#"{"Amount":"many"}"#, "records[0].Amount: write a number"),
    (#"{"Owner":"Ann"}"#, "records[0].Owner: write open ids"),
    (#"{"Status":["a","b"]}"#, "records[0].Status: write the name of one option"),
    (#"{"Ok":"maybe"}"#, "records[0].Ok: write true or false"),
    (#"{"Parent":"x"}"#, "records[0].Parent: write record ids"),
    (#"{"Files":[{}]}"#, "records[0].Files: write file tokens"),
    (#"{"Site":{}}"#, "records[0].Site: write a link"),
    (#"{"Sum":1}"#, "records[0].Sum: Lark fills in this formula field"),
    (#"{"Nope":1}"#, "records[0]: the table has no field \"Nope\""),
  ])
  func refusesWhatDoesNotFit(_ record: String, _ words: String) async throws {
    let bench = try BaseBench.bench()
    let arguments: WriteRecordsArguments = try decoded(
      #"{"base":"bascnApp1","table":"tbl1","records":\#(record)}"#)
    let error = await failure { () async throws(LarkFailure) in
      try await writer(bench, .create).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "nothing")")
    #expect(bench.transport.requests(Self.create).isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let update: WriteRecordsArguments = try decoded(
      #"{"base":"bascnApp1","records":{"record_id":"rec1","Name":"x"}}"#)
    for (kind, route) in [(WriteRecords.Kind.create, Self.create), (.update, Self.update)] {
      let arguments: WriteRecordsArguments =
        kind == .update ? update : try decoded(#"{"base":"bascnApp1","records":{"Name":"x"}}"#)
      try await Troubles(route: route, answer: Self.answer, others: BaseBench.all) {
        (bench, context) throws(LarkFailure) in
        try await writer(bench, kind).run(arguments, context)
      }.check()
    }
    let ids: DeleteRecordsArguments = try decoded(
      #"{"base":"bascnApp1","table":"tbl1","records":"rec1"}"#)
    try await Troubles(route: Self.delete, answer: Self.answer) {
      (bench, context) throws(LarkFailure) in
      try await DeleteRecords(core: LarkCore(client: bench.client)).run(ids, context)
    }.check()
  }
}
