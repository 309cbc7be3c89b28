import Testing

@testable import Lark

@Suite struct CivilDateTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016), ("2026-03-01", 20513),
    ("2100-03-01", 47541), ("1600-01-01", -135140), ("0001-01-01", -719162),
  ])
  func countsDays(_ text: String, _ days: Int) throws {
    let date = CivilDate(daysSinceEpoch: days)
    #expect(date.description == text)
    #expect(date.daysSinceEpoch == days)
  }

  @Test func roundTripsEveryDayOfFourCenturies() {
    for days in stride(from: -150_000, through: 150_000, by: 1) {
      #expect(CivilDate(daysSinceEpoch: days).daysSinceEpoch == days)
    }
  }

  @Test func knowsWeekdays() throws {
    #expect(CivilDate(daysSinceEpoch: 0).weekdayName == "Thu")
    #expect(CivilDate(daysSinceEpoch: -1).weekdayName == "Wed")
    #expect(CivilDate(daysSinceEpoch: 20_513).weekdayName == "Sun")
  }

  @Test func refusesDaysThatDoNotExist() {
    #expect(CivilDate(year: 2026, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2024, month: 2, day: 29) != nil)
    #expect(CivilDate(year: 2026, month: 13, day: 1) == nil)
    #expect(CivilDate(year: 2026, month: 4, day: 31) == nil)
    #expect(CivilDate(year: 2026, month: 4, day: 0) == nil)
  }
}

@Suite struct TimestampTests {
  @Test(arguments: [
    ("2026-03-01T09:00:00+08:00", 1_772_326_800 as Int64),
    ("2026-03-01T01:00:00Z", 1_772_326_800), ("2026-03-01 01:00z", 1_772_326_800),
    ("2026-02-28T20:00:00.123-05:00", 1_772_326_800), ("1970-01-01T00:00:00Z", 0),
    ("2026-03-01T06:45+0545", 1_772_326_800),
  ])
  func readsInstants(_ text: String, _ seconds: Int64) {
    #expect(Timestamp(text) == .instant(seconds))
  }

  @Test func readsDatesAndLocalTimes() throws {
    let date = try #require(CivilDate(year: 2026, month: 3, day: 1))
    #expect(Timestamp("2026-03-01") == .date(date))
    #expect(Timestamp("2026-03-01T09:30") == .local(date, secondsOfDay: 34_200))
    #expect(Timestamp("2026-03-01T09:30:15") == .local(date, secondsOfDay: 34_215))
  }

  @Test(arguments: [
    "", "tomorrow", "2026-3-1", "2026-02-30", "2026-03-01T", "2026-03-01T25:00", "2026-03-01T09",
    "2026-03-01T09:00:00+8", "2026-03-01T09:00:00+99:00", "2026-03-01T09:00Zx", "20260301",
    "２０２６-03-01",
  ])
  func refusesOthers(_ text: String) { #expect(Timestamp(text) == nil) }
}

@Suite struct PosixTimeZoneTests {
  /// Expected values from Python's zoneinfo.
  @Test(arguments: [
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_711_846_799 as Int64, 3600),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_711_846_800, 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_729_990_799, 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_729_990_800, 3600),
    ("EST5EDT,M3.2.0,M11.1.0", 1_710_053_999, -18000),
    ("EST5EDT,M3.2.0,M11.1.0", 1_710_054_000, -14400),
    // The southern summer contains the new year.
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_704_067_200, 39600),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_719_792_000, 36000),
    ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1_704_067_200, 39600),
    // Dublin's standard time is the summer's.
    ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_704_067_200, 0),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_719_792_000, 3600),
    // Hours beyond a day, and before it.
    ("IST-2IDT,M3.4.4/26,M10.5.0", 1_711_670_399, 7200),
    ("IST-2IDT,M3.4.4/26,M10.5.0", 1_711_670_400, 10800),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_711_846_799, -7200),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_711_846_800, -3600),
    ("CST-8", 0, 28800), ("<+0545>-5:45", 0, 20700),
    ("AAA-1BBB,J60/0,J300/0", 1_709_247_599, 3600), ("AAA-1BBB,J60/0,J300/0", 1_709_247_600, 7200),
    ("AAA-1BBB,59/0,300/0", 1_709_161_200, 7200),
  ])
  func tellsOffsets(_ text: String, _ time: Int64, _ offset: Int) throws {
    let zone = try #require(PosixTimeZone(text.utf8))
    #expect(zone.offset(at: time) == offset)
  }

  @Test(arguments: [
    "", "C", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-99", "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,J0,J1", "CET-1CEST,M3.5.0,M10.5.0x", "<+08-8",
    "CET-1:99",
  ])
  func refusesWhatIsNone(_ text: String) { #expect(PosixTimeZone(text.utf8) == nil) }
}
