internal import JSON

/// One occurrence of an event, from the answer of `instance_view`.
struct CalendarEvent: Equatable, Sendable {
  /// When it happens: at times, or on whole days.
  enum Span: Hashable, Sendable {
    case timed(start: Int64, end: Int64)
    /// The last day is included.
    case days(first: CivilDate, last: CivilDate)
  }

  var id: String
  var title: String
  var span: Span
  var status: String
  var isFree: Bool
  var location: String?
  var rooms: [String]
  var organizer: String?
  var meetingURL: String?
  var link: String?

  /// Nil where the item has no times, or was cancelled.
  init?(_ item: JSONValue) {
    guard let span = CalendarEvent.span(item), item["status"]?.string != "cancelled" else {
      return nil
    }
    self.span = span
    id = item["event_id"]?.string ?? ""
    title = CalendarEvent.title(item)
    status = item["status"]?.string ?? "confirmed"
    isFree = item["free_busy_status"]?.string == "free"
    location = item["location"]?["name"]?.nonEmptyString
    rooms = CalendarEvent.rooms(item)
    organizer = item["event_organizer"]?["display_name"]?.nonEmptyString
    meetingURL = item["vchat"]?["meeting_url"]?.nonEmptyString
    link = item["app_link"]?.nonEmptyString
  }

  /// Titles of private events are hidden from readers.
  private static func title(_ item: JSONValue) -> String {
    if let title = item["summary"]?.nonEmptyString { return singleLine(title, limit: 200) }
    return item["visibility"]?.string == "private" ? "(private)" : "(no title)"
  }

  /// A timestamp in seconds, or a date for whole days, whose end Lark counts as the day after the
  /// last one.
  private static func span(_ item: JSONValue) -> Span? {
    guard let start = item["start_time"], let end = item["end_time"] else { return nil }
    if let from = seconds(start), let to = seconds(end) {
      return .timed(start: from, end: max(from, to))
    }
    guard let first = date(start), let after = date(end) else { return nil }
    return .days(first: first, last: max(first, after.adding(days: -1)))
  }

  private static func seconds(_ time: JSONValue) -> Int64? {
    guard let timestamp = time["timestamp"] else { return nil }
    return (timestamp.string.flatMap { Int64($0) } ?? timestamp.integer).flatMap { seconds in
      (1...latestSecond).contains(seconds) ? seconds : nil
    }
  }

  private static func date(_ time: JSONValue) -> CivilDate? {
    guard let text = time["date"]?.string, case .date(let date)? = Timestamp(text) else {
      return nil
    }
    return date
  }

  /// Of the attendees Lark tells only the meeting rooms here.
  private static func rooms(_ item: JSONValue) -> [String] {
    (item["attendees"]?.array ?? []).compactMap { attendee in
      guard attendee["type"]?.string == "resource" else { return nil }
      return attendee["display_name"]?.nonEmptyString.map { singleLine($0, limit: 100) }
    }
  }

  /// 9999-12-31T23:59:59Z.
  private static let latestSecond: Int64 = 253_402_300_799

  /// Whether any of it lies in the window.
  func overlaps(_ window: TimeWindow, in zone: ZoneRules) -> Bool {
    switch span {
    case .timed(let start, let end):
      return start < window.end && (end > window.start || start == end && start >= window.start)
    case .days(let first, let last):
      let firstShown = zone.localTime(at: window.start).date
      let lastShown = zone.localTime(at: window.end - 1).date
      return first <= lastShown && last >= firstShown
    }
  }

  /// Occurrences that came with more than one window, once; in the order of time, whole days first.
  static func merged(_ events: [CalendarEvent], in zone: ZoneRules) -> [CalendarEvent] {
    var seen: Set<Key> = []
    let once = events.filter { seen.insert(Key(id: $0.id, span: $0.span)).inserted }
    return once.map { (sortKey($0, zone), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  private struct Key: Hashable {
    var id: String
    var span: Span
  }

  private static func sortKey(_ event: CalendarEvent, _ zone: ZoneRules) -> (Int64, Int, String) {
    switch event.span {
    case .timed(let start, _): (start, 1, event.title)
    case .days(let first, _): (zone.unixSeconds(first, secondsOfDay: 0), 0, event.title)
    }
  }
}

extension JSONValue {
  /// Nil for an empty string too.
  var nonEmptyString: String? { string.flatMap { $0.isEmpty ? nil : $0 } }
}
