import Testing

@testable import LarkSandbox

@Suite struct RecurrenceTests {
  /// The dates on which a rule that begins on `from` falls in the year after it.
  private func dates(
    _ rule: String, from: String, hour: Int = 9, zone: TimeZone = .shanghai, days: Int = 366
  ) throws -> [String] {
    let first = try #require(RFC3339.date(from))
    let recurrence = Recurrence(
      rule: try #require(RecurrenceRule(rule)),
      first: CivilTime(date: first, secondOfDay: hour * 3_600), zone: zone)
    let start = first.daysSince1970 * CivilTime.secondsPerDay - CivilTime.secondsPerDay
    let end = start + (days + 1) * CivilTime.secondsPerDay
    return recurrence.starts(in: start..<end).map { zone.civil(at: $0).date.text }
  }

  @Test func everyFewDays() throws {
    #expect(
      try dates("FREQ=DAILY;INTERVAL=3;COUNT=4", from: "2026-12-30") == [
        "2026-12-30", "2027-01-02", "2027-01-05", "2027-01-08",
      ])
    #expect(try dates("FREQ=DAILY;BYDAY=SA,SU;COUNT=2", from: "2026-11-23").first == "2026-11-28")
  }

  /// The example of RFC 5545 section 3.3.10 on WKST.
  @Test func theFirstDayOfTheWeekMatters() throws {
    let rule = "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST="
    #expect(
      try dates(rule + "MO", from: "1997-08-05") == [
        "1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24",
      ])
    #expect(
      try dates(rule + "SU", from: "1997-08-05") == [
        "1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31",
      ])
  }

  @Test func monthsByDayOfTheWeek() throws {
    #expect(
      try dates("FREQ=MONTHLY;BYDAY=2MO;COUNT=3", from: "2026-11-09") == [
        "2026-11-09", "2026-12-14", "2027-01-11",
      ])
    #expect(
      try dates("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", from: "2026-11-27") == [
        "2026-11-27", "2026-12-25", "2027-01-29",
      ])
    #expect(
      try dates("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", from: "2026-11-01") == [
        "2026-11-30", "2026-12-31", "2027-01-29",
      ])
  }

  @Test func monthsWithoutTheDayAreLeftOut() throws {
    #expect(
      try dates("FREQ=MONTHLY;COUNT=4", from: "2027-01-31", days: 500) == [
        "2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31",
      ])
    #expect(
      try dates("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", from: "2027-01-31") == [
        "2027-01-31", "2027-02-28", "2027-03-31",
      ])
    #expect(
      try dates("FREQ=YEARLY;COUNT=2", from: "2024-02-29", days: 3_000) == [
        "2024-02-29", "2028-02-29",
      ])
  }

  /// UNTIL is inclusive; with Z it is an instant, without it a time on the wall.
  @Test func untilTheEnd() throws {
    #expect(
      try dates("FREQ=DAILY;UNTIL=20261125T010000Z", from: "2026-11-23") == [
        "2026-11-23", "2026-11-24", "2026-11-25",
      ])
    #expect(try dates("FREQ=DAILY;UNTIL=20261125T005959Z", from: "2026-11-23").count == 2)
    #expect(try dates("FREQ=DAILY;UNTIL=20261125", from: "2026-11-23").count == 3)
    #expect(try dates("FREQ=DAILY;UNTIL=20261125T085959", from: "2026-11-23").count == 2)
  }

  /// A weekly meeting at 10:00 in New York is at 10:00 there before and after the change.
  @Test func wallClockTimeIsKept() throws {
    let zone = try #require(TimeZone.named("America/New_York"))
    let recurrence = Recurrence(
      rule: try #require(RecurrenceRule("FREQ=WEEKLY")),
      first: CivilTime(date: CivilDate(year: 2026, month: 10, day: 27), secondOfDay: 36_000),
      zone: zone)
    let starts = recurrence.starts(in: 1_793_000_000..<1_794_400_000)
    #expect(starts.map { zone.civil(at: $0).clockText } == ["10:00:00", "10:00:00", "10:00:00"])
    #expect(starts[1] - starts[0] == 7 * 86_400 + 3_600)
  }

  @Test func aWindowFarAwayIsReachedAndNothingIsLost() throws {
    let recurrence = Recurrence(
      rule: try #require(RecurrenceRule("FREQ=DAILY")),
      first: CivilTime(date: CivilDate(year: 1990, month: 1, day: 1), secondOfDay: 0),
      zone: .utc)
    let start = CivilDate(year: 2080, month: 3, day: 1).daysSince1970 * 86_400
    #expect(recurrence.starts(in: start..<start + 10 * 86_400).count == 10)
    #expect(recurrence.starts(in: start..<start + 10 * 86_400).first == start)
  }

  @Test func aRuleThatYieldsNothingEnds() throws {
    let recurrence = Recurrence(
      rule: try #require(RecurrenceRule("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31")),
      first: CivilTime(date: CivilDate(year: 2026, month: 2, day: 1), secondOfDay: 0), zone: .utc)
    #expect(recurrence.starts(in: 0..<16_725_225_600).isEmpty)
  }

  @Test(arguments: [
    "", "FREQ=HOURLY", "INTERVAL=2", "FREQ=DAILY;COUNT=2;UNTIL=20270101T000000Z",
    "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-9223372036854775808", "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=9223372036854775807", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=2MO",
    "FREQ=MONTHLY;BYDAY=9MO", "FREQ=MONTHLY;BYDAY=-9223372036854775808MO",
    "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=-9223372036854775808",
    "FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY;UNTIL=20270230", "FREQ=DAILY;FREQ=DAILY", "FREQ",
    "FREQ=DAILY;BYHOUR=9", "FREQ=WEEKLY;BYDAY=",
  ])
  func refusesWhatIsNoRule(_ text: String) {
    #expect(RecurrenceRule(text) == nil)
  }
}
