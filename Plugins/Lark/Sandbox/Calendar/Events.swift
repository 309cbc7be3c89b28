import JSON

/// `calendar/v4/calendars/:calendar_id/events`: what is on a calendar.
enum Events {
  static let maximumWindowSeconds = 40 * CivilTime.secondsPerDay
  static let maximumInstances = 1_000
  static let path = "\(Calendars.path)/:calendar_id/events"
  private static let scopes = [
    "calendar:calendar", "calendar:calendar.event:read", "calendar:calendar:readonly",
  ]

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "GET", path: path, scopes: scopes,
      query: [
        .integer("page_size", range: 50...1_000), .text("anchor_time"), .pageToken,
        .text("sync_token"), .text("start_time"), .text("end_time"), .userIDType,
      ],
      handler: list),
    Endpoint(
      method: "GET", path: "\(path)/instance_view", scopes: scopes,
      query: [
        .text("start_time", required: true), .text("end_time", required: true), .userIDType,
      ],
      handler: instances),
    Endpoint(
      method: "GET", path: "\(path)/:event_id", scopes: scopes,
      query: [
        .flag("need_meeting_settings"), .flag("need_attendee"),
        .integer("max_attendee_num", range: 0...100), .userIDType,
      ],
      handler: get),
  ]

  static let invalid = APIError(190_002, "invalid parameters in request")

  /// Occurrences, the recurring events expanded.
  static func instances(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let calendar = try Calendars.require(
      call.parameter("calendar_id"), role: .reader, state, call.identity)
    let window = try self.window(call)
    guard window.count < maximumWindowSeconds else {
      throw APIError(193_103, "requested time exceeds the allowed range")
    }
    var found: [(event: CalendarEvent, occurrence: CalendarEvent.Occurrence)] = []
    for event in state.calendars.events(on: calendar) {
      found += event.occurrences(in: window).map { (event, $0) }
    }
    guard found.count < maximumInstances else {
      throw APIError(193_104, "exceeded the maximum instance number")
    }
    found.sort { $0.occurrence.start.seconds < $1.occurrence.start.seconds }
    let items = found.map { event, occurrence in
      JSONValue.object(EventJSON.instance(event, occurrence, on: calendar, state, call))
    }
    return .data(["items": .array(items)])
  }

  /// Events as they were made: recurring ones once.
  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let calendar = try Calendars.require(
      call.parameter("calendar_id"), role: .reader, state, call.identity)
    let hasWindow = call.queryText("start_time") != nil || call.queryText("end_time") != nil
    let hasAnchor = call.queryText("anchor_time") != nil
    let hasToken = call.queryText("sync_token") != nil || call.queryText("page_token") != nil
    guard !(hasWindow && (hasToken || hasAnchor)) else {
      throw APIError(190_009, "sync token cannot be used with other request restrictions")
    }
    let size = call.queryNumber("page_size") ?? 500
    let all = state.calendars.events(on: calendar)
    if hasWindow {
      let window = try self.window(call)
      let found = all.filter { !$0.occurrences(in: window).isEmpty }
      return answer(Page(items: Array(found.prefix(size)), token: nil), calendar, state, call)
    }
    let anchor = try self.anchor(call)
    let kept = call.queryText("sync_token") != nil ? [] : all.filter { isKept($0, anchor) }
    guard hasAnchor || hasToken else {
      return answer(Page(items: Array(kept.prefix(size)), token: nil), calendar, state, call)
    }
    let page = try state.page(
      kept, "events \(calendar.id) \(anchor)", token: call.queryText("page_token"), size: size,
      expired: APIError(190_008, "page_token or sync_token expired"))
    return answer(page, calendar, state, call)
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let calendar = try Calendars.require(
      call.parameter("calendar_id"), role: .reader, state, call.identity)
    let parts = call.parameter("event_id").split(separator: "_")
    guard parts.count == 2, parts[0].utf8.count == 36, let original = Int(parts[1]),
      EventTime.range.contains(original)
    else { throw APIError(193_000, "invalid event_id") }
    guard let event = state.calendars.events(on: calendar).first(where: { $0.uid == parts[0] })
    else { throw APIError(193_001, "event not found", status: 404) }
    var json: JSONObject
    if original == 0 {
      json = EventJSON.event(event, on: calendar, state, call)
    } else {
      guard let occurrence = event.occurrence(withOriginalStart: original) else {
        throw APIError(193_001, "event not found", status: 404)
      }
      json = EventJSON.instance(event, occurrence, on: calendar, state, call)
    }
    if call.queryFlag("need_attendee") {
      let limit = call.queryNumber("max_attendee_num") ?? 10
      json["attendees"] = .array(EventJSON.attendees(event, limit: limit, state, call))
      json["has_more_attendee"] = .bool(event.attendees.count > limit)
    }
    return .data(["event": .object(json)])
  }

  /// Seconds, spelled as text.
  private static func window(_ call: Call) throws(APIError) -> Range<Int> {
    guard let start = call.queryNumber("start_time"), let end = call.queryNumber("end_time"),
      EventTime.range.contains(start), EventTime.range.contains(end), end > start
    else { throw invalid }
    return start..<end
  }

  private static func anchor(_ call: Call) throws(APIError) -> Int {
    guard let text = call.queryText("anchor_time") else { return 0 }
    guard let anchor = Int(text) else { throw invalid }
    return anchor
  }

  /// Recurring events are kept whatever the anchor.
  private static func isKept(_ event: CalendarEvent, _ anchor: Int) -> Bool {
    !event.recurrence.isEmpty || event.end.seconds >= anchor
  }

  private static func answer(
    _ page: Page<CalendarEvent>, _ calendar: Calendar, _ state: SandboxState, _ call: Call
  ) -> Answer {
    var data: JSONObject = ["has_more": .bool(page.hasMore)]
    data["page_token"] = .string(page.token ?? "")
    if !page.hasMore {
      data["sync_token"] = .string("ListCalendarsSyncToken_\(state.clock.seconds)")
    }
    data["items"] = .array(
      page.items.map { .object(EventJSON.event($0, on: calendar, state, call)) })
    return .data(data)
  }
}
