import JSON

/// How events and their occurrences look in an answer.
enum EventJSON {
  /// The event itself, its recurrence as a rule.
  static func event(
    _ event: CalendarEvent, on calendar: Calendar, _ state: SandboxState, _ call: Call
  ) -> JSONObject {
    var json = shared(event, on: calendar, occurrence: nil, state, call)
    json["recurrence"] = .string(event.recurrence)
    json["reminders"] = event.reminders
    json["create_time"] = .string(String(event.createSeconds))
    return json
  }

  /// One occurrence.
  static func instance(
    _ event: CalendarEvent, _ occurrence: CalendarEvent.Occurrence, on calendar: Calendar,
    _ state: SandboxState, _ call: Call
  ) -> JSONObject {
    var json = shared(event, on: calendar, occurrence: occurrence, state, call)
    if showsDetails(event, on: calendar, call.identity) {
      json["attendees"] = .array(rooms(event))
    }
    return json
  }

  /// The people and the rooms, at most `limit`.
  static func attendees(
    _ event: CalendarEvent, limit: Int, _ state: SandboxState, _ call: Call
  ) -> [JSONValue] {
    event.attendees.prefix(limit).map { attendee in
      switch attendee.kind {
      case .room(let id, let name): room(id, name, attendee.reply)
      case .person(let openID): person(openID, attendee, event, state, call)
      case .guest(let address): guest(address, attendee.reply)
      }
    }
  }

  /// A private event shows readers that it is there, and nothing else.
  private static func showsDetails(
    _ event: CalendarEvent, on calendar: Calendar, _ identity: Identity
  ) -> Bool {
    event.visibility != "private" || (calendar.role(of: identity) ?? .freeBusyReader) >= .writer
  }

  private static func shared(
    _ event: CalendarEvent, on calendar: Calendar, occurrence: CalendarEvent.Occurrence?,
    _ state: SandboxState, _ call: Call
  ) -> JSONObject {
    let exception = occurrence?.exception
    var json: JSONObject = [
      "event_id": .string("\(event.uid)_\(occurrence?.originalStart ?? 0)"),
      "organizer_calendar_id": .string(event.calendarID),
    ]
    if showsDetails(event, on: calendar, call.identity) {
      json["summary"] = .string(exception?.summary ?? event.summary)
      json["description"] = .string(event.about)
      json["location"] = event.location
      json["vchat"] = event.vchat
    }
    json["start_time"] = (occurrence?.start ?? event.start).json
    json["end_time"] = (occurrence?.end ?? event.end).json
    json["visibility"] = .string(event.visibility)
    json["attendee_ability"] = .string(event.attendeeAbility)
    json["free_busy_status"] = .string(event.freeBusy)
    json["color"] = number(event.color)
    json["status"] = .string(status(event, on: calendar))
    json["is_exception"] = .bool(exception != nil)
    if exception != nil { json["recurring_event_id"] = .string(event.id) }
    json["event_organizer"] = organizer(event, state, call)
    json["app_link"] = .string(
      "https://applink.feishu.cn/client/calendar/event/detail?calendarId=\(calendar.id)"
        + "&key=\(event.uid)&originalTime=\(occurrence?.originalStart ?? 0)"
        + "&startTime=\((occurrence?.start ?? event.start).seconds)")
    return json
  }

  private static func status(_ event: CalendarEvent, on calendar: Calendar) -> String {
    guard let openID = calendar.person?.openID,
      let own = event.attendees.first(where: { $0.kind == .person(openID: openID) })
    else { return "confirmed" }
    return own.reply == .accept ? "confirmed" : "tentative"
  }

  private static func organizer(
    _ event: CalendarEvent, _ state: SandboxState, _ call: Call
  ) -> JSONValue {
    guard let person = event.organizer else {
      return ["user_id": .string(Bot.openID), "display_name": .string(Bot.name)]
    }
    return [
      "user_id": .string(state.id(of: person, call) ?? ""), "display_name": .string(person.name),
    ]
  }

  private static func rooms(_ event: CalendarEvent) -> [JSONValue] {
    event.attendees.compactMap { attendee in
      guard case .room(let id, let name) = attendee.kind else { return nil }
      return room(id, name, attendee.reply)
    }
  }

  private static func room(_ id: String, _ name: String, _ reply: Attendee.Reply) -> JSONValue {
    [
      "type": "resource", "attendee_id": .string("resource_\(id.dropFirst(4))"),
      "rsvp_status": .string(reply.rawValue), "is_optional": false, "is_organizer": false,
      "is_external": false, "display_name": .string(name), "room_id": .string(id),
    ]
  }

  private static func guest(_ address: String, _ reply: Attendee.Reply) -> JSONValue {
    [
      "type": "third_party", "attendee_id": .string("third_party_\(address)"),
      "rsvp_status": .string(reply.rawValue), "is_optional": false, "is_organizer": false,
      "is_external": true, "display_name": .string(address),
      "third_party_email": .string(address),
    ]
  }

  private static func person(
    _ openID: String, _ attendee: Attendee, _ event: CalendarEvent, _ state: SandboxState,
    _ call: Call
  ) -> JSONValue {
    let person = state.people.person(openID: openID)
    return [
      "type": "user", "attendee_id": .string("user_\(openID.dropFirst(3))"),
      "rsvp_status": .string(attendee.reply.rawValue), "is_optional": false,
      "is_organizer": .bool(event.organizer?.openID == openID), "is_external": false,
      "display_name": .string(person?.name ?? ""),
      "user_id": .string(person.flatMap { state.id(of: $0, call) } ?? openID),
    ]
  }
}
