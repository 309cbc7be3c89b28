import Testing

@testable import Lark

@Suite struct ZoneFileTests {
  /// Two transitions, 1000 (to +2 h) and 2000 (to +1 h), then the footer.
  private static func file(
    footer: String = "CET-1", version: UInt8 = 0x32, transitions: [Int64] = [1000, 2000]
  ) -> [UInt8] {
    let types: [UInt8] = [0, 0, 0x0E, 0x10, 0, 0, 0, 0, 0x1C, 0x20, 1, 0]
    func header(_ count: Int) -> [UInt8] {
      Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
        + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(count), 0, 0, 0, 2, 0, 0, 0, 4]
    }
    func bytes(_ value: Int64) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - Int64($0) * 8)) }
    }
    let names = Array("CET\0".utf8)
    let first = header(0) + types + names
    let second =
      header(transitions.count) + transitions.flatMap(bytes) + [1, 0].prefix(transitions.count)
      + types + names
    return first + second + Array("\n\(footer)\n".utf8)
  }

  @Test func readsTransitionsAndFooter() throws {
    let zone = try #require(ZoneFile.rules(name: "X", bytes: Self.file()))
    #expect(zone.transitions == [1000, 2000])
    #expect(zone.offset(at: 999) == 3600)
    #expect(zone.offset(at: 1000) == 7200)
    #expect(zone.offset(at: 1999) == 7200)
    #expect(zone.offset(at: 2000) == 3600)
    #expect(zone.footer == PosixTimeZone("CET-1".utf8))
  }

  @Test func readsAnEmptyFooterAndNegativeTimes() throws {
    let bytes = Self.file(footer: "", transitions: [-5_000_000_000, -1])
    let zone = try #require(ZoneFile.rules(name: "X", bytes: bytes))
    #expect(zone.footer == nil)
    #expect(zone.offset(at: -5_000_000_001) == 3600)
    #expect(zone.offset(at: -2) == 7200)
    #expect(zone.offset(at: 9_999_999_999) == 3600)
  }

  @Test func refusesWhatDoesNotHoldTogether() {
    let good = Self.file()
    #expect(ZoneFile.rules(name: "X", bytes: []) == nil)
    #expect(ZoneFile.rules(name: "X", bytes: Array("not a zone".utf8)) == nil)
    #expect(ZoneFile.rules(name: "X", bytes: Self.file(transitions: [2000, 1000])) == nil)
    for length in 0..<(good.count - 8) {
      #expect(ZoneFile.rules(name: "X", bytes: Array(good[..<length])) == nil)
    }
  }

  /// No byte of a file, whatever it becomes, stops the program.
  @Test func survivesAnyChangedByte() {
    let good = Self.file()
    for index in good.indices {
      for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
        var bytes = good
        bytes[index] = value
        _ = ZoneFile.rules(name: "X", bytes: bytes)?.offset(at: 1500)
      }
    }
  }
}

@Suite struct ZoneDirectoryTests {
  /// From Python's zoneinfo with the same database.
  static let facts: [(String, [(Int64, Int)])] = [
    ("Asia/Shanghai", [(0, 28800), (1_720_000_000, 28800), (7_000_000_000, 28800)]),
    (
      "America/New_York",
      [
        (-2_000_000_000, -18000), (0, -18000), (1_130_000_000, -14400), (1_325_376_000, -18000),
        (1_711_846_800, -14400), (2_000_000_000, -14400), (3_000_000_000, -18000),
        (7_000_000_000, -14400),
      ]
    ),
    (
      "Europe/Berlin",
      [
        (-2_000_000_000, 3600), (1_130_000_000, 7200), (1_711_846_799, 3600),
        (1_711_846_800, 7200), (1_730_595_599, 3600), (2_000_000_000, 7200), (4_102_444_800, 3600),
      ]
    ),
    (
      "Australia/Lord_Howe",
      [(0, 36000), (1_130_000_000, 37800), (1_720_000_000, 37800), (3_000_000_000, 39600)]
    ),
    ("Asia/Kathmandu", [(-2_000_000_000, 20476), (0, 19800), (1_720_000_000, 20700)]),
    ("Europe/Dublin", [(0, 3600), (500_000_000, 0), (1_720_000_000, 3600), (3_000_000_000, 0)]),
    ("Pacific/Apia", [(0, -39600), (1_325_376_000, 50400), (1_700_000_000, 46800)]),
    ("America/Sao_Paulo", [(500_000_000, -7200), (1_130_000_000, -7200), (1_700_000_000, -10800)]),
  ]

