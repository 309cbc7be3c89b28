import JSON

/// `POST calendar/v4/calendars/:calendar_id/events`.
enum EventCreation {
  private static let time: [FieldRule] = [
    .text("date"), .text("timestamp"), .text("timezone"),
  ]
  private static let vchat: [FieldRule] = [
    .text("vc_type", options: ["vc", "third_party", "no_meeting", "lark_live", "unknown"]),
    .text("icon_type", options: ["vc", "live", "default"]),
    .text("description", length: 0...500), .text("meeting_url", length: 1...2_000),
  ]
  private static let location: [FieldRule] = [
    .text("name", length: 1...512), .text("address", length: 1...255), .decimal("latitude"),
    .decimal("longitude"),
  ]

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "POST", path: Events.path,
      scopes: ["calendar:calendar", "calendar:calendar.event:create"],
      query: [.text("idempotency_key", length: 32...128), .userIDType],
      body: [
        .text("summary", length: 0...1_000), .text("description", length: 0...40_960),
        .flag("need_notification"), .object("start_time", required: true, time),
        .object("end_time", required: true, time), .object("vchat", vchat),
        .text("visibility", options: ["default", "public", "private"]),
        .text(
          "attendee_ability",
          options: ["none", "can_see_others", "can_invite_others", "can_modify_event"]),
        .text("free_busy_status", options: ["busy", "free"]), .object("location", location),
        .integer("color"),
        .objects("reminders", [.integer("minutes", range: -20_160...20_160)]),
        .text("recurrence", length: 0...2_000),
      ],
      handler: create)
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
