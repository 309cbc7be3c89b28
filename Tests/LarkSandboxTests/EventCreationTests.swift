import JSON
import Testing

@testable import LarkSandbox

@Suite struct EventCreationTests {
  let client = Client()
  let chen = "calendar/v4/calendars/\(SeedCalendars.primaryID(of: SeedPeople.chen))/events"

  private func body(_ extra: JSONObject = [:]) -> JSONValue {
    var body: JSONObject = [
      "summary": "New", "start_time": ["timestamp": "1795400000"],
      "end_time": ["timestamp": "1795403600", "timezone": "America/New_York"],
    ]
    for member in extra.members { body[member.key] = member.value }
    return .object(body)
  }

  @Test func anEventAppears() {
    let made = client.post(chen, body(["recurrence": "FREQ=DAILY;COUNT=2"]))
    #expect(made.code == 0)
    let event = made.data["event"]
    #expect(event?["event_id"]?.string?.hasSuffix("_0") == true)
    #expect(event?["start_time"]?["timezone"] == "Asia/Shanghai")
    #expect(event?["end_time"]?["timezone"] == "America/New_York")
    let view = client.get("\(chen)/instance_view?start_time=1795390000&end_time=1795900000")
    #expect(view.data["items"]?.array?.count { $0["summary"] == "New" } == 2)
  }

  @Test func oneKeyMakesOneEventPerCalendar() {
    let key = "idempotency_key=25fdf41b-8c80-2ce1-e94c-de8b5e7aa7e6"
    let first = client.post("\(chen)?\(key)", body())
    let again = client.post("\(chen)?\(key)", body(["summary": "Other"]))
    #expect(first.data["event"]?["event_id"] == again.data["event"]?["event_id"])
    #expect(again.data["event"]?["summary"] == "New")
    let bot = "calendar/v4/calendars/\(SeedCalendars.botID)/events"
    let elsewhere = client.post("\(bot)?\(key)", body())
    #expect(elsewhere.data["event"]?["event_id"] != first.data["event"]?["event_id"])
  }

  @Test func writingNeedsARole() {
    func path(_ id: String) -> String { "calendar/v4/calendars/\(id)/events" }
    let reader = client.post(path(SeedCalendars.primaryID(of: SeedPeople.lin)), body())
    #expect(reader.status == 403 && reader.code == 193_002)
    let blind = client.post(path(SeedCalendars.primaryID(of: SeedPeople.zhou)), body())
    #expect(blind.code == 191_002)
    #expect(
      client.post(path(SeedCalendars.primaryID(of: SeedPeople.lin)), body(), as: .user).code == 0)
  }

  @Test func timesThatCannotBe() {
    let times: [(JSONValue, JSONValue)] = [
      (["timestamp": "1795403600"], ["timestamp": "1795400000"]),
      (["timestamp": "1795400000"], ["timestamp": "1795400000"]),
      (["date": "2026-11-24"], ["timestamp": "1795400000"]),
      (["date": "2026-11-24"], ["date": "2026-11-23"]), ([:], [:]),
      (["date": "2026-11-24", "timestamp": "1"], ["date": "2026-11-24"]),
      (["timestamp": "soon"], ["timestamp": "later"]),
      (["timestamp": "1795400000", "timezone": "Mars/Base"], ["timestamp": "1795403600"]),
      (["timestamp": "9223372036854775807"], ["timestamp": "9223372036854775807"]),
    ]
    for (start, end) in times {
      let reply = client.post(chen, body(["start_time": start, "end_time": end]))
      #expect(reply.code == 190_014, "\(start) \(end)")
      #expect(reply.error["details"]?[0]?["value"]?.string?.isEmpty == false)
    }
    let day: JSONValue = ["date": "2026-11-24"]
    #expect(client.post(chen, body(["start_time": day, "end_time": day])).code == 0)
  }

  /// The date of the end is the day after the last one.
  @Test func wholeDaysEndBeforeTheirEnd() {
    let bot = "calendar/v4/calendars/\(SeedCalendars.botID)/events"
    let made = client.post(
      bot, body(["start_time": ["date": "2026-11-24"], "end_time": ["date": "2026-11-25"]]))
    #expect(made.data["event"]?["end_time"]?["date"] == "2026-11-25")
    func isSeen(on day: String) -> Bool {
      let start = RFC3339("\(day)T00:00:00Z")?.instant ?? 0
      let view = client.get("\(bot)/instance_view?start_time=\(start)&end_time=\(start + 86_400)")
      return view.data["items"]?.array?.contains { $0["summary"] == "New" } == true
    }
    #expect(!isSeen(on: "2026-11-23"))
    #expect(isSeen(on: "2026-11-24"))
    #expect(!isSeen(on: "2026-11-25"))
  }

  @Test func wholeDaysComeBackAsLongAsTheyWere() {
    let bot = "calendar/v4/calendars/\(SeedCalendars.botID)/events"
    let times: JSONObject = [
      "start_time": ["date": "2026-11-24"], "end_time": ["date": "2026-11-26"],
      "recurrence": "FREQ=WEEKLY;COUNT=2",
    ]
    #expect(client.post(bot, body(times)).code == 0)
    let view = client.get("\(bot)/instance_view?start_time=1795910400&end_time=1796515200")
    let again = view.data["items"]?.array?.filter { $0["summary"] == "New" } ?? []
    #expect(again.map { $0["start_time"]?["date"] } == ["2026-12-01"])
    #expect(again.map { $0["end_time"]?["date"] } == ["2026-12-03"])
  }

  @Test func rulesThatCannotBe() {
    let both = "FREQ=DAILY;COUNT=2;UNTIL=20270101T000000Z"
    for rule in [both, "every day", "FREQ=DAILY;INTERVAL=9223372036854775807"] {
      #expect(client.post(chen, body(["recurrence": .string(rule)])).code == 190_014)
    }
  }
}

