import JSON

/// `POST calendar/v4/calendars/:calendar_id/events`.
enum EventCreation {
  /// What a change takes, and both times.
  private static let fields: [FieldRule] = {
    let facts = EndpointFacts.all["PATCH /calendar/v4/calendars/:calendar_id/events/:event_id"]
    return (facts?.body ?? []).map { rule in
      var rule = rule
      rule.isRequired = rule.name == "start_time" || rule.name == "end_time"
      return rule
    }
  }()

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "POST", path: Events.path,
      scopes: ["calendar:calendar", "calendar:calendar.event:create"],
      query: [.text("idempotency_key", length: 32...128), .userIDType],
      body: fields, handler: create)
  ]

  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let calendar = try Calendars.require(
      call.parameter("calendar_id"), role: .writer, state, call.identity)
    let key = call.queryText("idempotency_key")
    if let key, let earlier = state.calendars.event(madeWith: key, on: calendar.id) {
      return answer(earlier, calendar, state, call)
    }
    guard state.calendars.events.count < CalendarStore.maximumEvents else {
      throw APIError(190_010, "current operation rate limited", status: 429)
    }
    let event = try event(on: calendar, &state, call)
    state.calendars.add(event, key: key)
    return answer(event, calendar, state, call)
  }

  private static func event(
    on calendar: Calendar, _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> CalendarEvent {
    guard let start = call.body["start_time"]?.object.flatMap(EventTime.init),
      let end = call.body["end_time"]?.object.flatMap(EventTime.init), start.isDay == end.isDay
    else { throw refusal("start_time and end_time must both be a date or both a timestamp") }
    guard start.isDay ? start.seconds <= end.seconds : start.seconds < end.seconds else {
      throw refusal("end_time should be later than start_time")
    }
    let recurrence = call.text("recurrence") ?? ""
    guard recurrence.isEmpty || RecurrenceRule(recurrence) != nil else {
      throw refusal("recurrence is not a valid rrule")
    }
    var event = CalendarEvent(
      uid: state.identifiers.uuid(), calendarID: calendar.id,
      summary: call.text("summary") ?? "", about: call.text("description") ?? "", start: start,
      end: end, recurrence: recurrence)
    event.visibility = call.text("visibility") ?? "default"
    event.freeBusy = call.text("free_busy_status") ?? "busy"
    event.attendeeAbility = call.text("attendee_ability") ?? "none"
    event.location = call.body["location"]
    event.vchat = call.body["vchat"] ?? [:]
    event.reminders = call.body["reminders"] ?? []
    event.color = call.body["color"]?.integer.map { Int($0) } ?? -1
    event.createSeconds = state.clock.seconds
    event.organizer = calendar.person
    return event
  }

  private static func refusal(_ reason: String) -> APIError {
    APIError(
      190_014, "invalid request parameters. check details for more info.",
      detail: ["details": [["value": .string(reason)]]])
  }

  private static func answer(
    _ event: CalendarEvent, _ calendar: Calendar, _ state: SandboxState, _ call: Call
  ) -> Answer {
    .data(["event": .object(EventJSON.event(event, on: calendar, state, call))])
  }
}
