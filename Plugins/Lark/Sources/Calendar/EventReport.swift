internal import JSON
internal import PluginKit

/// An event in words and as data.
struct EventReport: Sendable {
  var item: JSONValue
  var calendarID: String
  var zone: ZoneRules
  var attendees: [Attendee] = []

  static let maximumDescription = 4_000

  var eventID: String { item["event_id"]?.string ?? "" }

  /// `"Title", Sun 2026-03-01T09:00+08:00 to 10:00+08:00`
  var headline: String {
    let title = item["summary"]?.nonEmptyString.map { "\"\(singleLine($0, limit: 200))\"" }
    let when = CalendarEvent.span(of: item)?.text(in: zone)
    return [title ?? "(no title)", when].compactMap { $0 }.joined(separator: ", ")
  }

  /// The ids that the next call needs.
  var ids: String { "event: \(singleLine(eventID, limit: 200))\ncalendar: \(calendarID)" }

  /// What there is besides the headline, a line each.
  var details: [String] {
    var lines: [String] = []
    for (name, value) in [
      ("Where", item["location"]?["name"]), ("Repeats", item["recurrence"]),
      ("Organizer", item["event_organizer"]?["display_name"]),
      ("Video call", item["vchat"]?["meeting_url"]), ("Link", item["app_link"]),
    ] {
      guard let text = value?.nonEmptyString else { continue }
      lines.append("\(name): \(singleLine(text, limit: 500))")
    }
    for (name, usual) in [
      ("status", "confirmed"), ("visibility", "default"), ("free_busy_status", "busy"),
      ("self_rsvp_status", ""),
    ] {
      if let text = item[name]?.nonEmptyString, text != usual {
        lines.append("\(name): \(singleLine(text, limit: 40))")
      }
    }
    let minutes = (item["reminders"]?.array ?? []).compactMap { $0["minutes"]?.integer }
    if !minutes.isEmpty {
      lines.append("Reminders: \(minutes.map { "\($0) min before" }.joined(separator: ", "))")
    }
    return lines
  }

  var structured: JSONObject {
    var members: JSONObject = [
      "event": .string(eventID), "calendar": .string(calendarID),
      "title": .string(singleLine(item["summary"]?.string ?? "", limit: 200)),
    ]
    CalendarEvent.span(of: item)?.insert(into: &members, in: zone)
    for (name, value) in [
      ("recurrence", item["recurrence"]), ("link", item["app_link"]),
      ("meeting_url", item["vchat"]?["meeting_url"]),
    ] {
      if let text = value?.nonEmptyString { members[name] = .string(text) }
    }
    if !attendees.isEmpty { members["attendees"] = .array(attendees.map(\.structured)) }
    return members
  }
}

extension CalendarEvent {
  /// Also of an event that was cancelled.
  static func span(of item: JSONValue) -> Span? {
    guard var members = item.object else { return nil }
    members["status"] = "confirmed"
    return CalendarEvent(.object(members))?.span
  }
}
