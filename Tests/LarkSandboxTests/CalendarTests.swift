import JSON
import Testing

@testable import LarkSandbox

@Suite struct CalendarTests {
  let client = Client()
  static let day = CivilTime.secondsPerDay

  private func view(
    _ calendar: String, _ start: Int = Client.monday, _ end: Int = Client.monday + 7 * day,
    as token: Client.Token = .tenant
  ) -> Client.Reply {
    client.get(
      "calendar/v4/calendars/\(calendar)/events/instance_view?start_time=\(start)&end_time=\(end)",
      as: token)
  }

  private func items(_ reply: Client.Reply) -> [JSONValue] { reply.data["items"]?.array ?? [] }

  private func starts(_ reply: Client.Reply, _ summary: String) -> [Int] {
    items(reply).filter { $0["summary"]?.string?.contains(summary) == true }
      .compactMap { $0["start_time"]?["timestamp"]?.string.flatMap { Int($0) } }
  }

  @Test func theCallersOwnCalendar() {
    let bot = client.post("calendar/v4/calendars/primary", nil).data["calendars"]?[0]
    #expect(bot?["calendar"]?["calendar_id"] == .string(SeedCalendars.botID))
    #expect(bot?["calendar"]?["role"] == "owner")
    #expect(bot?["user_id"] == .string(Bot.openID))
    #expect(
      client.post("calendar/v4/calendars/primary?user_id_type=user_id", nil).code == 190_002)
    let lin = client.post("calendar/v4/calendars/primary", nil, as: .user).data["calendars"]?[0]
    #expect(lin?["user_id"] == .string(SeedPeople.lin.openID))
  }

  @Test func calendarsOfOthers() {
    func ask(_ ids: [String]) -> Client.Reply {
      client.post(
        "calendar/v4/calendars/primarys", ["user_ids": .array(ids.map(JSONValue.string))])
    }
    let reply = ask([SeedPeople.chen.openID, SeedPeople.zhou.openID])
    let roles = reply.data["calendars"]?.array?.compactMap { $0["calendar"]?["role"]?.string }
    #expect(roles == ["writer", "free_busy_reader"])
    #expect(ask([]).code == 198_001)
    #expect(ask([String](repeating: SeedPeople.lin.openID, count: 11)).code == 198_001)
    #expect(ask(["ou_nobody"]).code == 99_992_351)
    let gone = ask([SeedPeople.sun.openID])
    #expect(gone.status == 404 && gone.code == 195_100)
    #expect(client.post("calendar/v4/calendars/primarys", [:]).code == 99_992_402)
  }

  @Test func theListHasWhatCanBeRead() {
    let list = client.get("calendar/v4/calendars?page_size=50").data
    let ids = list["calendar_list"]?.array?.compactMap { $0["calendar_id"]?.string } ?? []
    #expect(ids.contains(SeedCalendars.onCallID) && ids.contains(SeedCalendars.botID))
    #expect(!ids.contains(SeedCalendars.primaryID(of: SeedPeople.zhou)))
    #expect(list["sync_token"]?.string?.isEmpty == false)
    #expect(client.get("calendar/v4/calendars?page_size=10").code == 99_992_402)
    #expect(client.get("calendar/v4/calendars?page_token=x").code == 190_008)
    #expect(client.get("calendar/v4/calendars?page_token=x&sync_token=y").code == 190_009)
  }

  /// Which calendars do not show their events, and why.
  @Test(arguments: [
    (SeedCalendars.primaryID(of: SeedPeople.zhou), 403, 191_002),
    (SeedCalendars.googleID, 403, 191_004), (SeedCalendars.deletedID, 403, 191_003),
    (SeedIdentifier.calendar("nobody"), 404, 191_000), ("primary", 400, 191_001),
  ])
  func closedCalendars(_ id: String, _ status: Int, _ code: Int) {
    let reply = view(id)
    #expect(reply.status == status && reply.code == code)
  }

  @Test func pathsAreDecoded() {
    let id = SeedCalendars.botID.split(separator: "@").joined(separator: "%40")
    #expect(view(id).code == 0)
  }

  @Test func theWeekOfTheStandup() {
    let reply = view(SeedCalendars.primaryID(of: SeedPeople.chen))
    let times = starts(reply, "站会")
    #expect(times.count == 5)
    #expect(times.first == Client.monday + 1_800)
    let all = items(reply).compactMap { $0["start_time"]?["timestamp"]?.string.flatMap { Int($0) } }
    #expect(all == all.sorted())
    let first = items(reply).first { $0["summary"]?.string?.contains("站会") == true }
    #expect(first?["event_id"]?.string?.hasSuffix("_\(Client.monday + 1_800)") == true)
    #expect(first?["is_exception"] == false && first?["recurring_event_id"] == nil)
    #expect(first?["recurrence"] == nil)
    #expect(first?["status"] == "confirmed")
    #expect(first?["start_time"]?["timezone"] == "Asia/Shanghai")
  }

  /// Next week it is once moved to the afternoon and once left out.
  @Test func exceptions() {
    let next = Client.monday + 7 * Self.day
    let reply = view(SeedCalendars.primaryID(of: SeedPeople.chen), next, next + 7 * Self.day)
    let times = starts(reply, "站会")
    #expect(times.count == 4)
    #expect(times.first == next + 1_800 + 5 * 3_600)
    let moved = items(reply).first { $0["is_exception"] == true }
    #expect(moved?["event_id"]?.string?.hasSuffix("_\(next + 1_800)") == true)
    #expect(moved?["recurring_event_id"]?.string?.hasSuffix("_0") == true)
    #expect(moved?["summary"]?.string?.contains("改到下午") == true)
  }

  /// The sales call is at 10:00 in New York, in summer and in winter.
  @Test func acrossAChangeOfDaylightSavingTime() throws {
    let spring = try #require(RFC3339("2027-03-08T00:00:00Z")).instant
    let client = Client(at: spring)
    let path = "calendar/v4/calendars/\(SeedCalendars.primaryID(of: SeedPeople.david))/events/"
    let reply = client.get(
      path + "instance_view?start_time=\(spring)&end_time=\(spring + 14 * Self.day)")
    let times = starts(reply, "sales")
    #expect(times.count == 2)
    #expect(times[1] - times[0] == 7 * Self.day - 3_600)
    let zone = try #require(TimeZone.named("America/New_York"))
    #expect(times.allSatisfy { zone.civil(at: $0).clockText == "10:00:00" })
  }

  @Test func theWindow() {
    let bot = SeedCalendars.botID
    let now = Client.monday
    #expect(view(bot, now, now + 40 * Self.day - 1).code == 0)
    let long = view(bot, now, now + 40 * Self.day)
    #expect(long.status == 400 && long.code == 193_103)
    #expect(view(bot, now, now).code == 190_002)
    #expect(view(bot, now, now - 1).code == 190_002)
    #expect(view(bot, -1, now).code == 190_002)
    #expect(view(bot, .max - 1, .max).code == 190_002)
    let path = "calendar/v4/calendars/\(bot)/events/instance_view?start_time="
    #expect(client.get("\(path)2026-11-23&end_time=2026-11-24").code == 190_002)
    #expect(client.get("\(path)1").code == 99_992_402)
  }

  /// An event counts if any of it is inside.
  @Test func theEdgesOfTheWindow() {
    let chen = SeedCalendars.primaryID(of: SeedPeople.chen)
    let start = Client.monday + 1_800
    #expect(starts(view(chen, start - 60, start), "站会").isEmpty)
    #expect(starts(view(chen, start - 60, start + 1), "站会").count == 1)
    #expect(starts(view(chen, start + 899, start + 960), "站会").count == 1)
    #expect(starts(view(chen, start + 900, start + 960), "站会").isEmpty)
  }

  @Test func tooManyInstances() {
    let client = Client(rateLimits: false)
    let bot = SeedCalendars.botID
    for number in 0..<26 {
      let start = Client.monday + number * 60
      let made = client.post(
        "calendar/v4/calendars/\(bot)/events",
        [
          "start_time": ["timestamp": .string("\(start)")],
          "end_time": ["timestamp": .string("\(start + 60)")], "recurrence": "FREQ=DAILY",
        ])
      #expect(made.code == 0)
    }
    let path = "calendar/v4/calendars/\(bot)/events/instance_view?start_time=\(Client.monday)"
    #expect(client.get("\(path)&end_time=\(Client.monday + 39 * Self.day)").code == 193_104)
    #expect(client.get("\(path)&end_time=\(Client.monday + 30 * Self.day)").code == 0)
  }

  @Test func privateEventsKeepTheirTitles() {
    let zhao = SeedCalendars.primaryID(of: SeedPeople.zhao)
    let hidden = items(view(zhao)).first { $0["visibility"] == "private" }
    #expect(hidden != nil)
    #expect(
      hidden?["summary"] == nil && hidden?["description"] == nil && hidden?["location"] == nil)
    #expect(hidden?["start_time"]?["timestamp"] != nil)
  }

  @Test func allDayEvents() {
    let items = items(
      view(
        SeedCalendars.primaryID(of: SeedPeople.lin), Client.monday, Client.monday + 12 * Self.day))
    let offsite = items.first { $0["summary"]?.string?.contains("offsite") == true }
    #expect(offsite?["start_time"] == ["date": "2026-12-02", "timezone": "UTC"])
    #expect(offsite?["end_time"]?["date"] == "2026-12-04")
    #expect(offsite?["start_time"]?["timestamp"] == nil)
  }

  @Test func instancesShowRoomsOnly() {
    let items = items(view(SeedCalendars.primaryID(of: SeedPeople.lin)))
    let weekly = items.first { $0["summary"]?.string?.contains("产品周会") == true }
    #expect(weekly?["attendees"]?.array?.map { $0["type"] } == ["resource"])
    #expect(weekly?["location"]?["name"] == "云杉厅")
  }

  @Test func listsDoNotExpand() throws {
    let path = "calendar/v4/calendars/\(SeedCalendars.primaryID(of: SeedPeople.chen))/events"
    let all = client.get(path)
    let standups = (all.data["items"]?.array ?? []).filter {
      $0["summary"]?.string?.contains("站会") == true
    }
    #expect(standups.count == 1)
    #expect(standups.first?["recurrence"] == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    #expect(all.data["sync_token"] != nil)
    let window = "start_time=\(Client.monday)&end_time=\(Client.monday + Self.day)"
    #expect(client.get("\(path)?\(window)").data["items"]?.array?.isEmpty == false)
    #expect(client.get("\(path)?\(window)&sync_token=x").code == 190_009)
    #expect(client.get("\(path)?\(window)&anchor_time=1").code == 190_009)
    #expect(client.get("\(path)?anchor_time=x").code == 190_002)
    #expect(client.get("\(path)?page_token=x").code == 190_008)
    #expect(client.get("\(path)?sync_token=x").data["items"]?.array?.isEmpty == true)
  }

  @Test func pagesBeginWithAnAnchor() throws {
    let client = Client(rateLimits: false)
    let path = "calendar/v4/calendars/\(SeedCalendars.botID)/events"
    for _ in 0..<60 {
      _ = client.post(
        path,
        ["start_time": ["timestamp": "1795400000"], "end_time": ["timestamp": "1795403600"]])
    }
    #expect(client.get("\(path)?page_size=50").data["has_more"] == false)
    let first = client.get("\(path)?page_size=50&anchor_time=1")
    #expect(first.data["items"]?.array?.count == 50)
    let token = try #require(first.data["page_token"]?.string)
    let second = client.get("\(path)?page_size=50&anchor_time=1&page_token=\(token)")
    #expect(second.data["items"]?.array?.count == 10)
    _ = client.control(["advance_seconds": 3_600])
    #expect(client.get("\(path)?page_size=50&anchor_time=1&page_token=\(token)").code == 190_008)
  }

  @Test func oneEvent() {
    let path = "calendar/v4/calendars/\(SeedCalendars.primaryID(of: SeedPeople.chen))/events"
    let standup = SeedIdentifier.event("standup")
    let event = client.get("\(path)/\(standup)?need_attendee=true&max_attendee_num=2").data["event"]
    #expect(event?["recurrence"] == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    #expect(event?["attendees"]?.array?.count == 2 && event?["has_more_attendee"] == true)
    #expect(event?["attendees"]?[0]?["is_organizer"] == true)
    let uid = standup.dropLast(2)
    #expect(client.get("\(path)/\(uid)_\(Client.monday + 1_800)").code == 0)
    #expect(client.get("\(path)/\(uid)_\(Client.monday)").code == 193_001)
    #expect(client.get("\(path)/\(uid)_\(Int.max)").code == 193_000)
    #expect(client.get("\(path)/\(uid)_-1").code == 193_000)
    #expect(client.get("\(path)/nonsense").code == 193_000)
    #expect(client.get("\(path)/\(SeedIdentifier.event("nothing"))").status == 404)
    let cancelled = Client.monday + 9 * Self.day + 1_800
    #expect(client.get("\(path)/\(uid)_\(cancelled)").code == 193_001)
  }
}