  static let hasDatabase = (try? ZoneDirectory().zone(named: "Europe/Berlin")) != nil

  @Test(.enabled(if: hasDatabase, "needs the package tzdata"), arguments: facts)
  func agreesWithZoneinfo(_ name: String, _ offsets: [(Int64, Int)]) throws {
    let zone = try ZoneDirectory().zone(named: name)
    for (time, offset) in offsets { #expect(zone.offset(at: time) == offset, "\(name) \(time)") }
  }

  @Test(arguments: ["UTC", "Etc/UTC", "GMT", "Z"])
  func knowsUTCWithoutDatabase(_ name: String) throws {
    #expect(try ZoneDirectory(path: "/nonexistent").zone(named: name).offset(at: 0) == 0)
  }

  @Test func knowsOffsetsAndChinaWithoutDatabase() throws {
    let directory = ZoneDirectory(path: "/nonexistent")
    #expect(try directory.zone(named: "+05:45").offset(at: 0) == 20_700)
    #expect(try directory.zone(named: "-08").offset(at: 0) == -28_800)
    #expect(try directory.zone(named: "Asia/Shanghai").offset(at: 1_700_000_000) == 28_800)
  }

  @Test func saysWhatIsMissing() {
    let error = failure { () throws(LarkFailure) in
      try ZoneDirectory(path: "/nonexistent").zone(named: "Europe/Berlin")
    }
    #expect(error?.words.contains("tzdata") == true)
  }

  @Test(arguments: [
    "../../etc/passwd", "/etc/passwd", "Europe/../Berlin", "Europe//Berlin", "Europe/Ber lin", "",
    "Europe/Berlin\0", "柏林", String(repeating: "A", count: 65), "+25", "+1", "+08:00x",
  ])
  func refusesNames(_ name: String) {
    let error = failure { () throws(LarkFailure) in try ZoneDirectory().zone(named: name) }
    #expect(error?.words.hasPrefix("time_zone: \"") == true)
  }
}

@Suite struct ZoneRulesTests {
  let berlin = ZoneRules(
    name: "Europe/Berlin", firstOffset: 3600,
    footer: PosixTimeZone("CET-1CEST,M3.5.0,M10.5.0/3".utf8))

  private func time(_ text: String) throws -> Int64 {
    guard case .local(let date, let seconds)? = Timestamp(text) else { return -1 }
    return berlin.unixSeconds(date, secondsOfDay: seconds)
  }

  @Test func turnsClockTimesIntoMoments() throws {
    #expect(try time("2024-01-15T12:00") == 1_705_316_400)
    #expect(try time("2024-07-15T12:00") == 1_721_037_600)
  }

  @Test func movesSkippedTimesForward() throws {
    #expect(try time("2024-03-31T02:30") == 1_711_848_600)
    #expect(berlin.localTime(at: 1_711_848_600).rfc3339 == "2024-03-31T03:30:00+02:00")
  }

  @Test func takesTheFirstOfTwo() throws {
    #expect(try time("2024-10-27T02:30") == 1_729_989_000)
  }

  @Test func writesOffsets() {
    #expect(ZoneRules.utc.localTime(at: 0).rfc3339 == "1970-01-01T00:00:00Z")
    let west = ZoneRules(name: "-03:30", firstOffset: -12_600)
    #expect(west.localTime(at: 0).rfc3339 == "1969-12-31T20:30:00-03:30")
  }
}
