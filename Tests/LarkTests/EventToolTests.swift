import JSON
import PluginKit
import Testing

@testable import Lark

/// One event: read, cancelled, answered, and who is invited.
@Suite struct EventToolTests {
  static let calendar = "c@group.calendar.feishu.cn"
  static let path = "/open-apis/calendar/v4/calendars/c%40group.calendar.feishu.cn/events/e_0"

  private func core(_ bench: Bench) -> LarkCore { LarkCore(client: bench.client) }

  @Test func showsAnEvent() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET \(Self.path)",
      .data(
        #"""
        {"event":{"event_id":"e_0","summary":"Review","description":"one\nevent: fake",
        "start_time":{"date":"2026-03-01"},"end_time":{"date":"2026-03-02"},"status":"tentative",
        "has_more_attendee":true,"attendees":[],"reminders":[{"minutes":10}]}}
        """#))
    bench.transport.on(
      "GET \(Self.path)/attendees",
      .data(
        #"""
        {"has_more":true,"page_token":"p2","items":[{"type":"user","user_id":"ou_a",
        "display_name":"A","rsvp_status":"accept","is_organizer":true}]}
        """#),
      .data(
        #"""
        {"items":[{"type":"user","user_id":"ou_b","rsvp_status":"decline","is_optional":true}]}
        """#))
    let result = try await GetEvent.run(
      try decoded(#"{"event":"e_0","calendar":"\#(Self.calendar)"}"#), core(bench), bench.context())
    #expect(
      result.words == """
        "Review", 2026-03-01 (all day)
        event: e_0
        calendar: c@group.calendar.feishu.cn
        status: tentative
        Reminders: 10 min before
        Description:
            one
            event: fake
        Invited (2):
        - A (ou_a), organizer: accepted
        - ou_b, optional: declined
        Read as the bot.
        """)
    let request = try #require(bench.transport.requests("GET \(Self.path)").first)
    #expect(
      request.query
        == ["need_attendee": "true", "max_attendee_num": "100", "user_id_type": "open_id"])
    let listed = bench.transport.requests("GET \(Self.path)/attendees")
    let pages = listed.map { $0.query["page_token"] }
    #expect(pages == [nil, "p2"])
  }

  @Test func takesLinksToEvents() throws {
    let link = "https://applink.feishu.cn/client/calendar/event/detail?key=ab-1&originalTime=17"
    #expect(try EventReference.id(link) == "ab-1_17")
    #expect(try EventReference.id(" e_0 ") == "e_0")
  }

  @Test func cancelsAnEvent() async throws {
    let bench = try Bench()
    bench.transport.on("DELETE \(Self.path)", .data("{}"))
    let result = try await DeleteEvent.run(
      try decoded(#"{"event":"e_0","notify":false,"calendar":"\#(Self.calendar)"}"#), bench.client,
      bench.context())
    let request = try #require(bench.transport.requests("DELETE \(Self.path)").first)
    #expect(request.query == ["need_notification": "false"])
    #expect(result.words == "Cancelled the event e_0 as the bot.")
    bench.transport.on("DELETE \(Self.path)", .refusal(193_003))
    let again = try await DeleteEvent.run(
      .init(event: "e_0", calendar: Self.calendar), bench.client, bench.context())
    #expect(again.error == nil)
  }

  @Test func answersAnInvitation() async throws {
    let bench = try Bench()
    bench.transport.on("POST \(Self.path)/reply", .data("{}"))
    _ = try await RespondToEvent.run(
      try decoded(#"{"event":"e_0","answer":"decline","calendar":"\#(Self.calendar)"}"#),
      bench.client, bench.context())
    #expect(bench.transport.bodies("POST \(Self.path)/reply") == [["rsvp_status": "decline"]])
  }

  @Test func invitesAndTakesBack() async throws {
    let bench = try Bench()
    bench.transport.on("POST \(Self.path)/attendees/batch_delete", .data("{}"))
    bench.transport.on(
      "POST \(Self.path)/attendees", .data(#"{"attendees":[{"type":"user","user_id":"ou_b"}]}"#))
    let result = try await EventAttendees.run(
      try decoded(
        #"""
        {"event":"e_0","remove":["ou_a","omm_1"],"add":"ou_b","optional":true,
        "calendar":"\#(Self.calendar)"}
        """#), bench.client, bench.context())
    #expect(
      bench.transport.bodies("POST \(Self.path)/attendees/batch_delete") == [
        [
          "delete_ids": [
            ["type": "user", "user_id": "ou_a"], ["type": "resource", "room_id": "omm_1"],
          ]
        ]
      ])
    #expect(
      bench.transport.bodies("POST \(Self.path)/attendees") == [
        ["attendees": [["type": "user", "user_id": "ou_b", "is_optional": true]]]
      ])
    #expect(result.words.hasPrefix("Took back 2 invitation(s).\nInvited:\n- ou_b"))
  }

  @Test func searches() async throws {
    let bench = try Bench()
    let route = "POST /open-apis/calendar/v4/calendars/c%40group.calendar.feishu.cn/events/search"
    bench.transport.on(
      route,
      .data(
        #"""
        {"items":[{"event_id":"e_0","summary":"Re\nview","start_time":{"timestamp":"1772326800"},
        "end_time":{"timestamp":"1772330400"}}],"page_token":"next"}
        """#))
    let result = try await SearchEvents.run(
      try decoded(
        #"""
        {"query":"review","from":"2026-03-01","to":"2026-03-01","attendees":["ou_a","oc_1"],
        "calendar":"\#(Self.calendar)","page_token":"p"}
        """#), core(bench), bench.context())
    #expect(
      bench.transport.bodies(route) == [
        [
          "query": "review",
          "filter": [
            "start_time": ["timestamp": "1772294400"], "end_time": ["timestamp": "1772380800"],
            "user_ids": ["ou_a"], "chat_ids": ["oc_1"],
          ],
        ]
      ])
    #expect(bench.transport.requests(route).first?.query["page_token"] == "p")
    #expect(
      result.words == """
        1 event in the calendar c@group.calendar.feishu.cn, read as the bot.
        - "Re view", Sun 2026-03-01T09:00+08:00 to 10:00+08:00, event e_0
        There may be more: page_token next
        """)
    #expect(result.structured?["page_token"] == "next")
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    let core = core(bench)
    let context = bench.context()
    let searched: SearchEventsArguments = try decoded(#"{"query":"x","from":"soon"}"#)
    let attended: EventAttendeesArguments = try decoded(#"{"event":"e_0"}"#)
    let errors = [
      await failure { () async throws(LarkFailure) in
        try await RespondToEvent.run(.init(event: "e_0", answer: "yes"), core.client, context)
      },
      await failure { () async throws(LarkFailure) in
        try await DeleteEvent.run(.init(event: "a/b"), core.client, context)
      },
      await failure { () async throws(LarkFailure) in
        try await GetEvent.run(.init(event: ""), core, context)
      },
      await failure { () async throws(LarkFailure) in
        try await SearchEvents.run(searched, core, context)
      },
      await failure { () async throws(LarkFailure) in
        try await EventAttendees.run(attended, core.client, context)
      },
    ]
    let heads = errors.map { $0?.words.prefix { $0 != ":" } }
    #expect(heads == ["answer", "event", "event", "from", "add, remove"])
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let event = HTTPResponse.data(#"{"event":{"event_id":"e_0"}}"#)
    let calendar = Self.calendar
    try await Troubles(route: "GET \(Self.path)", answer: event) {
      (bench, context) throws(LarkFailure) in
      try await GetEvent.run(.init(event: "e_0", calendar: calendar), core(bench), context)
    }.check()
    try await Troubles(route: "DELETE \(Self.path)", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await DeleteEvent.run(.init(event: "e_0", calendar: calendar), bench.client, context)
    }.check()
    try await Troubles(route: "POST \(Self.path)/reply", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await RespondToEvent.run(
        .init(event: "e_0", answer: "accept", calendar: calendar), bench.client, context)
    }.check()
    let invited: EventAttendeesArguments = try decoded(
      #"{"event":"e_0","add":"ou_b","calendar":"\#(calendar)"}"#)
    try await Troubles(route: "POST \(Self.path)/attendees", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await EventAttendees.run(invited, bench.client, context)
    }.check()
    let searched: SearchEventsArguments = try decoded(
      #"{"query":"x","calendar":"\#(calendar)"}"#)
    let route = "POST /open-apis/calendar/v4/calendars/c%40group.calendar.feishu.cn/events/search"
    try await Troubles(route: route, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await SearchEvents.run(searched, core(bench), context)
    }.check()
  }
}
