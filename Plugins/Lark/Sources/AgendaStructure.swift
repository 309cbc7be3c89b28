internal import JSON
internal import PluginKit

extension Agenda {
  /// For programs: times in RFC 3339 with the offset of the asked zone, whole days as dates, the
  /// last one included.
  var structured: JSONValue {
    var room = Agenda.maximumEvents
    return [
      "from": .string(iso(window.start)), "to": .string(iso(window.end)),
      "time_zone": .string(zone.name),
      "calendars": .array(sections.map { structured($0, &room) }),
    ]
  }

  private func structured(_ section: GetCalendar.Section, _ room: inout Int) -> JSONValue {
    var result: JSONObject = ["owner": .string(section.owner.name(readBy: reader))]
    if let id = section.calendarID { result["calendar_id"] = .string(id) }
    switch section.content {
    case .failure(let failure):
      result["access"] = "none"
      result["error"] = .string(failure.toolError.summary)
    case .busy(let times):
      result["access"] = "free_busy"
      result["busy"] = .array(times.prefix(room).map { structured($0) })
      room -= min(room, times.count)
    case .events(let events):
      result["access"] = "events"
      result["events"] = .array(events.prefix(room).map { structured($0) })
      if events.count > room { result["omitted"] = .number(JSONNumber(Int64(events.count - room))) }
      room -= min(room, events.count)
    }
    if !section.skipped.isEmpty {
      result["not_read"] = .array(section.skipped.map { structured($0) })
    }
    return .object(result)
  }

  private func structured(_ event: CalendarEvent) -> JSONValue {
    var result: JSONObject = ["id": .string(event.id), "title": .string(event.title)]
    switch event.span {
    case .timed(let start, let end):
      result["start"] = .string(iso(start))
      result["end"] = .string(iso(end))
    case .days(let first, let last):
      result["first_day"] = .string(first.description)
      result["last_day"] = .string(last.description)
    }
    if event.status != "confirmed" { result["status"] = .string(event.status) }
    if event.isFree { result["free"] = true }
    if !event.rooms.isEmpty { result["rooms"] = .array(event.rooms.map { .string($0) }) }
    for (key, value) in [
      ("location", event.location), ("organizer", event.organizer),
      ("meeting_url", event.meetingURL), ("link", event.link),
    ] {
      if let value { result[key] = .string(value) }
    }
    return .object(result)
  }

  private func structured(_ window: TimeWindow) -> JSONValue {
    ["start": .string(iso(window.start)), "end": .string(iso(window.end))]
  }

  private func iso(_ unixSeconds: Int64) -> String { zone.localTime(at: unixSeconds).rfc3339 }
}
