import Testing

@testable import LarkSandbox

@Suite struct TimeZoneTests {
  /// `seconds` at 01:30 on the wall of that day.
  private func wall(_ year: Int, _ month: Int, _ day: Int, _ hour: Double) -> CivilTime {
    CivilTime(
      date: CivilDate(year: year, month: month, day: day), secondOfDay: Int(hour * 3_600))
  }

  @Test func readsTheDatabase() throws {
    let newYork = try #require(TimeZone.named("America/New_York"))
    #expect(newYork.offset(at: 1_795_395_600) == -18_000)
    #expect(newYork.offset(at: 1_782_000_000) == -14_400)
    #expect(TimeZone.shanghai.offset(at: 1_795_395_600) == 28_800)
    // In 1990 there was daylight saving time in China.
    #expect(TimeZone.shanghai.offset(at: 646_000_000) == 32_400)
    #expect(TimeZone.named("Asia/Kathmandu")?.offset(at: 1_795_395_600) == 20_700)
  }

  /// The file ends in 2037 at the latest; its footer goes on.
  @Test func followsTheRuleBeyondTheFile() throws {
    let newYork = try #require(TimeZone.named("America/New_York"))
    let july = wall(2_090, 7, 1, 12)
    #expect(newYork.civil(at: newYork.instant(of: july)) == july)
    #expect(newYork.offset(at: newYork.instant(of: july)) == -14_400)
    let lordHowe = try #require(TimeZone.named("Australia/Lord_Howe"))
    #expect(lordHowe.offset(at: lordHowe.instant(of: wall(2_090, 1, 1, 12))) == 39_600)
    #expect(lordHowe.offset(at: lordHowe.instant(of: wall(2_090, 7, 1, 12))) == 37_800)
  }

  @Test func aTimeThatIsSkippedIsReadWithTheOffsetBefore() throws {
    let newYork = try #require(TimeZone.named("America/New_York"))
    let skipped = newYork.instant(of: wall(2_027, 3, 14, 2.5))
    #expect(newYork.civil(at: skipped) == wall(2_027, 3, 14, 3.5))
  }

  @Test func aTimeThatComesTwiceIsTheFirst() throws {
    let newYork = try #require(TimeZone.named("America/New_York"))
    let instant = newYork.instant(of: wall(2_026, 11, 1, 1.5))
    #expect(newYork.offset(at: instant) == -14_400)
    #expect(newYork.civil(at: instant + 3_600) == wall(2_026, 11, 1, 1.5))
  }

  @Test(arguments: [
    "", "/etc/passwd", "../../etc/passwd", "Asia/../../../etc/passwd", "Asia", "Nowhere/At_All",
    "Asia/Shanghai\0", "zone.tab", "Asia/上海",
  ])
  func refusesWhatIsNoZone(_ name: String) {
    #expect(TimeZone.named(name) == nil)
  }

  @Test func refusesAFileThatIsCutShort() throws {
    var file: [UInt8] = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 39)
    #expect(TimeZoneFile.parse(file, name: "x") == nil)
    file[43] = 255
    #expect(TimeZoneFile.parse(file + file, name: "x") == nil)
    #expect(TimeZoneFile.parse([], name: "x") == nil)
  }

  @Test func readsPOSIXRules() throws {
    #expect(TimeZoneRule("CST-8")?.offset(at: 0) == 28_800)
    #expect(TimeZoneRule("<+0545>-5:45")?.offset(at: 0) == 20_700)
    let newYork = try #require(TimeZoneRule("EST5EDT,M3.2.0,M11.1.0"))
    #expect(newYork.offset(at: 1_782_000_000) == -14_400)
    #expect(TimeZoneRule("") == nil)
    #expect(TimeZoneRule("EST") == nil)
    #expect(TimeZoneRule("EST5EDT,J60,J300")?.offset(at: 1_782_000_000) == -18_000)
  }
}
