import JSON

/// The events of the seeded calendars, placed relative to a day.
struct SeedEvents {
  private typealias Everyone = SeedPeople

  let now: Int
  private let today: CivilDate

  init(now: Int) {
    self.now = now
    today = TimeZone.shanghai.civil(at: now).date
  }

  var all: [CalendarEvent] {
    [
      standup, productWeekly, review, oneOnOne, lunch, salesCall, confidential, release, offsite,
      interview, onCall, holiday, declined,
    ]
  }

  /// Every working day at 09:30 for the platform engineers; moved once, left out once.
  private var standup: CalendarEvent {
    var event = event(
      "standup", Everyone.chen, "平台站会 Platform standup", from: monday(-2), 9.5, hours: 0.25,
      with: [Everyone.zhao, Everyone.david], rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    let moved = at(monday(1), 9.5, .shanghai)
    event.exceptions[moved] = EventException(
      summary: "平台站会（改到下午）Platform standup, moved",
      start: .moment(seconds: moved + 5 * 3_600, zone: .shanghai),
      end: .moment(seconds: moved + 5 * 3_600 + 900, zone: .shanghai))
    event.exceptions[at(monday(1).adding(days: 2), 9.5, .shanghai)] = EventException(
      isCancelled: true)
    return event
  }

  private var productWeekly: CalendarEvent {
    var event = event(
      "product-weekly", Everyone.lin, "产品周会 Product weekly", from: monday(-3).adding(days: 3),
      15, hours: 1, with: [Everyone.chen, Everyone.wang], rule: "FREQ=WEEKLY;BYDAY=TH")
    event.about = "路线图、用户反馈、下周计划"
    event.attendees.append(room)
    event.location = ["name": "云杉厅", "address": "上海市浦东新区世纪大道 1 号 12 层"]
    return event
  }

  private var review: CalendarEvent {
    event(
      "design-review", Everyone.wang, "首页设计评审 Homepage design review", from: today, 14,
      hours: 1, with: [Everyone.lin])
  }

  private var oneOnOne: CalendarEvent {
    event(
      "one-on-one", Everyone.chen, "1:1 赵磊 / 陈思远", from: today.adding(days: 1), 11, hours: 0.5,
      with: [Everyone.zhao])
  }

  private var lunch: CalendarEvent {
    var event = event(
      "lunch", Everyone.lin, "午餐 Lunch", from: monday(-1), 12, hours: 1,
      rule: "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR")
    event.freeBusy = "free"
    return event
  }

  /// At 10:00 in New York, all the year round.
  private var salesCall: CalendarEvent {
    event(
      "sales-call", Everyone.david, "Weekly sales pipeline", from: monday(-8).adding(days: 1), 10,
      hours: 0.75, with: [Everyone.lin], rule: "FREQ=WEEKLY;BYDAY=TU",
      zone: TimeZone.named("America/New_York") ?? .utc)
  }

  private var confidential: CalendarEvent {
    var event = event(
      "confidential", Everyone.zhao, "体检 Medical check-up", from: today.adding(days: 1), 8,
      hours: 1.5)
    event.visibility = "private"
    return event
  }

  /// The last working day of each month.
  private var release: CalendarEvent {
    event(
      "release", Everyone.zhao, "版本发布 Release window",
      from: CivilDate(year: today.year, month: today.month, day: 1).adding(days: -60), 20,
      hours: 2, with: [Everyone.chen],
      rule: "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")
  }

  private var offsite: CalendarEvent {
    var event = CalendarEvent(
      uid: uid("offsite"), calendarID: SeedCalendars.primaryID(of: Everyone.lin),
      summary: "产品团队外出 Product offsite", start: .day(today.adding(days: 9)),
      end: .day(today.adding(days: 11)))
    event.organizer = Everyone.lin
    event.attendees = people([Everyone.lin, Everyone.wang])
    event.createSeconds = now - 20 * CivilTime.secondsPerDay
    return event
  }

  private var interview: CalendarEvent {
    event(
      "interview", Everyone.zhou, "面试：后端工程师 Interview", from: today.adding(days: 2), 10, hours: 1,
      with: [Everyone.chen])
  }

  /// A week each, in turn, for half a year.
  private var onCall: CalendarEvent {
    var event = event(
      "on-call", Everyone.zhao, "On-call: 赵磊 Zhao Lei", from: monday(-4), 9, hours: 9,
      rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;COUNT=65")
    return onShared(&event, SeedCalendars.onCallID)
  }

  private var holiday: CalendarEvent {
    var event = CalendarEvent(
      uid: uid("holiday"), calendarID: SeedCalendars.holidaysID,
      summary: "公司成立纪念日 Founders' day", start: .day(today.adding(days: 5)),
      end: .day(today.adding(days: 6)))
    event.freeBusy = "free"
    event.createSeconds = now - 90 * CivilTime.secondsPerDay
    return event
  }

  private var declined: CalendarEvent {
    var event = event(
      "vendor-demo", Everyone.david, "Vendor demo", from: today.adding(days: 1), 21, hours: 1,
      with: [Everyone.lin])
    event.attendees = [
      Attendee(kind: .person(openID: Everyone.david.openID)),
      Attendee(kind: .person(openID: Everyone.lin.openID), reply: .decline),
    ]
    return event
  }

  private var room: Attendee {
    Attendee(kind: .room(id: SeedCalendars.room.id, name: SeedCalendars.room.name))
  }

  private func event(
    _ key: String, _ organizer: Person, _ summary: String, from date: CivilDate, _ hour: Double,
    hours: Double, with others: [Person] = [], rule: String = "", zone: TimeZone = .shanghai
  ) -> CalendarEvent {
    let start = at(date, hour, zone)
    var event = CalendarEvent(
      uid: uid(key), calendarID: SeedCalendars.primaryID(of: organizer), summary: summary,
      start: .moment(seconds: start, zone: zone),
      end: .moment(seconds: start + Int(hours * 3_600), zone: zone), recurrence: rule)
    event.organizer = organizer
    event.attendees = others.isEmpty ? [] : people([organizer] + others)
    event.createSeconds = now - 30 * CivilTime.secondsPerDay
    return event
  }

  private func onShared(_ event: inout CalendarEvent, _ calendarID: String) -> CalendarEvent {
    var shared = CalendarEvent(
      uid: event.uid, calendarID: calendarID, summary: event.summary, start: event.start,
      end: event.end, recurrence: event.recurrence)
    shared.organizer = event.organizer
    shared.createSeconds = event.createSeconds
    return shared
  }

  private func people(_ people: [Person]) -> [Attendee] {
    people.map { Attendee(kind: .person(openID: $0.openID)) }
  }

  private func uid(_ key: String) -> String { String(SeedIdentifier.event(key).dropLast(2)) }

  /// The Monday of this week, or so many weeks from it.
  private func monday(_ weeks: Int) -> CivilDate {
    today.adding(days: weeks * 7 - today.weekday)
  }

  private func at(_ date: CivilDate, _ hour: Double, _ zone: TimeZone) -> Int {
    zone.instant(of: CivilTime(date: date, secondOfDay: Int(hour * 3_600)))
  }
}
