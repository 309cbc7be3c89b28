import JSON

/// `calendar/v4/freebusy`: when people and rooms are taken. Needs no role on their calendars.
enum FreeBusy {
  static let maximumSeconds = 90 * CivilTime.secondsPerDay
  static let maximumBatchSeconds = 14 * CivilTime.secondsPerDay
  private static let path = "/open-apis/calendar/v4/freebusy"
  private static let scopes = [
    "calendar:calendar", "calendar:calendar.free_busy:read", "calendar:calendar:readonly",
  ]
  private static let common: [FieldRule] = [
    .text("time_min", required: true), .text("time_max", required: true),
    .flag("include_external_calendar"), .flag("only_busy"), .flag("need_rsvp_status"),
  ]

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "POST", path: "\(path)/list", scopes: scopes, query: [.userIDType],
      body: common + [.text("user_id"), .text("room_id")], handler: list),
    Endpoint(
      method: "POST", path: "\(path)/batch", scopes: scopes, query: [.userIDType],
      body: common + [.texts("user_ids", required: true)], handler: batch),
  ]

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard let start = call.text("time_min").flatMap(RFC3339.init),
      let end = call.text("time_max").flatMap(RFC3339.init)
    else { throw refusal("time_min and time_max must be RFC 3339 date_time") }
    guard start.instant < end.instant, end.instant - start.instant <= maximumSeconds else {
      throw refusal("time_max should be later than time_min, by at most 90 days")
    }
    let window = start.instant..<end.instant
    if let id = call.text("user_id"), !id.isEmpty {
      let person = try self.person(id, state, call)
      let taken = periods(of: person, window, offset: start.offset, state, call)
      return .data(["freebusy_list": .array(taken)])
    }
    guard let room = call.text("room_id"), !room.isEmpty else {
      throw refusal("user_id or room_id is required")
    }
    let events = state.calendars.events(inRoom: room).map { ($0, Attendee.Reply.accept) }
    let taken = periods(events, window, offset: start.offset, call)
    return .data(["freebusy_list": .array(taken)])
  }

  static func batch(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let ids = texts(call.body["user_ids"])
    guard (1...Calendars.maximumUsers).contains(ids.count) else {
      throw APIError(198_001, "the number of user IDs exceeds the limit")
    }
    guard let start = call.text("time_min").flatMap(RFC3339.init),
      let end = call.text("time_max").flatMap(RFC3339.init)
    else { throw APIError(198_002, "the time format is illegal") }
    guard start.instant < end.instant, end.instant - start.instant <= maximumBatchSeconds else {
      throw APIError(198_003, "the time range is illegal")
    }
    var lists: [JSONValue] = []
    for id in ids {
      let person = try self.person(id, state, call)
      let taken = periods(
        of: person, start.instant..<end.instant, offset: start.offset, state, call)
      lists.append(["freebusy_items": .array(taken), "user_id": .string(id)])
    }
    return .data(["freebusy_lists": .array(lists)])
  }

  private static func person(
    _ id: String, _ state: SandboxState, _ call: Call
  ) throws(APIError) -> Person {
    let person = try state.people.require(id, call.userIDType)
    guard !person.hasResigned else {
      throw APIError(195_100, "user is dismiss or not exist in the tenant", status: 404)
    }
    return person
  }

  private static func periods(
    of person: Person, _ window: Range<Int>, offset: Int, _ state: SandboxState, _ call: Call
  ) -> [JSONValue] {
    guard let calendar = state.calendars.primary(of: person) else { return [] }
    let events = state.calendars.events(on: calendar).map { event in
      let own = event.attendees.first { $0.kind == .person(openID: person.openID) }
      return (event, own?.reply ?? .accept)
    }
    return periods(events, window, offset: offset, call)
  }

  /// What was declined takes no time. Times are written with the offset the caller used.
  private static func periods(
    _ events: [(CalendarEvent, Attendee.Reply)], _ window: Range<Int>, offset: Int, _ call: Call
  ) -> [JSONValue] {
    let onlyBusy = call.body["only_busy"]?.bool ?? true
    let needsReply = call.body["need_rsvp_status"]?.bool ?? false
    var found: [(start: Int, json: JSONValue)] = []
    for (event, reply) in events where reply != .decline && !(onlyBusy && event.freeBusy == "free")
    {
      for occurrence in event.occurrences(in: window) {
        let start = occurrence.start.seconds
        var entry: JSONObject = [
          "start_time": .string(RFC3339(instant: start, offset: offset).text),
          "end_time": .string(RFC3339(instant: occurrence.endSeconds, offset: offset).text),
        ]
        if needsReply { entry["rsvp_status"] = .string(reply.rawValue) }
        found.append((start, .object(entry)))
      }
    }
    return found.sorted { $0.start < $1.start }.map(\.json)
  }

  private static func refusal(_ reason: String) -> APIError {
    APIError(
      190_014, "invalid request parameters. check details for more info.",
      detail: ["details": [["value": .string(reason)]]])
  }
}
