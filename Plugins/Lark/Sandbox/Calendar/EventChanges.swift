import JSON

/// Changes of events, answers to invitations, and the search for events and calendars.
enum EventChanges {
  private static let one = "/calendar/v4/calendars/:calendar_id/events/:event_id"

  static let endpoints: [Endpoint] = [
    Endpoint("PATCH \(one)", update), Endpoint("DELETE \(one)", delete),
    Endpoint("POST \(one)/reply", reply),
    Endpoint("POST /calendar/v4/calendars/:calendar_id/events/search", search),
    Endpoint("POST /calendar/v4/calendars/search", searchCalendars),
  ]

  /// An occurrence that is changed becomes an exception.
  static func update(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (calendar, event, original) = try find(state, call, role: .writer)
    try requireOrganizer(event, calendar, call)
    var changed = event
    if let name = call.text("summary"), original == 0 { changed.summary = name }
    if let about = call.text("description") { changed.about = about }
    if let visibility = call.filledText("visibility") { changed.visibility = visibility }
    if let status = call.filledText("free_busy_status") { changed.freeBusy = status }
    if let ability = call.filledText("attendee_ability") { changed.attendeeAbility = ability }
    if let location = call.body["location"] { changed.location = location }
    if let reminders = call.body["reminders"] { changed.reminders = reminders }
    if let color = call.integer("color") { changed.color = color }
    if let rule = call.text("recurrence"), original == 0 {
      guard rule.isEmpty || RecurrenceRule(rule) != nil else { throw .code(190_014) }
      changed.recurrence = rule
    }
    try move(&changed, original, call)
    state.calendars.replace(changed)
    return .data(["event": .object(EventJSON.event(changed, on: calendar, state, call))])
  }

  private static func move(
    _ event: inout CalendarEvent, _ original: Int, _ call: Call
  ) throws(APIError) {
    let occurrence = original == 0 ? nil : event.occurrence(withOriginalStart: original)
    var (start, end) = (occurrence?.start ?? event.start, occurrence?.end ?? event.end)
    if let time = call.body["start_time"]?.object {
      guard let new = EventTime(time) else { throw .code(190_014) }
      start = new
    }
    if let time = call.body["end_time"]?.object {
      guard let new = EventTime(time) else { throw .code(190_014) }
      end = new
    }
    guard start.isDay == end.isDay,
      start.isDay ? start.seconds <= end.seconds : start.seconds < end.seconds
    else { throw .code(190_014) }
    if original == 0 {
      (event.start, event.end) = (start, end)
    } else {
      event.exceptions[original] = EventException(
        summary: call.text("summary"), start: start, end: end)
    }
  }

  static func delete(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (calendar, event, original) = try find(state, call, role: .writer)
    try requireOrganizer(event, calendar, call)
    if original == 0 {
      state.calendars.remove(event.uid)
    } else {
      var changed = event
      changed.exceptions[original] = EventException(isCancelled: true)
      state.calendars.replace(changed)
    }
    return .empty
  }

  static func reply(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (calendar, event, _) = try find(state, call, role: .writer)
    let openID = calendar.person?.openID ?? Bot.openID
    guard let index = event.attendees.firstIndex(where: { $0.kind == .person(openID: openID) }),
      let reply = Attendee.Reply(rawValue: call.text("rsvp_status") ?? "")
    else { throw .code(193_002) }
    var changed = event
    changed.attendees[index].reply = reply
    state.calendars.replace(changed)
    return .empty
  }

  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let calendar = try Calendars.require(
      call.parameter("calendar_id"), role: .reader, state, call.identity)
    let wanted = (call.text("query") ?? "").lowercased()
    let filter = call.object("filter")
    let lower = filter["start_time"]?.object.flatMap(EventTime.init)?.seconds
    let upper = filter["end_time"]?.object.flatMap(EventTime.init)?.seconds
    let users = texts(filter["user_ids"])
    let found = state.calendars.events(on: calendar).filter { event in
      let window = (lower ?? 0)..<max((lower ?? 0) + 1, upper ?? EventTime.range.upperBound)
      return (event.summary + event.about).lowercased().contains(wanted)
        && (lower == nil && upper == nil || !event.occurrences(in: window).isEmpty)
        && users.allSatisfy { id in
          event.attendees.contains { $0.kind == .person(openID: id) }
        }
    }
    let items = found.map { event -> JSONValue in
      var json = EventJSON.event(event, on: calendar, state, call)
      json["create_time"] = nil
      json["vchat"] = nil
      return .object(json)
    }
    return try state.page(
      items, "event search \(calendar.id) \(wanted)", call, showsMore: false,
      expired: .code(190_008))
  }

  /// A tenant token does not find the calendars of persons.
  static func searchCalendars(
    _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> Answer {
    let wanted = (call.text("query") ?? "").lowercased()
    let found = state.calendars.calendars.filter {
      $0.summary.lowercased().contains(wanted) && !$0.isDeleted
        && (call.isUser || $0.type != "primary")
    }
    return try state.page(
      found.map { $0.json(for: call.identity) }, "calendar search \(wanted)", call,
      showsMore: false, expired: .code(190_008))
  }

  /// The event of the path, and the original start of the occurrence that is meant, or 0.
  static func find(
    _ state: SandboxState, _ call: Call, role: Calendar.Role
  ) throws(APIError) -> (Calendar, CalendarEvent, Int) {
    let calendar = try Calendars.require(
      call.parameter("calendar_id"), role: role, state, call.identity)
    let parts = call.parameter("event_id").split(separator: "_")
    guard parts.count == 2, parts[0].utf8.count == 36, let original = Int(parts[1]) else {
      throw .code(193_000)
    }
    guard let event = state.calendars.events(on: calendar).first(where: { $0.uid == parts[0] }),
      original == 0 || event.occurrence(withOriginalStart: original) != nil
    else { throw .code(193_001) }
    return (calendar, event, original)
  }

  static func requireOrganizer(
    _ event: CalendarEvent, _ calendar: Calendar, _ call: Call
  ) throws(APIError) {
    guard event.calendarID == calendar.id else { throw .code(193_002) }
  }
}
