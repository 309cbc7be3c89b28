import JSON
import Testing

@testable import Lark

@Suite struct CalendarEventTests {
  private func event(_ json: String) throws -> CalendarEvent? {
    CalendarEvent(try JSONValue(parsing: json))
  }

  static func timed(_ id: String, _ start: Int64, _ end: Int64) -> String {
    """
    {"event_id":"\(id)","summary":"\(id)","status":"confirmed","free_busy_status":"busy",
     "start_time":{"timestamp":"\(start)","timezone":"Asia/Shanghai"},
     "end_time":{"timestamp":"\(end)","timezone":"Asia/Shanghai"}}
    """
  }

  static func allDay(_ id: String, _ first: String, _ end: String) -> String {
    """
    {"event_id":"\(id)","summary":"\(id)","status":"confirmed",
     "start_time":{"date":"\(first)"},"end_time":{"date":"\(end)"}}
    """
  }

  @Test func readsTheDocumentedExample() throws {
    let json = """
      {"event_id":"75d28f9b_1602504000","summary":"日程\\n主题","status":"tentative",
       "start_time":{"date":"2018-09-01","timestamp":"1602504000","timezone":"Asia/Shanghai"},
       "end_time":{"date":"2018-09-01","timestamp":"1602504400","timezone":"Asia/Shanghai"},
       "free_busy_status":"free","location":{"name":"地点名称","latitude":1.100000023841858},
       "vchat":{"vc_type":"vc","meeting_url":"vc.feishu.cn/j/152568231"},
       "event_organizer":{"user_id":"ou_x","display_name":"孙二二"},
       "app_link":"https://applink.test/x",
       "attendees":[{"type":"user","display_name":"张三"},{"type":"resource","display_name":"F2-01"}]}
      """
    let event = try #require(try event(json))
    #expect(event.span == .timed(start: 1_602_504_000, end: 1_602_504_400))
    #expect(event.title == "日程 主题")
    #expect(event.rooms == ["F2-01"])
    #expect(event.isFree)
    #expect(event.organizer == "孙二二")
    #expect(event.location == "地点名称")
  }

  @Test func countsWholeDays() throws {
    let first = try #require(CivilDate(year: 2026, month: 3, day: 1))
    let one = try event(Self.allDay("a", "2026-03-01", "2026-03-02"))
    #expect(one?.span == .days(first: first, last: first))
    let same = try event(Self.allDay("a", "2026-03-01", "2026-03-01"))
    #expect(same?.span == .days(first: first, last: first))
    let three = try event(Self.allDay("a", "2026-03-01", "2026-03-04"))
    #expect(three?.span == .days(first: first, last: first.adding(days: 2)))
  }

  @Test func leavesOutWhatIsNoEvent() throws {
    #expect(try event("{}") == nil)
    #expect(try event(#"{"start_time":{},"end_time":{}}"#) == nil)
    #expect(
      try event(#"{"start_time":{"timestamp":"99999999999999"},"end_time":{"timestamp":"1"}}"#)
        == nil)
    let cancelled = replacingFirst(
      "confirmed", in: Self.timed("a", 10, 20), with: "cancelled")
    #expect(try event(cancelled) == nil)
  }

  @Test func namesPrivateEvents() throws {
    let json = replacingFirst(
      #""summary":"a""#, in: Self.timed("a", 10, 20), with: #""visibility":"private""#)
    #expect(try event(json)?.title == "(private)")
  }

  @Test func mergesWhatCameTwice() throws {
    let events = try [
      Self.timed("b", 2000, 3000), Self.timed("a", 1000, 2000), Self.timed("b", 2000, 3000),
      Self.timed("b", 5000, 6000), Self.allDay("d", "1970-01-01", "1970-01-02"),
    ].compactMap(event)
    let merged = CalendarEvent.merged(events, in: .utc)
    #expect(merged.map(\.id) == ["d", "a", "b", "b"])
  }

  @Test func knowsWhatOverlaps() throws {
    let window = TimeWindow(start: 86_400, end: 172_800)
    let cases: [(String, Bool)] = [
      (Self.timed("a", 80_000, 86_400), false), (Self.timed("a", 80_000, 86_401), true),
      (Self.timed("a", 172_800, 180_000), false), (Self.timed("a", 90_000, 90_000), true),
      (Self.allDay("a", "1970-01-01", "1970-01-02"), false),
      (Self.allDay("a", "1970-01-02", "1970-01-03"), true),
      (Self.allDay("a", "1970-01-03", "1970-01-04"), false),
      (Self.allDay("a", "1970-01-01", "1970-01-09"), true),
    ]
    for (json, overlaps) in cases {
      #expect(try event(json)?.overlaps(window, in: .utc) == overlaps, "\(json)")
    }
  }
}

@Suite struct BusyTimeTests {
  private func time(_ start: String, _ end: String) -> BusyTime? {
    BusyTime(["start_time": .string(start), "end_time": .string(end), "rsvp_status": "accept"])
  }

  @Test func joinsWhatTouches() {
    let times = [
      time("2026-03-01T03:00:00+00:00", "2026-03-01T04:00:00+00:00"),
      time("2026-03-01T09:00:00+08:00", "2026-03-01T10:00:00+08:00"),
      time("2026-03-01T02:00:00Z", "2026-03-01T02:30:00Z"), time("x", "y"),
      time("2026-03-09T02:00:00Z", "2026-03-09T02:30:00Z"),
    ].compactMap { $0 }
    #expect(times.count == 4)
    let merged = BusyTime.merged(times, in: TimeWindow(start: 1_772_328_600, end: 1_772_409_600))
    #expect(
      merged == [
        TimeWindow(start: 1_772_328_600, end: 1_772_332_200),
        TimeWindow(start: 1_772_334_000, end: 1_772_337_600),
      ])
  }
}

/// The text with the first `needle` replaced.
private func replacingFirst(_ needle: String, in text: String, with other: String) -> String {
  guard let range = firstRange(of: needle, in: text[...]) else { return text }
  return String(text[..<range.lowerBound]) + other + String(text[range.upperBound...])
}
