import JSON
import PluginKit
import Testing

@testable import Lark

/// The clock stands at 2026-02-25 (Wed) 14:13:20 in Shanghai.
@Suite struct MeetingToolTests {
  private static let meetings = "/open-apis/vc/v1/meetings"
  private static let minutes = "/open-apis/minutes/v1/minutes"
  private static let token = "obcnq3b9jl72l83w4f14xxxx"

  private func core(_ bench: Bench) -> LarkCore { LarkCore(client: bench.client) }

  private func userContext(_ bench: Bench) -> CallContext {
    var context = bench.context()
    context.rule = .userFirst
    context.userToken = "u-1"
    return context
  }

  @Test func findsByNumber() async throws {
    let bench = try Bench()
    let route = "GET \(Self.meetings)/list_by_no"
    bench.transport.on(
      route,
      .data(#"{"meeting_briefs":[{"id":"6911188411934433028","topic":"Weekly\nmeeting"}]}"#))
    let result = try await FindMeetings.run(
      try decoded(#"{"number":123456789}"#), core(bench), bench.context())
    #expect(
      bench.transport.requests(route).first?.query == [
        "meeting_no": "123456789", "start_time": "1764224000", "end_time": "1772000000",
        "page_size": "30",
      ])
    #expect(
      result.words
        == "1 meetings, read as the bot:\n- Weekly meeting, meeting 6911188411934433028")
  }

  @Test func searchesAsTheUser() async throws {
    let bench = try Bench()
    let route = "POST \(Self.meetings)/search"
    bench.transport.on(
      route, .data(#"{"items":[{"id":"69","display_info":"x"}],"has_more":true,"page_token":"p"}"#))
    let result = try await FindMeetings.run(
      try decoded(#"{"query":"weekly","people":"ou_a","from":"2026-02-01"}"#), core(bench),
      userContext(bench))
    #expect(
      bench.transport.bodies(route) == [
        [
          "query": "weekly",
          "meeting_filter": [
            "participant_ids": ["ou_a"],
            "start_time": ["start_time": "2026-02-01T00:00:00+08:00"],
          ],
        ]
      ])
    #expect(result.structured?["page_token"] == "p")
  }

  /// Lark answers with HTTP 500 whatever is wrong.
  @Test(arguments: [
    (121_020 as Int64, "page_token is invalid or expired", "begin again without it", 1),
    (121_001, "invalid param", "Check the arguments", 1),
    (121_040, "search service error", "once more later", Attempts.maximum),
  ])
  func searchesAgainOnlyWhereThatMayHelp(
    _ code: Int64, _ words: String, _ advice: String, _ count: Int
  ) async throws {
    let bench = try Bench()
    let route = "POST \(Self.meetings)/search"
    bench.transport.on(route, .refusal(code, words, status: 500))
    let error = await failure { () async throws(LarkFailure) in
      try await FindMeetings.run(
        FindMeetingsArguments(query: "weekly"), core(bench), userContext(bench))
    }
    #expect(error?.words.contains(advice) == true, "\(error?.words ?? "no error")")
    #expect(bench.transport.requests(route).count == count)
  }

  @Test func showsAMeeting() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET \(Self.meetings)/6911188411934433028",
      .data(
        #"""
        {"meeting":{"topic":"Weekly","start_time":"1772000000","end_time":"1772003600","note_id":"n1",
        "participants":[{"id":"ou_a","in_meeting_duration":"600","is_host":true},
        {"id":"ou_b","first_join_time":"1772000000","final_leave_time":"1772001500"},
        {"id":"ou_c","in_meeting_duration":"0"}]}}
        """#))
    bench.transport.on(
      "GET \(Self.meetings)/6911188411934433028/recording", .refusal(124_002))
    let result = try await GetMeeting.run(
      try decoded(#"{"meeting":6911188411934433028}"#), core(bench), bench.context())
    #expect(
      result.words == """
        Weekly, meeting 6911188411934433028
        start: 2026-02-25T14:13:20+08:00
        end: 2026-02-25T15:13:20+08:00
        recording: none (code 124002: The recording is not ready; try once more later.)
        note: n1
        Took part (3):
        - ou_a, 10 min, host
        - ou_b, 25 min
        - ou_c
        Read as the bot.
        """)
  }

  @Test func readsMinutes() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET \(Self.minutes)/\(Self.token)",
      .data(#"{"minute":{"title":"Plan","create_time":"1772000000000","owner_id":"ou_a"}}"#))
    bench.transport.on(
      "GET \(Self.minutes)/\(Self.token)/artifacts",
      .data(
        #"""
        {"summary":"We plan.\nTo do:","minute_todos":[{"content":"Write\nit","assignees":["A"]}],
        "minute_chapters":[{"title":"Start","start_ms":"65000","summary_content":"Hello"}]}
        """#))
    let result = try await GetMinutes.run(
      try decoded(#"{"minutes":"https://a.feishu.cn/minutes/\#(Self.token)?from=x"}"#),
      core(bench), bench.context())
    #expect(
      result.words == """
        Plan, minutes \(Self.token)
        created: 2026-02-25T14:13:20+08:00
        owner_id: ou_a
        Summary:
            We plan.
            To do:
        To do:
        - Write it (A)
        Chapters:
        - 1:05 Start: Hello
        Read as the bot.
        """)
  }

  @Test func minutesWithoutASummaryStillTellTheirTitle() async throws {
    let bench = try Bench()
    bench.transport.on("GET \(Self.minutes)/\(Self.token)", .data(#"{"minute":{"title":"Plan"}}"#))
    bench.transport.on("GET \(Self.minutes)/\(Self.token)/artifacts", .refusal(2_091_005))
    let result = try await GetMinutes.run(
      .init(minutes: Self.token), core(bench), bench.context())
    #expect(result.words.hasPrefix("Plan, minutes"))
    #expect(result.words.contains("No summary: Lark refused to read the summary"))
  }

  @Test func readsTranscriptsPageByPage() async throws {
    let bench = try Bench()
    let route = "GET \(Self.minutes)/\(Self.token)/transcript"
    let text = "Read as the user.\n" + String(repeating: "说", count: 12_000)
    let type = HTTPField("Content-Type", "text/plain; charset=utf-8")
    bench.transport.on(
      route, HTTPResponse(status: 200, fields: [type], body: Array(text.utf8)))
    let result = try await GetMinutes.run(
      .init(minutes: Self.token, transcript: true), core(bench), bench.context())
    #expect(
      bench.transport.requests(route).first?.query
        == ["need_speaker": "true", "need_timestamp": "true", "file_format": "txt"])
    #expect(result.words.contains("characters 0 to 12000 of 12018:\n    Read as the user.\n    说"))
    #expect(result.structured?["next_offset"] == 12_000)
    let rest = try await GetMinutes.run(
      .init(minutes: Self.token, transcript: true, offset: 12_000), core(bench), bench.context())
    #expect(rest.structured?["next_offset"] == nil)
    #expect(
      rest.words.contains("12000 to 12018 of 12018:\n    \(String(repeating: "说", count: 18))\n"))
    let past = await failure { () async throws(LarkFailure) in
      try await GetMinutes.run(
        .init(minutes: Self.token, transcript: true, offset: 20_000), core(bench),
        bench.context())
    }
    #expect(past?.words.hasPrefix("offset: the transcript has 12018") == true)
  }

  @Test func findsMinutes() async throws {
    let bench = try Bench()
    let route = "POST \(Self.minutes)/search"
    bench.transport.on(
      route, .data(#"{"items":[{"token":"obcn1","display_info":"Plan\nB"}]}"#))
    let result = try await FindMinutes.run(
      try decoded(#"{"query":"plan","owners":"ou_a","to":"2026-02-01"}"#), core(bench),
      userContext(bench))
    #expect(
      bench.transport.bodies(route) == [
        [
          "query": "plan",
          "filter": [
            "owner_ids": ["ou_a"],
            "create_time": ["end_time": "2026-02-02T00:00:00+08:00"],
          ],
        ]
      ])
    #expect(result.words == "1 minutes, read as the user:\n- Plan B, minutes obcn1")
  }

  @Test(
    arguments: [
      (#"{"number":"12"}"#, "number:"), (#"{}"#, "Give number"),
      (#"{"number":"123456789","query":"x"}"#, "Give number"),
      (#"{"number":"123456789","from":"2026-01-01","to":"2026-12-01"}"#, "from, to:"),
      (#"{"people":"Li"}"#, "people:"),
    ])
  func refusesBadSearchesUnasked(_ json: String, _ words: String) async throws {
    let bench = try Bench()
    let arguments: FindMeetingsArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await FindMeetings.run(arguments, core(bench), bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "none")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func refusesTheRestUnasked() async throws {
    let bench = try Bench()
    let found: FindMinutesArguments = try decoded("{}")
    let errors = [
      await failure { () async throws(LarkFailure) in
        try await GetMeeting.run(.init(meeting: LooseID("om_1")), core(bench), bench.context())
      },
      await failure { () async throws(LarkFailure) in
        try await GetMinutes.run(.init(minutes: "oc_12345678"), core(bench), bench.context())
      },
      await failure { () async throws(LarkFailure) in
        try await GetMinutes.run(
          .init(minutes: Self.token, offset: -1), core(bench), bench.context())
      },
      await failure { () async throws(LarkFailure) in
        try await FindMinutes.run(found, core(bench), bench.context())
      },
    ]
    #expect(errors.map { $0?.words.prefix(4) } == ["meet", "minu", "offs", "Give"])
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let number: FindMeetingsArguments = try decoded(#"{"number":"123456789"}"#)
    try await Troubles(route: "GET \(Self.meetings)/list_by_no", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await FindMeetings.run(number, core(bench), context)
    }.check()
    try await Troubles(
      route: "GET \(Self.meetings)/12345", answer: .data("{}"),
      others: [("GET \(Self.meetings)/12345/recording", .data("{}"))]
    ) { (bench, context) throws(LarkFailure) in
      try await GetMeeting.run(.init(meeting: LooseID("12345")), core(bench), context)
    }.check()
    try await Troubles(
      route: "GET \(Self.minutes)/\(Self.token)", answer: .data("{}"),
      others: [("GET \(Self.minutes)/\(Self.token)/artifacts", .data("{}"))]
    ) { (bench, context) throws(LarkFailure) in
      try await GetMinutes.run(.init(minutes: Self.token), core(bench), context)
    }.check()
    let found: FindMinutesArguments = try decoded(#"{"query":"x"}"#)
    try await Troubles(
      route: "POST \(Self.minutes)/search", answer: .data("{}"), rule: .userFirst
    ) { (bench, context) throws(LarkFailure) in
      try await FindMinutes.run(found, core(bench), context)
    }.check()
  }
}