@Suite struct FreeBusyTests {
  let client = Client()
  private let week: JSONObject = [
    "time_min": "2026-11-23T00:00:00+08:00", "time_max": "2026-11-28T00:00:00+08:00",
  ]

  private func ask(_ extra: JSONObject, _ path: String = "list") -> Client.Reply {
    var body = week
    for member in extra.members { body[member.key] = member.value }
    return client.post("calendar/v4/freebusy/\(path)", .object(body))
  }

  @Test func busyTimesNeedNoRole() {
    let reply = ask(["user_id": .string(SeedPeople.zhou.openID)])
    #expect(
      reply.data["freebusy_list"]
        == [
          ["start_time": "2026-11-25T10:00:00+08:00", "end_time": "2026-11-25T11:00:00+08:00"]
        ])
  }

  @Test func aWholeDayIsTakenUntilItsEnd() {
    let path = "calendar/v4/calendars/\(SeedCalendars.primaryID(of: SeedPeople.lin))/events"
    let made = client.post(
      path,
      [
        "summary": "Away", "start_time": ["date": "2026-11-28"],
        "end_time": ["date": "2026-11-29"],
      ], as: .user)
    #expect(made.code == 0)
    let reply = ask([
      "user_id": .string(SeedPeople.lin.openID), "time_min": "2026-11-28T00:00:00Z",
      "time_max": "2026-11-30T00:00:00Z",
    ])
    #expect(
      reply.data["freebusy_list"]
        == [["start_time": "2026-11-28T00:00:00Z", "end_time": "2026-11-29T00:00:00Z"]])
  }

  @Test func freeAndDeclinedTakeNoTime() {
    let lin: JSONObject = ["user_id": .string(SeedPeople.lin.openID)]
    let busy = ask(lin).data["freebusy_list"]?.array?.compactMap { $0["start_time"]?.string } ?? []
    #expect(busy == busy.sorted())
    #expect(!busy.contains("2026-11-24T12:00:00+08:00"))
    #expect(!busy.contains("2026-11-24T21:00:00+08:00"))
    #expect(busy.contains("2026-11-26T15:00:00+08:00"))
    var wide = lin
    wide["only_busy"] = false
    wide["need_rsvp_status"] = true
    let all = ask(wide).data["freebusy_list"]?.array ?? []
    #expect(all.contains { $0["start_time"] == "2026-11-24T12:00:00+08:00" })
    #expect(all.allSatisfy { $0["rsvp_status"] != nil })
  }

  @Test func timesAreWrittenAsTheyWereAsked() {
    let reply = client.post(
      "calendar/v4/freebusy/list",
      [
        "time_min": "2026-11-25T00:00:00Z", "time_max": "2026-11-26T00:00:00Z",
        "user_id": .string(SeedPeople.zhou.openID),
      ])
    #expect(reply.data["freebusy_list"]?[0]?["start_time"] == "2026-11-25T02:00:00Z")
  }

  @Test func rooms() {
    let reply = ask(["room_id": .string(SeedCalendars.room.id)])
    #expect(reply.data["freebusy_list"]?.array?.count == 1)
  }

  @Test func refusals() {
    #expect(ask([:]).code == 190_014)
    #expect(ask(["user_id": "ou_nobody"]).code == 99_992_351)
    #expect(ask(["user_id": .string(SeedPeople.sun.openID)]).code == 195_100)
    let user = JSONValue.string(SeedPeople.lin.openID)
    #expect(ask(["user_id": user, "time_min": "today"]).code == 190_014)
    #expect(ask(["user_id": user, "time_max": "2027-02-21T00:00:01+08:00"]).code == 190_014)
    #expect(ask(["user_id": user, "time_max": "2027-02-21T00:00:00+08:00"]).code == 0)
  }

  @Test func manyAtOnce() {
    func ids(_ ids: [String]) -> JSONObject { ["user_ids": .array(ids.map(JSONValue.string))] }
    let reply = ask(ids([SeedPeople.lin.openID, SeedPeople.zhou.openID]), "batch")
    #expect(reply.data["freebusy_lists"]?.array?.count == 2)
    #expect(reply.data["freebusy_lists"]?[1]?["user_id"] == .string(SeedPeople.zhou.openID))
    #expect(reply.data["freebusy_lists"]?[1]?["freebusy_items"]?.array?.count == 1)
    #expect(ask(ids([]), "batch").code == 198_001)
    var wrong = ids([SeedPeople.lin.openID])
    wrong["time_min"] = "today"
    #expect(ask(wrong, "batch").code == 198_002)
    wrong["time_min"] = "2026-11-01T00:00:00+08:00"
    #expect(ask(wrong, "batch").code == 198_003)
  }
}
