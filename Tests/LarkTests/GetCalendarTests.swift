import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct GetCalendarTests {
  private static let primary = "POST /open-apis/calendar/v4/calendars/primary"
  private static let primaries = "POST /open-apis/calendar/v4/calendars/primarys"
  private static let lookup = "POST /open-apis/contact/v3/users/batch_get_id"
  private static let busy = "POST /open-apis/calendar/v4/freebusy/list"

  private static func view(_ id: String) -> String {
    "GET /open-apis/calendar/v4/calendars/\(id)/events/instance_view"
  }

  private static func calendars(_ entries: (String, String, String)...) -> HTTPResponse {
    let list = entries.map { user, calendar, role in
      #"{"user_id":"\#(user)","calendar":{"calendar_id":"\#(calendar)","role":"\#(role)"}}"#
    }
    return .data(#"{"calendars":[\#(list.joined(separator: ","))]}"#)
  }

  private static func items(_ items: String...) -> HTTPResponse {
    .data(#"{"items":[\#(items.joined(separator: ","))]}"#)
  }

  /// 2026-03-01T00:30:00Z
  private func bench() throws -> Bench { try Bench(unixSeconds: 1_772_325_000) }

  private func run(
    _ bench: Bench, _ json: String, _ context: CallContext? = nil
  ) async throws(LarkFailure) -> Agenda {
    guard let value = try? JSONValue(parsing: json),
      let arguments = try? JSONDecoding.decode(GetCalendarArguments.self, from: value)
    else { throw .argument("test") }
    let tool = GetCalendar(client: bench.client, zones: ZoneDirectory(path: "/nonexistent"))
    return try await tool.run(arguments, context ?? bench.context())
  }

  @Test func readsTheBotsOwnCalendar() async throws {
    let bench = try bench()
    bench.transport.on(Self.primary, Self.calendars(("ou_bot", "c1", "owner")))
    bench.transport.on(
      Self.view("c1"),
      Self.items(
        CalendarEventTests.timed("standup", 1_772_328_600, 1_772_330_400),
        CalendarEventTests.allDay("off", "2026-03-03", "2026-03-05")))
    let agenda = try await run(bench, #"{"days":7}"#)
    #expect(
      agenda.text == """
        2026-03-01T00:00+08:00 to 2026-03-08T00:00+08:00 (Asia/Shanghai), read as the bot.

        ## the bot: 2 events

        Sun 2026-03-01
        - 09:30+08:00 to 10:00+08:00 standup

        Tue 2026-03-03
        - 2026-03-03 to 2026-03-04 off
        """)
    let event = try #require(agenda.structured["calendars"]?[0]?["events"]?[0])
    #expect(event["start"] == "2026-03-01T09:30:00+08:00")
    let request = try #require(bench.transport.requests(Self.view("c1")).first)
    #expect(request.url.hasSuffix("?start_time=1772294400&end_time=1772899200"))
  }

  @Test func readsTheUsersOwnCalendarWithAToken() async throws {
    let bench = try bench()
    bench.transport.on(Self.primary, Self.calendars(("ou_a", "c1", "owner")))
    bench.transport.on(Self.view("c1"), Self.items())
    let listed = GetCalendar.tool(LarkCore(client: bench.client))
    var context = bench.context()
    context.rule = listed.rule
    context.userToken = "u-1"
    let agenda = try await run(bench, "{}", context)
    #expect(agenda.text.contains("read as the user.\n\n## the user: 0 events"))
    #expect(agenda.structured["calendars"]?[0]?["owner"] == "the user")
    #expect(context.actedAs == "user")
    let tokens = bench.transport.requests.map { $0.fields.first?.value }
    #expect(tokens == ["Bearer u-1", "Bearer u-1"])
  }

  @Test func tellsAUserWhoseEventsAreHidden() async throws {
    let bench = try bench()
    bench.transport.on(Self.primaries, Self.calendars(("ou_b", "cb", "free_busy_reader")))
    bench.transport.on(Self.busy, .data(#"{"freebusy_list":[]}"#))
    var context = bench.context()
    (context.rule, context.userToken) = (.userFirst, "u-1")
    let agenda = try await run(bench, #"{"calendars":"ou_b"}"#, context)
    #expect(agenda.text.contains("The user may not see these events"))
    #expect(agenda.text.contains("shares the calendar with the user."))
  }

  @Test func findsPeopleByEmail() async throws {
    let bench = try bench()
    bench.transport.on(
      Self.lookup,
      .data(#"{"user_list":[{"user_id":"ou_a","email":"A@x.cn"},{"email":"b@x.cn"}]}"#))
    bench.transport.on(Self.primaries, Self.calendars(("ou_a", "ca", "reader")))
    bench.transport.on(Self.view("ca"), Self.items())
    let agenda = try await run(bench, #"{"calendars":["a@x.cn","b@x.cn"],"time_zone":"UTC"}"#)
    #expect(bench.transport.bodies(Self.lookup) == [["emails": ["a@x.cn", "b@x.cn"]]])
    #expect(bench.transport.bodies(Self.primaries) == [["user_ids": ["ou_a"]]])
    #expect(agenda.text.contains("## a@x.cn: 0 events\nNo events."))
    #expect(agenda.text.contains("## b@x.cn: not available\nNobody with the e-mail address b@x.cn"))
    #expect(agenda.structured["calendars"]?[1]?["access"] == "none")
  }

  @Test func fallsBackToFreeBusy() async throws {
    let bench = try bench()
    bench.transport.on(Self.primaries, Self.calendars(("ou_a", "ca", "unknown")))
    bench.transport.on(Self.view("ca"), .refusal(191_002, "no calendar access_role", status: 403))
    bench.transport.on(
      Self.busy,
      .data(
        """
        {"freebusy_list":[{"start_time":"2026-03-01T22:30:00+08:00",
         "end_time":"2026-03-01T22:45:00+08:00"}]}
        """
      ))
    let agenda = try await run(bench, #"{"calendars":"ou_a","days":1}"#)
    #expect(agenda.text.contains("## ou_a: busy 1 time"))
    #expect(agenda.text.contains(Agenda.busyNote(.bot)))
    #expect(agenda.text.contains("- 22:30+08:00 to 22:45+08:00 busy"))
    #expect(agenda.structured["calendars"]?[0]?["access"] == "free_busy")
    #expect(
      bench.transport.bodies(Self.busy) == [
        [
          "time_min": "2026-03-01T00:00:00+08:00", "time_max": "2026-03-02T00:00:00+08:00",
          "user_id": "ou_a",
        ]
      ])
    #expect(bench.transport.requests(Self.busy)[0].url.hasSuffix("?user_id_type=open_id"))
  }

  @Test func asksOnlyForFreeBusyWhereTheRoleSaysSo() async throws {
    let bench = try bench()
    bench.transport.on(Self.primaries, Self.calendars(("on_a", "ca", "free_busy_reader")))
    bench.transport.on(Self.busy, .data(#"{"freebusy_list":[]}"#))
    let agenda = try await run(bench, #"{"calendars":["on_a"],"days":180}"#)
    #expect(bench.transport.requests(Self.view("ca")).isEmpty)
    #expect(bench.transport.requests(Self.busy).count == 3)
    #expect(bench.transport.requests(Self.busy)[0].url.hasSuffix("?user_id_type=union_id"))
    #expect(agenda.text.contains("busy 0 times"))
  }

  @Test func splitsAndMergesWindows() async throws {
    let bench = try bench()
    let event = CalendarEventTests.timed("long", 1_772_300_000, 1_776_000_000)
    let id = "feishu.cn_1@group.calendar.feishu.cn"
    let route = Self.view("feishu.cn_1%40group.calendar.feishu.cn")
    bench.transport.on(
      route, .refusal(193_104, "exceeded the maximum instance number"), Self.items(event))
    let agenda = try await run(bench, #"{"calendars":["\#(id)"],"days":60}"#)
    // One window is halved, so that there are 39/2, 39/2 and 21 days.
    #expect(bench.transport.requests(route).count == 4)
    #expect(agenda.structured["calendars"]?[0]?["events"]?.array?.count == 1)
  }

  @Test func explainsACalendarThatIsNotShared() async throws {
    let bench = try bench()
    let id = "feishu.cn_1@group.calendar.feishu.cn"
    bench.transport.on(
      Self.view("feishu.cn_1%40group.calendar.feishu.cn"), .refusal(191_002, status: 403))
    let error = await failure { () async throws(LarkFailure) in
      try await run(bench, #"{"calendars":["\#(id)"]}"#)
    }
    #expect(error?.words.contains("shares it with the app") == true)
  }

  @Test func keepsOnePersonFromHidingTheOthers() async throws {
    let bench = try bench()
    bench.transport.on(
      Self.primaries, .refusal(195_100, status: 404),
      Self.calendars(("ou_a", "ca", "reader")), .refusal(195_100, status: 404))
    bench.transport.on(Self.view("ca"), Self.items())
    let agenda = try await run(bench, #"{"calendars":["ou_a","ou_b"]}"#)
    #expect(agenda.text.contains("## ou_a: 0 events"))
    #expect(agenda.text.contains("## ou_b: not available"))
  }

  @Test func reportsAFailureOfEverything() async throws {
    let bench = try bench()
    bench.transport.on(
      Self.primary,
      .refusal(
        99_991_672, "denied",
        error: #"{"permission_violations":[{"subject":"calendar:calendar:read"}]}"#))
    let error = await failure { () async throws(LarkFailure) in try await run(bench, "{}") }
    #expect(error?.words.contains("calendar:calendar:read") == true)
  }

  @Test func keepsALookupThatFailsFromHidingOthers() async throws {
    let bench = try bench()
    bench.transport.on(Self.lookup, .refusal(99_991_672, "denied: [contact:user.id:readonly]"))
    bench.transport.on(Self.primaries, Self.calendars(("ou_a", "ca", "reader")))
    bench.transport.on(Self.view("ca"), Self.items())
    let agenda = try await run(bench, #"{"calendars":["a@x.cn","ou_a"]}"#)
    #expect(agenda.text.contains("contact:user.id:readonly"))
    #expect(agenda.text.contains("## ou_a: 0 events"))
  }

  @Test func tellsWhoHasNoCalendar() async throws {
    let bench = try bench()
    bench.transport.on(Self.primaries, .data(#"{"calendars":[]}"#))
    let error = await failure { () async throws(LarkFailure) in
      try await run(bench, #"{"calendars":["ou_a"]}"#)
    }
    #expect(error?.words.contains("no calendar of ou_a") == true)
  }

  @Test func stopsWhenLarkIsOutOfReach() async throws {
    let bench = try bench()
    bench.transport.on(Self.view("a%40group.calendar.x"), Self.items())
    bench.transport.on(
      Self.view("b%40group.calendar.x"), failing: HTTPFailure(.timeout, "The time ran out."))
    bench.transport.on(Self.view("c%40group.calendar.x"), Self.items())
    let agenda = try await run(
      bench, #"{"calendars":["a@group.calendar.x","b@group.calendar.x","c@group.calendar.x"]}"#)
    #expect(agenda.text.contains("## a@group.calendar.x: 0 events"))
    #expect(agenda.text.contains("## c@group.calendar.x: not available\nThe time ran out."))
    #expect(bench.transport.requests(Self.view("c%40group.calendar.x")).isEmpty)
  }

  @Test func showsABoundedNumberOfEvents() async throws {
    let bench = try bench()
    let events = (0..<500).map {
      CalendarEventTests.timed("e\($0)", 1_772_300_000 + Int64($0), 1_772_400_000)
    }
    bench.transport.on(Self.primary, Self.calendars(("ou_bot", "c1", "owner")))
    bench.transport.on(
      Self.view("c1"), .data(#"{"items":[\#(events.joined(separator: ","))]}"#))
    let agenda = try await run(bench, "{}")
    #expect(agenda.text.contains("100 more are not shown"))
    let calendar = try #require(agenda.structured["calendars"]?[0])
    #expect(calendar["events"]?.array?.count == 400)
    #expect(calendar["omitted"] == 100)
  }
}
