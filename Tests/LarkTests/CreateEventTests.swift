import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct CreateEventTests {
  private static let calendar = "c_1@group.calendar.feishu.cn"
  private static let events =
    "POST /open-apis/calendar/v4/calendars/c_1%40group.calendar.feishu.cn/events"
  private static let invite = "\(events)/e_0/attendees"
  private static let list = invite.replacing("POST", with: "GET")
  private static let people = "POST /open-apis/contact/v3/users/batch_get_id"
  private static let made = #"""
    {"event":{"event_id":"e_0","summary":"Review","start_time":{"timestamp":"1772326800"},
    "end_time":{"timestamp":"1772330400"},"app_link":"https://applink.feishu.cn/x"}}
    """#

  private func run(
    _ json: String, _ bench: Bench, _ context: CallContext? = nil
  ) async throws -> ToolResult {
    let arguments: CreateEventArguments = try decoded(json)
    return try await CreateEvent.run(
      arguments, LarkCore(client: bench.client), context ?? bench.context())
  }

  @Test func createsAndInvites() async throws {
    let bench = try Bench()
    bench.transport.on(Self.events, .data(Self.made))
    bench.transport.on(
      Self.people,
      .data(
        #"{"user_list":[{"email":"A@x.cn","user_id":"ou_a"},{"email":"b@y.com"}]}"#))
    bench.transport.on(
      Self.invite,
      .data(
        #"""
        {"attendees":[{"type":"user","user_id":"ou_a","display_name":"Li\nLei",
        "rsvp_status":"needs_action"},
        {"type":"third_party","third_party_email":"b@y.com"},
        {"type":"chat","chat_id":"oc_1","display_name":"Team"}]}
        """#))
    let result = try await run(
      #"""
      {"title":"Review","start":"2026-03-01T09:00","minutes":60,"attendees":["a@x.cn","b@y.com","oc_1"],
      "location":"Room 1","recurrence":"weekly","reminders":5,"video":false,"notify":true,
      "calendar":"c_1@group.calendar.feishu.cn"}
      """#, bench)
    let request = try #require(bench.transport.requests(Self.events).first)
    #expect(request.query["user_id_type"] == "open_id")
    #expect(request.query["idempotency_key"]?.utf8.count == 36)
    #expect(
      bench.transport.bodies(Self.events) == [
        [
          "summary": "Review", "location": ["name": "Room 1"],
          "recurrence": "FREQ=WEEKLY;INTERVAL=1", "reminders": [["minutes": 5]],
          "vchat": ["vc_type": "no_meeting"],
          "start_time": ["timestamp": "1772326800", "timezone": "Asia/Shanghai"],
          "end_time": ["timestamp": "1772330400", "timezone": "Asia/Shanghai"],
          "need_notification": true,
        ]
      ])
    #expect(
      bench.transport.bodies(Self.invite) == [
        [
          "attendees": [
            ["type": "user", "user_id": "ou_a"],
            ["type": "third_party", "third_party_email": "b@y.com"],
            ["type": "chat", "chat_id": "oc_1"],
          ], "need_notification": true,
        ]
      ])
    #expect(
      result.words == """
        Created "Review", Sun 2026-03-01T09:00+08:00 to 10:00+08:00 as the bot.
        event: e_0
        calendar: c_1@group.calendar.feishu.cn
        Link: https://applink.feishu.cn/x
        Invited:
        - Li Lei (ou_a): no answer yet
        - by mail b@y.com: no answer yet
        - chat Team (oc_1): no answer yet
        """)
    #expect(result.structured?["event"] == "e_0")
    #expect(result.structured?["start"] == "2026-03-01T09:00:00+08:00")
  }

  @Test func wholeDaysEndOnTheDayAfter() async throws {
    let bench = try Bench()
    bench.transport.on(Self.events, .data(Self.made))
    _ = try await run(
      #"{"title":"Fair","start":"2026-03-01","end":"2026-03-02","calendar":"\#(Self.calendar)"}"#,
      bench)
    #expect(
      bench.transport.bodies(Self.events) == [
        [
          "summary": "Fair", "start_time": ["date": "2026-03-01"],
          "end_time": ["date": "2026-03-03"],
        ]
      ])
  }

  @Test func offsetsHaveNoNameOfAZone() throws {
    let zone = try ZoneDirectory().zone(named: "+08:00")
    let times = try EventTimes(start: "2026-03-01T09:00", end: nil, minutes: nil, zone: zone)
    #expect(times.members.map(\.0) == ["start_time", "end_time"])
    #expect(times.members.first?.1 == ["timestamp": "1772326800"])
    #expect(times.members.last?.1 == ["timestamp": "1772330400"])
  }

  @Test func waitsForRoomsAndNamesTheirContact() async throws {
    let bench = try Bench()
    bench.transport.on(Self.events, .data(Self.made))
    let open =
      #"{"type":"resource","room_id":"omm_1","display_name":"R1","rsvp_status":"needs_action"}"#
    let booked =
      #"{"type":"resource","room_id":"omm_1","display_name":"R1","rsvp_status":"accept"}"#
    bench.transport.on(Self.invite, .data(#"{"attendees":[\#(open)]}"#))
    bench.transport.on(
      Self.list, .data(#"{"items":[\#(open)]}"#), .data(#"{"items":[\#(booked)]}"#))
    let result = try await run(
      #"""
      {"title":"x","start":"2026-03-01T01:00:00Z","attendees":["ou_a","omm_1"],
      "calendar":"\#(Self.calendar)"}
      """#, bench)
    #expect(result.words.contains("- room R1 (omm_1): accepted"))
    #expect(bench.clock.sleeps == [1_000, 1_000])
    #expect(
      bench.transport.bodies(Self.invite).first?["attendees"]?[1]
        == ["type": "resource", "room_id": "omm_1", "operate_id": "ou_a"])
  }

  @Test func failedInvitationTellsThatTheEventIsThere() async throws {
    let bench = try Bench()
    bench.transport.on(Self.events, .data(Self.made))
    bench.transport.on(Self.invite, .refusal(194_002))
    let result = try await run(
      #"""
      {"title":"x","start":"2026-03-01T09:00","attendees":"ou_a","calendar":"\#(Self.calendar)"}
      """#,
      bench)
    #expect(result.error?.detail?.contains("event e_0") == true)
    #expect(result.error?.summary.contains("194002") == true)
    #expect(result.structured?["event"] == "e_0")
    #expect(bench.transport.requests(Self.events).count == 1)
  }

  @Test func ownCalendarIsLookedUpAsTheUser() async throws {
    let bench = try Bench()
    let own = "POST /open-apis/calendar/v4/calendars/primary"
    bench.transport.on(own, .data(#"{"calendars":[{"calendar":{"calendar_id":"mine"}}]}"#))
    let events = "POST /open-apis/calendar/v4/calendars/mine/events"
    bench.transport.on(events, .data(Self.made))
    var context = bench.context()
    context.rule = .userFirst
    context.userToken = "u-1"
    let result = try await run(#"{"title":"x","start":"2026-03-01T09:00"}"#, bench, context)
    #expect(result.words.contains("as the user"))
    #expect(bench.transport.requests.count == 2)
  }

  @Test(
    arguments: [
      (#"{"title":" ","start":"2026-03-01"}"#, "title:"),
      (#"{"title":"x","start":"tomorrow"}"#, "start:"),
      (#"{"title":"x","start":"2026-03-01T09:00","end":"2026-03-01T08:00"}"#, "end:"),
      (#"{"title":"x","start":"2026-03-01T09:00","end":"2026-03-01"}"#, "end:"),
      (#"{"title":"x","start":"2026-03-01","minutes":5}"#, "minutes:"),
      (#"{"title":"x","start":"2026-03-01T09:00","minutes":0}"#, "minutes:"),
      (#"{"title":"x","start":"2026-03-01","recurrence":"often"}"#, "recurrence:"),
      (
        #"{"title":"x","start":"2026-03-01","recurrence":"FREQ=DAILY;COUNT=2;UNTIL=2"}"#,
        "recurrence:"
      ),
      (#"{"title":"x","start":"2026-03-01","attendees":["Li Lei"]}"#, "attendees:"),
      (#"{"title":"x","start":"2026-03-01","reminders":[99999]}"#, "reminders:"),
      (#"{"title":"x","start":"2026-03-01","visibility":"secret"}"#, "visibility:"),
      (#"{"title":"x","start":"2026-03-01","calendar":"a b"}"#, "calendar:"),
    ])
  func refusesBadInputUnasked(_ json: String, _ argument: String) async throws {
    let bench = try Bench()
    let arguments: CreateEventArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await CreateEvent.run(arguments, LarkCore(client: bench.client), bench.context())
    }
    #expect(error?.words.hasPrefix(argument) == true, "\(error?.words ?? "none")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let arguments: CreateEventArguments = try decoded(
      #"{"title":"x","start":"2026-03-01","calendar":"\#(Self.calendar)"}"#)
    try await Troubles(route: Self.events, answer: .data(Self.made)) {
      (bench, context) throws(LarkFailure) in
      try await CreateEvent.run(arguments, LarkCore(client: bench.client), context)
    }.check()
  }
}
