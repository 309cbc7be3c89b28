import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct ApprovalToolTests {
  private static let instances = "/open-apis/approval/v4/instances"
  private static let tasks = "/open-apis/approval/v4/tasks"
  private static let definition = "GET /open-apis/approval/v4/approvals/DEF-1"
  private static let approval = #"""
    {"instance_code":"INS-1","approval_code":"DEF-1","approval_name":"Leave","status":"PENDING",
    "serial_number":"7","open_id":"ou_b","start_time":"1772359200000",
    "form":"[{\"id\":\"w1\",\"name\":\"Reason\",\"type\":\"input\",\"value\":\"one\\nTask:\"}]",
    "task_list":[{"id":"9007199254740993","open_id":"ou_a","status":"PENDING","node_name":"Boss"},
    {"id":"8","open_id":"ou_c","status":"APPROVED","node_name":"HR"}]}
    """#
  private static let blank = #"""
    {"approval_name":"Leave","form":"[{\"id\":\"w1\",\"name\":\"Reason\",\"type\":\"input\",
    \"required\":true},{\"id\":\"w2\",\"name\":\"Days\",\"type\":\"number\"}]"}
    """#.replacing("\n", with: "")

  private func core(_ bench: Bench) -> LarkCore { LarkCore(client: bench.client) }

  @Test func listsWhatWaitsForAPerson() async throws {
    let bench = try Bench()
    let route = "GET \(Self.tasks)/query"
    bench.transport.on(
      route,
      .data(
        #"""
        {"tasks":[{"title":"Leave\nof B","definition_name":"Leave","initiator_names":["B"],
        "process_code":"INS-1","task_id":"9007199254740993","definition_code":"DEF-1"}],
        "has_more":true,"page_token":"p2"}
        """#))
    let result = try await ListApprovals.run(
      try decoded(#"{"person":"ou_a"}"#), core(bench), bench.context())
    #expect(
      bench.transport.requests(route).first?.query == [
        "user_id": "ou_a", "user_id_type": "open_id", "topic": "1", "page_size": "50",
      ])
    #expect(
      result.words == """
        1 approvals (todo of ou_a), read as the bot:
        - Leave of B (Leave), from B, instance INS-1, task 9007199254740993
        There are more: page_token p2
        """)
  }

  @Test func whatAPersonHasAskedForHasNoTask() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET \(Self.tasks)/query",
      .data(#"{"tasks":[{"title":"Leave","process_code":"INS-1","task_id":""}]}"#))
    let result = try await ListApprovals.run(
      try decoded(#"{"person":"ou_a","topic":"started"}"#), core(bench), bench.context())
    #expect(result.words.hasSuffix("\n- Leave, instance INS-1"))
    let approval = result.structured?["approvals"]?[0]
    #expect(approval?["instance"] == "INS-1" && approval?["task"] == nil)
  }

  @Test func namesWhatHasNoNameByItsID() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET \(Self.instances)/INS-1",
      .data(
        #"""
        {"form":"[{\"id\":\"item\",\"type\":\"input\",\"value\":\"two\"}]","task_list":[
        {"id":"1","status":"PENDING","node_id":"n1","node_name":""},
        {"id":"2","status":"PENDING","node_id":"n2","custom_node_id":"boss"},{"id":"3"}]}
        """#))
    let result = try await GetApproval.run(
      try decoded(#"{"instance":"INS-1"}"#), core(bench), bench.context())
    #expect(result.words.contains("\n- item: two\n"))
    #expect(result.words.contains("\n- n1: PENDING by nobody, task 1\n- boss: PENDING"))
    #expect(result.words.contains("\n- step: ? by nobody, task 3"))
  }

  @Test func listsThoseOfAKind() async throws {
    let bench = try Bench()
    let route = "POST \(Self.instances)/query"
    bench.transport.on(
      route,
      .data(
        #"""
        {"instance_list":[{"approval":{"name":"Leave"},"instance":{"code":"INS-1","user_id":"ou_b",
        "status":"pending","start_time":"1772359200000"}}]}
        """#))
    let result = try await ListApprovals.run(
      try decoded(
        #"{"definition":"DEF-1","status":"PENDING","from":"2026-03-01","to":"2026-03-01"}"#),
      core(bench), bench.context())
    #expect(
      bench.transport.bodies(route) == [
        [
          "approval_code": "DEF-1", "instance_status": "PENDING",
          "instance_start_time_from": "1772294400000", "instance_start_time_to": "1772380800000",
        ]
      ])
    #expect(
      result.words.contains(
        "- Leave, pending, from ou_b, started 2026-03-01T18:00:00+08:00, instance INS-1"))
  }

  @Test func showsAnApproval() async throws {
    let bench = try Bench()
    bench.transport.on("GET \(Self.instances)/INS-1", .data(Self.approval))
    let result = try await GetApproval.run(
      try decoded(#"{"instance":"INS-1"}"#), core(bench), bench.context())
    #expect(
      result.words == """
        Leave, PENDING, number 7
        instance: INS-1
        definition: DEF-1
        From ou_b, started 2026-03-01T18:00:00+08:00
        Form:
        - Reason:
            one
            Task:
        Decisions:
        - Boss: PENDING by ou_a, task 9007199254740993
        - HR: APPROVED by ou_c, task 8
        Read as the bot.
        """)
  }

  @Test func showsABlankForm() async throws {
    let bench = try Bench()
    bench.transport.on(Self.definition, .data(Self.blank))
    let result = try await GetApproval.run(
      try decoded(#"{"definition":"DEF-1"}"#), core(bench), bench.context())
    #expect(
      result.words == """
        Leave, definition DEF-1. Fields:
        - Reason, input, required, id w1
        - Days, number, id w2
        """)
  }

  @Test func approvesWhatWaitsForThePerson() async throws {
    let bench = try Bench()
    bench.transport.on("GET \(Self.instances)/INS-1", .data(Self.approval))
    bench.transport.on("POST \(Self.tasks)/approve", .data("{}"))
    _ = try await DecideApproval.run(
      try decoded(
        #"{"instance":"INS-1","decision":"approve","person":"ou_a","comment":"fine"}"#),
      bench.client, bench.context())
    #expect(
      bench.transport.bodies("POST \(Self.tasks)/approve") == [
        [
          "approval_code": "DEF-1", "instance_code": "INS-1", "user_id": "ou_a",
          "task_id": "9007199254740993", "comment": "fine",
        ]
      ])
  }

  @Test func passesOnAndCancels() async throws {
    let bench = try Bench()
    bench.transport.on("GET \(Self.instances)/INS-1", .data(Self.approval))
    bench.transport.on("POST \(Self.tasks)/transfer", .data("{}"))
    bench.transport.on("POST \(Self.instances)/cancel", .data("{}"))
    _ = try await DecideApproval.run(
      try decoded(#"{"instance":"INS-1","decision":"transfer","person":"ou_a","to":"ou_d"}"#),
      bench.client, bench.context())
    let body = bench.transport.bodies("POST \(Self.tasks)/transfer").first
    #expect(body?["transfer_user_id"] == "ou_d")
    _ = try await DecideApproval.run(
      try decoded(#"{"instance":"INS-1","decision":"cancel","person":"ou_b"}"#),
      bench.client, bench.context())
    #expect(
      bench.transport.bodies("POST \(Self.instances)/cancel") == [
        ["approval_code": "DEF-1", "instance_code": "INS-1", "user_id": "ou_b"]
      ])
  }

  @Test func decidesNothingWhereNothingWaits() async throws {
    let bench = try Bench()
    bench.transport.on("GET \(Self.instances)/INS-1", .data(Self.approval))
    let arguments: DecideApprovalArguments = try decoded(
      #"{"instance":"INS-1","decision":"reject","person":"ou_c"}"#)
    let error = await failure { () async throws(LarkFailure) in
      try await DecideApproval.run(arguments, bench.client, bench.context())
    }
    #expect(error?.words.hasPrefix("person: nothing of this approval waits for ou_c") == true)
    #expect(bench.transport.requests.count == 2)
  }

  @Test func startsFromNamesOfFields() async throws {
    let bench = try Bench()
    bench.transport.on(Self.definition, .data(Self.blank))
    bench.transport.on("POST \(Self.instances)", .data(#"{"instance_code":"INS-2"}"#))
    let result = try await StartApproval.run(
      try decoded(
        #"{"definition":"DEF-1","form":"{\"Reason\":\"rest\",\"w2\":2}","person":"ou_a"}"#),
      bench.client, bench.context())
    let body = try #require(bench.transport.bodies("POST \(Self.instances)").first)
    #expect(
      body["form"]
        == #"[{"id":"w1","type":"input","value":"rest"},{"id":"w2","type":"number","value":2}]"#)
    #expect(body["open_id"] == "ou_a")
    #expect(body["uuid"]?.string?.utf8.count == 36)
    #expect(result.structured?["instance"] == "INS-2")
  }

  @Test(arguments: [(#"{"w2":2}"#, "required too: Reason"), (#"{"Why":"x"}"#, "is not one field")])
  func refusesFormsThatDoNotFit(_ form: String, _ words: String) async throws {
    let bench = try Bench()
    bench.transport.on(Self.definition, .data(Self.blank))
    let arguments: StartApprovalArguments = try decoded(
      #"{"definition":"DEF-1","form":\#(form),"person":"ou_a"}"#)
    let error = await failure { () async throws(LarkFailure) in
      try await StartApproval.run(arguments, bench.client, bench.context())
    }
    #expect(error?.words.contains(words) == true)
    #expect(bench.transport.requests("POST \(Self.instances)").isEmpty)
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    let lists = try [#"{"topic":"x"}"#, #"{"status":"ALL"}"#, #"{"person":"Li"}"#].map {
      try decoded($0) as ListApprovalsArguments
    }
    for arguments in lists {
      let error = await failure { () async throws(LarkFailure) in
        try await ListApprovals.run(arguments, core(bench), bench.context())
      }
      #expect(error != nil)
    }
    let decisions = try [
      #"{"instance":"INS-1","decision":"maybe"}"#, #"{"instance":"a b","decision":"approve"}"#,
      #"{"instance":"INS-1","decision":"transfer"}"#,
      #"{"instance":"INS-1","decision":"approve","person":"Li"}"#,
    ].map { try decoded($0) as DecideApprovalArguments }
    for arguments in decisions {
      let error = await failure { () async throws(LarkFailure) in
        try await DecideApproval.run(arguments, bench.client, bench.context())
      }
      #expect(error != nil)
    }
    let none = await failure { () async throws(LarkFailure) in
      try await GetApproval.run(.init(), core(bench), bench.context())
    }
    #expect(none?.words == "Give instance or definition. ")
    let form: StartApprovalArguments = try decoded(#"{"definition":"DEF-1","form":"text"}"#)
    let wrong = await failure { () async throws(LarkFailure) in
      try await StartApproval.run(form, bench.client, bench.context())
    }
    #expect(wrong?.words.hasPrefix("form:") == true)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let list: ListApprovalsArguments = try decoded(#"{"person":"ou_a"}"#)
    try await Troubles(route: "GET \(Self.tasks)/query", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await ListApprovals.run(list, core(bench), context)
    }.check()
    try await Troubles(route: "GET \(Self.instances)/INS-1", answer: .data(Self.approval)) {
      (bench, context) throws(LarkFailure) in
      try await GetApproval.run(.init(instance: "INS-1"), core(bench), context)
    }.check()
    let decision: DecideApprovalArguments = try decoded(
      #"{"instance":"INS-1","decision":"reject","person":"ou_a"}"#)
    try await Troubles(
      route: "POST \(Self.tasks)/reject", answer: .data("{}"),
      others: [("GET \(Self.instances)/INS-1", .data(Self.approval))]
    ) { (bench, context) throws(LarkFailure) in
      try await DecideApproval.run(decision, bench.client, context)
    }.check()
    let start: StartApprovalArguments = try decoded(
      #"{"definition":"DEF-1","form":[],"person":"ou_a"}"#)
    try await Troubles(route: "POST \(Self.instances)", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await StartApproval.run(start, bench.client, context)
    }.check()
  }
}
