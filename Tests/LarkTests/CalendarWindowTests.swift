import Testing

@testable import Lark

@Suite struct CalendarWindowTests {
  /// 2026-03-25T17:30:00Z; in Berlin summer time begins on the 29th.
  private let window = CalendarWindow(
    zone: ZoneRules(
      name: "Europe/Berlin", firstOffset: 3600,
      footer: PosixTimeZone("CET-1CEST,M3.5.0,M10.5.0/3".utf8)), now: 1_774_459_800)

  private func resolve(
    _ from: String? = nil, _ to: String? = nil, _ days: Int? = nil
  ) throws(LarkFailure) -> [String] {
    let resolved = try window.resolve(from: from, to: to, days: days)
    return [resolved.start, resolved.end].map { window.zone.localTime(at: $0).rfc3339 }
  }

  @Test func isAWeekFromTodayByDefault() throws {
    #expect(try resolve() == ["2026-03-25T00:00:00+01:00", "2026-04-01T00:00:00+02:00"])
  }

  @Test func countsDaysOfTheCalendar() throws {
    #expect(
      try resolve("2026-03-28T09:00", nil, 2)
        == ["2026-03-28T09:00:00+01:00", "2026-03-30T09:00:00+02:00"])
  }

  @Test func includesTheLastDay() throws {
    #expect(
      try resolve("2026-03-29", "2026-03-29")
        == ["2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"])
    #expect(try resolve(nil, "2026-03-26T12:00")[1] == "2026-03-26T12:00:00+01:00")
  }

  @Test func takesInstants() throws {
    #expect(
      try resolve("2026-03-01T09:00:00+08:00", "2026-03-01T02:00:00Z")
        == ["2026-03-01T02:00:00+01:00", "2026-03-01T03:00:00+01:00"])
  }

  @Test func refusesWhatMakesNoWindow() {
    for (from, to, days) in [
      ("2026-03-02", "2026-03-01", nil), ("soon", nil, nil), (nil, "2026-13-01", nil),
      (nil, "2026-04-01", 3), (nil, nil, 0), (nil, nil, 187), ("2026-01-01", "2026-12-31", nil),
      ("2026-03-01T09:00:00Z", "2026-03-01T09:00:00Z", nil), (nil, nil, .max), (nil, nil, -1),
    ] as [(String?, String?, Int?)] {
      #expect(
        failure { () throws(LarkFailure) in try resolve(from, to, days) } != nil, "\(from ?? "-")")
    }
  }

  @Test func takesTheLongestWindow() throws {
    #expect(try resolve("2026-01-01", nil, CalendarWindow.maximumDays).count == 2)
  }
}

@Suite struct WindowQueueTests {
  private let day = TimeWindow.secondsPerDay

  @Test func staysBelowFortyDays() {
    var queue = WindowQueue(TimeWindow(start: 0, end: 100 * day))
    var windows: [TimeWindow] = []
    while let window = queue.next() { windows.append(window) }
    #expect(windows.count == 3)
    #expect(windows.allSatisfy { $0.end - $0.start < 40 * day })
    #expect(windows.first?.start == 0)
    #expect(windows.last?.end == 100 * day)
    #expect(zip(windows, windows.dropFirst()).allSatisfy { $0.end == $1.start })
  }

  @Test func halvesInOrder() throws {
    var queue = WindowQueue(TimeWindow(start: 0, end: 8 * day))
    let whole = try present(queue.next())
    queue.tooLarge(whole)
    #expect(queue.next() == TimeWindow(start: 0, end: 4 * day))
    #expect(queue.next() == TimeWindow(start: 4 * day, end: 8 * day))
    #expect(queue.next() == nil)
    #expect(queue.skipped.isEmpty)
  }

  @Test func givesUpOnWhatCannotBeHalved() throws {
    var queue = WindowQueue(TimeWindow(start: 0, end: 7_000))
    queue.tooLarge(try present(queue.next()))
    #expect(queue.next() == nil)
    #expect(queue.skipped == [TimeWindow(start: 0, end: 7_000)])
  }

  @Test func isBounded() {
    var queue = WindowQueue(TimeWindow(start: 0, end: 186 * day))
    var requests = 0
    while let window = queue.next() {
      requests += 1
      queue.tooLarge(window)
    }
    #expect(requests == WindowQueue.maximumRequests)
    #expect(!queue.skipped.isEmpty)
  }
}

@Suite struct CalendarOwnerTests {
  @Test func isToldByItsForm() throws {
    #expect(try CalendarOwner.list([]) == [.own])
    #expect(
      try CalendarOwner.list([
        "a@b.cn", "ou_1", "on_1", "feishu.cn_HF9U2@group.calendar.feishu.cn", "ou_1", "",
      ]) == [
        .email("a@b.cn"), .openID("ou_1"), .unionID("on_1"),
        .calendar("feishu.cn_HF9U2@group.calendar.feishu.cn"),
      ])
  }

  @Test func saysWhichFormsThereAre() {
    let error = failure { () throws(LarkFailure) in try CalendarOwner.list(["bob"]) }
    #expect(error?.words.contains("e-mail") == true)
    let many = (0..<11).map { "ou_\($0)" }
    #expect(failure { () throws(LarkFailure) in try CalendarOwner.list(many) } != nil)
  }
}
