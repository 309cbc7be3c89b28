import Testing

@testable import LarkSandbox

@Suite struct CivilTimeTests {
  @Test func datesAndDaysAgree() {
    for days in stride(from: -200_000, through: 200_000, by: 97) {
      #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
    }
    #expect(CivilDate(daysSince1970: 0) == CivilDate(year: 1970, month: 1, day: 1))
    #expect(CivilDate(daysSince1970: -1).text == "1969-12-31")
    #expect(CivilDate(year: 2026, month: 11, day: 23).weekday == 0)
    #expect(CivilDate(year: 2024, month: 2, day: 28).adding(days: 1).text == "2024-02-29")
    #expect(CivilDate(year: 2100, month: 2, day: 28).adding(days: 1).text == "2100-03-01")
  }

  @Test func secondsBefore1970BelongToTheDayBefore() {
    let civil = CivilTime(secondsSince1970: -1)
    #expect(civil.date.text == "1969-12-31")
    #expect(civil.clockText == "23:59:59")
  }

  @Test func readsAndWritesRFC3339() {
    #expect(RFC3339("1970-01-01T00:00:00Z")?.instant == 0)
    #expect(RFC3339("2026-11-23T09:00:00+08:00")?.instant == 1_795_395_600)
    #expect(RFC3339("2026-11-22T20:00:00.250-05:00")?.instant == 1_795_395_600)
    #expect(
      RFC3339(instant: 1_795_395_600, offset: 28_800).text == "2026-11-23T09:00:00+08:00")
    #expect(RFC3339(instant: 0, offset: -12_600).text == "1969-12-31T20:30:00-03:30")
    #expect(RFC3339(instant: 0, offset: 0).text == "1970-01-01T00:00:00Z")
  }

  @Test(arguments: [
    "", "2026-11-23", "2026-11-23 09:00:00Z", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
    "2026-11-23T24:00:00Z", "2026-11-23T09:00:00", "2026-11-23T09:00:00+0800",
    "2026-11-23T09:00:00.Z", "2026-11-23T09:00:00+08:00x", "٢٠٢٦-11-23T09:00:00Z",
  ])
  func refusesWhatIsNoDateTime(_ text: String) {
    #expect(RFC3339(text) == nil)
  }

  @Test func idsHaveTheirShapesAndDependOnTheSeed() {
    var first = Identifiers(seed: 1)
    var same = Identifiers(seed: 1)
    var other = Identifiers(seed: 2)
    let id = first.message()
    #expect(id.count == 35 && id.hasPrefix("om_"))
    #expect(same.message() == id)
    #expect(other.message() != id)
    #expect(first.uuid().count == 36)
    #expect(SeedIdentifier.user("x").count == 35)
    #expect(SeedIdentifier.token("x").count == 27)
    #expect(SeedIdentifier.token("x") != SeedIdentifier.token("y"))
    #expect(SeedIdentifier.event("x").count == 38)
    #expect(SeedIdentifier.space("x").count == 19)
    #expect(SeedIdentifier.calendar("x").hasSuffix("@group.calendar.feishu.cn"))
  }
}
