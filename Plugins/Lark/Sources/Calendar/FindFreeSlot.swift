internal import JSON
internal import PluginKit

struct FindFreeSlotArguments: Decodable, Sendable {
  var people: StringList
  var rooms: StringList?
  var minutes: Int?
  var from: String?
  var to: String?
  var days: Int?
  var hours: String?
  var weekends: Bool?
  var count: Int?
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case people, rooms, minutes, from, to, days, hours, weekends, count
    case timeZone = "time_zone"
  }
}

/// Suggests times at which several people, and one of several rooms, are free.
enum FindFreeSlot {
  static let defaultMinutes = 30
  static let maximumMinutes = 12 * 60
  static let defaultHours = "09:00-18:00"
  static let defaultCount = 5
  static let maximumCount = 20

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "find_free_slot",
      "Suggests times at which all these people (and one of the rooms) are free, by their Lark "
        + "calendars.",
      core, group: .calendar,
      endpoints: [.freeBusyBatch, .freeBusy] + ParticipantLookup.endpoints,
      identity: .userFirst, effect: .reads, input: input
    ) { (arguments: FindFreeSlotArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  private static let input = Schema.object(
    [
      "people": .stringList(.string(), "E-mails, ou_..., \"me\"."),
      "rooms": .stringList(.string(), "omm_...; one of them is enough."),
      "minutes": .integer("Length.", default: defaultMinutes),
      "from": .string("Date or time; default now."), "to": .string("The same; a date included."),
      "days": .integer("Instead of to.", default: CalendarWindow.defaultDays),
      "hours": .string("Working hours.", default: defaultHours), "weekends": .boolean(),
      "count": .integer(default: defaultCount), "time_zone": .string(),
    ], required: ["people"])

  static func run(
    _ arguments: FindFreeSlotArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zone(arguments.timeZone)
    let now = core.client.clock.unixSeconds()
    let window = try window(arguments, zone, now: now)
    var search = SlotSearch(
      window: window, zone: zone, seconds: Int64(try minutes(arguments.minutes)) * 60)
    search.hours = try WorkingHours.parse(arguments.hours?.nonEmpty ?? defaultHours)
    search.includesWeekends = arguments.weekends ?? false
    let count = arguments.count ?? defaultCount
    guard (1...maximumCount).contains(count) else {
      throw .argument("count: from 1 to \(maximumCount).")
    }
    let list = try subjects(arguments)
    guard !list.people.isEmpty || !list.rooms.isEmpty else {
      throw .argument("people: write who has to be there.")
    }
    let subjects = try await BusySubjects(
      list, "people", ParticipantLookup(client: core.client, context: context))
    let calendar = BusyCalendar(
      client: core.client, context: context, window: window, zone: zone)
    search.people = try await calendar.people(subjects.people)
    search.rooms = try await calendar.rooms(subjects.rooms)
    return result(search.best(count), subjects, search, context)
  }

  /// Rooms may stand among the people as well.
  private static func subjects(
    _ arguments: FindFreeSlotArguments
  ) throws(LarkFailure) -> AttendeeList {
    let rooms = (arguments.rooms?.values ?? []).compactMap(\.nonEmpty)
    for room in rooms {
      guard room.hasPrefix("omm_"), LarkReference.isToken(room) else {
        throw .argument("rooms: write ids of rooms, \"omm_...\", as find_rooms tells them.")
      }
    }
    guard rooms.count <= BusyCalendar.maximumRooms else {
      throw .argument("rooms: at most \(BusyCalendar.maximumRooms).")
    }
    return try BusySubjects.parse(arguments.people.values + rooms, "people")
  }

  /// What is past is not suggested.
  private static func window(
    _ arguments: FindFreeSlotArguments, _ zone: ZoneRules, now: Int64
  ) throws(LarkFailure) -> TimeWindow {
    var window = try CalendarWindow(zone: zone, now: now).resolve(
      from: arguments.from?.nonEmpty, to: arguments.to?.nonEmpty, days: arguments.days)
    guard window.end > now else { throw .argument("to: is past.") }
    window.start = max(window.start, now)
    guard window.end - window.start <= Int64(BusyCalendar.maximumDays) * TimeWindow.secondsPerDay
    else { throw .argument("from, to: at most \(BusyCalendar.maximumDays) days.") }
    return window
  }

  private static func minutes(_ minutes: Int?) throws(LarkFailure) -> Int {
    let minutes = minutes ?? defaultMinutes
    guard (1...maximumMinutes).contains(minutes) else {
      throw .argument("minutes: from 1 to \(maximumMinutes).")
    }
    return minutes
  }

  private static func result(
    _ slots: [SlotSearch.Slot], _ subjects: BusySubjects, _ search: SlotSearch,
    _ context: CallContext
  ) -> ToolResult {
    var lines: [String] = []
    if slots.isEmpty {
      lines = [
        "No time fits: there are no working hours of that length, or no room is free. Ask for a "
          + "longer time, other hours or more rooms."
      ]
    } else if slots[0].busy.isEmpty {
      lines = ["All are free at:"]
    } else {
      lines = ["There is no time at which all are free. The fewest are busy at:"]
    }
    for slot in slots {
      let span = CalendarEvent.Span.timed(start: slot.time.start, end: slot.time.end)
      var line = "- \(span.text(in: search.zone))"
      if !slot.busy.isEmpty {
        line += ", busy: \(slot.busy.map(subjects.name).joined(separator: ", "))"
      }
      if !slot.freeRooms.isEmpty {
        line += ", free rooms: \(slot.freeRooms.joined(separator: ", "))"
      }
      lines.append(line)
    }
    lines.append("Times in \(search.zone.name), read as the \(context.actedAs).")
    return ToolResult(
      [.text(lines.joined(separator: "\n"))],
      structured: ["slots": .array(slots.map { structured($0, search.zone) })])
  }

  private static func structured(_ slot: SlotSearch.Slot, _ zone: ZoneRules) -> JSONValue {
    var members: JSONObject = [
      "start": .string(zone.localTime(at: slot.time.start).rfc3339),
      "end": .string(zone.localTime(at: slot.time.end).rfc3339),
    ]
    if !slot.busy.isEmpty { members["busy"] = .array(slot.busy.map { .string($0) }) }
    if !slot.freeRooms.isEmpty { members["rooms"] = .array(slot.freeRooms.map { .string($0) }) }
    return .object(members)
  }
}

/// `09:00-18:00` as seconds of the day.
enum WorkingHours {
  static func parse(_ text: String) throws(LarkFailure) -> Range<Int> {
    let parts = text.split(separator: "-").map { minutes(String($0).trimmingSpaces) }
    guard parts.count == 2, let from = parts[0], let to = parts[1], from < to else {
      throw .argument("hours: write \"09:00-18:00\".")
    }
    return from * 60..<to * 60
  }

  private static func minutes(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1],
      (0...24).contains(hour), (0..<60).contains(minute), hour * 60 + minute <= 24 * 60
    else { return nil }
    return hour * 60 + minute
  }
}
