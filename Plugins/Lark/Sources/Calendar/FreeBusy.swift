internal import JSON
internal import PluginKit

struct FreeBusyArguments: Decodable, Sendable {
  var who: StringList
  var from: String?
  var to: String?
  var days: Int?
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case who, from, to, days
    case timeZone = "time_zone"
  }
}

/// When people and rooms are busy, without what they do.
enum FreeBusy {
  static let defaultDays = 1
  static let maximumTimes = 200

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "free_busy", "Tells when people and rooms are busy, by their Lark calendars.",
      title: "See who is busy", core, group: .calendar,
      endpoints: [.freeBusyBatch, .freeBusy] + ParticipantLookup.endpoints,
      identity: .userFirst, effect: .reads, offer: .inPresets,
      input: .object(
        [
          "who": .stringList(.string(), "E-mails, ou_..., rooms omm_..., \"me\"."),
          "from": .string("Date or time; default today."),
          "to": .string("The same; a date included."),
          "days": .integer("Instead of to.", default: defaultDays), "time_zone": .string(),
        ], required: ["who"])
    ) { (arguments: FreeBusyArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  static func run(
    _ arguments: FreeBusyArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zone(arguments.timeZone)
    let to = arguments.to?.nonEmpty
    let window = try CalendarWindow(zone: zone, now: core.client.clock.unixSeconds()).resolve(
      from: arguments.from?.nonEmpty, to: to,
      days: arguments.days ?? (to == nil ? defaultDays : nil))
    guard window.end - window.start <= Int64(BusyCalendar.maximumDays) * TimeWindow.secondsPerDay
    else { throw .argument("from, to: at most \(BusyCalendar.maximumDays) days.") }
    let list = try BusySubjects.parse(arguments.who.values, "who")
    guard !list.isEmpty else { throw .argument("who: write \(Participant.forms).") }
    let subjects = try await BusySubjects(
      list, "who", ParticipantLookup(client: core.client, context: context))
    let calendar = BusyCalendar(
      client: core.client, context: context, window: window, zone: zone)
    let busy = try await calendar.people(subjects.people).merging(
      try await calendar.rooms(subjects.rooms)
    ) { first, _ in first }
    var lines: [String] = []
    var structured: [JSONValue] = []
    for id in subjects.people + subjects.rooms {
      let times = busy[id] ?? []
      lines.append("\(subjects.name(id)): \(times.isEmpty ? "free all the time" : "busy")")
      for time in times.prefix(maximumTimes) {
        lines.append(
          "- \(CalendarEvent.Span.timed(start: time.start, end: time.end).text(in: zone))")
      }
      structured.append([
        "who": .string(id),
        "busy": .array(
          times.prefix(maximumTimes).map { time in
            var members = JSONObject()
            CalendarEvent.Span.timed(start: time.start, end: time.end)
              .insert(into: &members, in: zone)
            return .object(members)
          }),
      ])
    }
    lines.append("Times in \(zone.name), read as the \(context.actedAs).")
    return ToolResult(
      [.text(lines.joined(separator: "\n"))], structured: ["free_busy": .array(structured)])
  }
}
