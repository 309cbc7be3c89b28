import JSON
import PluginKit
import Testing

@testable import Lark

/// The clock stands at 2026-02-25 (Wed) 14:13:20 in Shanghai.
@Suite struct FreeSlotTests {
  private static let batch = "POST /open-apis/calendar/v4/freebusy/batch"
  private static let list = "POST /open-apis/calendar/v4/freebusy/list"

  private func core(_ bench: Bench) -> LarkCore { LarkCore(client: bench.client) }

  @Test func suggestsTimesWhenAllAndARoomAreFree() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.batch,
      .data(
        #"""
        {"freebusy_lists":[{"user_id":"ou_a","freebusy_items":[
        {"start_time":"2026-02-25T15:00:00+08:00","end_time":"2026-02-25T16:00:00+08:00"},
        {"start_time":"2026-02-25T17:00:00+08:00","end_time":"2026-02-25T18:00:00+08:00",
        "rsvp_status":"decline"}]},{"user_id":"ou_b","freebusy_items":[]}]}
        """#))
    bench.transport.on(
      Self.list,
      .data(
        #"""
        {"freebusy_list":[
        {"start_time":"2026-02-25T14:00:00+08:00","end_time":"2026-02-25T16:30:00+08:00"}]}
        """#))
    let result = try await FindFreeSlot.run(
      try decoded(
        #"{"people":["ou_a","ou_b"],"rooms":"omm_1","minutes":60,"days":1,"count":2}"#),
      core(bench), bench.context())
    #expect(
      bench.transport.bodies(Self.batch) == [
        [
          "time_min": "2026-02-25T14:13:20+08:00", "time_max": "2026-02-26T00:00:00+08:00",
          "need_rsvp_status": true,
          "user_ids": ["ou_a", "ou_b"],
        ]
      ])
    #expect(bench.transport.bodies(Self.list).first?["room_id"] == "omm_1")
    #expect(
      result.words == """
        All are free at:
        - Wed 2026-02-25T16:30+08:00 to 17:30+08:00, free rooms: omm_1
        Times in Asia/Shanghai, read as the bot.
        """)
    #expect(
      result.structured?["slots"]?[0]?["start"] == "2026-02-25T16:30:00+08:00")
  }

  @Test func namesTheFewestWhoAreBusy() throws {
    let zone = ZoneRules.utc
    // 2026-02-28 is a Saturday.
    let day = try #require(CivilDate(year: 2026, month: 2, day: 27))
    let start = zone.unixSeconds(day, secondsOfDay: 0)
    var search = SlotSearch(
      window: TimeWindow(start: start, end: start + 3 * 86_400), zone: zone, seconds: 3_600,
      hours: 9 * 3600..<11 * 3600)
    let ten = start + 10 * 3_600
    search.people = [
      "a": [TimeWindow(start: start, end: start + 86_400)],
      "b": [TimeWindow(start: start, end: ten)],
    ]
    #expect(
      search.best(3) == [
        .init(time: TimeWindow(start: ten, end: ten + 3_600), busy: ["a"], freeRooms: [])
      ])
    search.includesWeekends = true
    #expect(search.best(9).map(\.busy) == [[], [], [], []])
    search.rooms = ["r": [TimeWindow(start: start, end: start + 3 * 86_400)]]
    #expect(search.best(3).isEmpty)
  }

  @Test func asksForTenPeopleAtATime() async throws {
    let bench = try Bench()
    bench.transport.on(Self.batch, .data("{}"))
    let people = (0..<23).map { "\"ou_\($0)\"" }.joined(separator: ",")
    _ = try await FindFreeSlot.run(
      try decoded(#"{"people":[\#(people)]}"#), core(bench), bench.context())
    let sizes = bench.transport.bodies(Self.batch).map { $0["user_ids"]?.array?.count }
    #expect(sizes == [10, 10, 3])
  }

  @Test func tellsWhoIsBusy() async throws {
    let bench = try Bench()
    bench.transport.on(
      "POST /open-apis/contact/v3/users/batch_get_id",
      .data(#"{"user_list":[{"email":"a@x.cn","user_id":"ou_a"}]}"#))
    bench.transport.on(
      Self.batch,
      .data(
        #"""
        {"freebusy_lists":[{"user_id":"ou_a","freebusy_items":[
        {"start_time":"2026-02-25T09:00:00+08:00","end_time":"2026-02-25T10:00:00+08:00"}]}]}
        """#))
    let result = try await FreeBusy.run(
      try decoded(#"{"who":"a@x.cn"}"#), core(bench), bench.context())
    #expect(
      result.words == """
        a@x.cn: busy
        - Wed 2026-02-25T09:00+08:00 to 10:00+08:00
        Times in Asia/Shanghai, read as the bot.
        """)
  }

  @Test func findsFreeRooms() async throws {
    let bench = try Bench()
    let rooms = "GET /open-apis/vc/v1/rooms"
    bench.transport.on(
      rooms,
      .data(
        #"""
        {"has_more":true,"page_token":"p2","rooms":[
        {"room_id":"omm_1","name":"Lake","capacity":8,"path":["Tower A","F1"]},
        {"room_id":"omm_2","name":"Lake 2","capacity":2},
        {"room_id":"omm_3","name":"Lake 3","capacity":9,"room_status":{"status":false}}]}
        """#),
      .data(#"{"rooms":[{"room_id":"omm_4","name":"LAKE 4","capacity":20}]}"#))
    bench.transport.on(
      Self.list,
      .data(
        #"""
        {"freebusy_list":[
        {"start_time":"2026-03-01T09:30:00+08:00","end_time":"2026-03-01T09:45:00+08:00"}]}
        """#), .data("{}"))
    let result = try await FindRooms.run(
      try decoded(#"{"query":"lake","capacity":4,"start":"2026-03-01T09:00","minutes":60}"#),
      core(bench), bench.context())
    #expect(result.words == "1 room free then:\n- LAKE 4, for 20, room omm_4")
    #expect(bench.transport.requests(rooms).map { $0.query["page_token"] } == [nil, "p2"])
    #expect(
      bench.transport.bodies(Self.list).first == [
        "time_min": "2026-03-01T09:00:00+08:00", "time_max": "2026-03-01T10:00:00+08:00",
        "need_rsvp_status": true,
        "room_id": "omm_1",
      ])
  }

  @Test(
    arguments: [
      (#"{"people":[]}"#, "people:"), (#"{"people":"oc_1"}"#, "people:"),
      (#"{"people":"Li"}"#, "people:"), (#"{"people":"ou_a","minutes":0}"#, "minutes:"),
      (#"{"people":"ou_a","hours":"9"}"#, "hours:"),
      (#"{"people":"ou_a","hours":"18:00-09:00"}"#, "hours:"),
      (#"{"people":"ou_a","count":0}"#, "count:"), (#"{"people":"ou_a","days":40}"#, "from, to:"),
      (#"{"people":"ou_a","from":"2026-01-01","to":"2026-01-02"}"#, "to: is past"),
    ])
  func refusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try Bench()
    let arguments: FindFreeSlotArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await FindFreeSlot.run(arguments, core(bench), bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "none")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func refusesTheRestUnasked() async throws {
    let bench = try Bench()
    let who: FreeBusyArguments = try decoded(#"{"who":"ou_a","days":90}"#)
    let rooms: FindRoomsArguments = try decoded(#"{"start":"2026-03-01"}"#)
    let errors = [
      await failure { () async throws(LarkFailure) in
        try await FreeBusy.run(who, core(bench), bench.context())
      },
      await failure { () async throws(LarkFailure) in
        try await FindRooms.run(rooms, core(bench), bench.context())
      },
    ]
    #expect(errors.map { $0?.words.prefix(5) } == ["from,", "start"])
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let slot: FindFreeSlotArguments = try decoded(#"{"people":"ou_a"}"#)
    try await Troubles(route: Self.batch, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await FindFreeSlot.run(slot, core(bench), context)
    }.check()
    let who: FreeBusyArguments = try decoded(#"{"who":"omm_1"}"#)
    try await Troubles(route: Self.list, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await FreeBusy.run(who, core(bench), context)
    }.check()
    let rooms: FindRoomsArguments = try decoded("{}")
    try await Troubles(route: "GET /open-apis/vc/v1/rooms", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await FindRooms.run(rooms, core(bench), context)
    }.check()
  }
}
