internal import JSON
internal import PluginKit

struct UpdateEventArguments: Decodable, Sendable {
  var fields: EventFields
  var event: String
  var calendar: String?

  enum CodingKeys: String, CodingKey { case event, calendar }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    fields = try EventFields(from: decoder)
    event = try container.decode(String.self, forKey: .event)
    calendar = try container.decodeIfPresent(String.self, forKey: .calendar)
  }
}

/// Changes an event; what is not named stays.
enum UpdateEvent {
  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "update_event",
      "Changes or moves a Lark calendar event; what is left out stays as it is.",
      core, group: .calendar,
      endpoints: [.updateEvent, .getEvent] + CalendarChoice.endpoints,
      identity: .userFirst, effect: .changes, input: input
    ) { (arguments: UpdateEventArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  private static let input = Schema.object(
    [
      "event": .string("Event id; that of one occurrence changes that one."),
      "title": .string(),
      "start": .string("Alone it keeps the length."),
      "end": .string(), "minutes": .integer("Instead of end."),
      "description": .string(), "location": .string(),
      "recurrence": .string("RRULE, or none."),
      "reminders": .integerList("Minutes before."), "video": .boolean(),
      "visibility": .enumeration(EventFields.visibilities), "notify": .boolean(),
      "time_zone": .string(), "calendar": .string(CalendarChoice.schemaText),
    ], required: ["event"])

  static func run(
    _ arguments: UpdateEventArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let fields = arguments.fields
    let zone = try fields.zone(core)
    let target = try EventTarget(arguments.event, calendar: arguments.calendar)
    var body = try fields.members(clears: true)
    let given = try times(fields, zone)
    guard !body.isEmpty || fields.start?.nonEmpty != nil || fields.movesByLength else {
      throw .argument("Name what changes: title, start, description, ...")
    }
    let path = try await target.path(core.client, context)
    if let given {
      for (name, value) in given.members { body[name] = value }
    } else if fields.start?.nonEmpty != nil || fields.movesByLength {
      let old = try await old(path, core.client, context)
      for (name, value) in try moved(old, fields, zone).members { body[name] = value }
    }
    if let notify = fields.notify { body["need_notification"] = .bool(notify) }
    let payload = try await core.client.send(
      APIRequest(
        .updateEvent, path: path, query: [("user_id_type", "open_id")], body: .object(body),
        purpose: "change the event"), context)
    let report = EventReport(
      item: payload["event"] ?? nil, calendarID: path["calendar_id"] ?? "", zone: zone)
    let lines = ["Changed \(report.headline) as the \(context.actedAs).", report.ids]
    return ToolResult(
      [.text((lines + report.details).joined(separator: "\n"))],
      structured: .object(report.structured))
  }

  /// Nil where the event's own times are needed to tell. Checks what can be checked without them.
  private static func times(
    _ fields: EventFields, _ zone: ZoneRules
  ) throws(LarkFailure) -> EventTimes? {
    guard let start = fields.start?.nonEmpty else {
      if let end = fields.end?.nonEmpty, Timestamp(end) == nil {
        throw .argument("end: is not a time; write \(EventTimes.forms).")
      }
      return nil
    }
    let times = try EventTimes(start: start, end: fields.end, minutes: fields.minutes, zone: zone)
    return fields.movesByLength ? times : nil
  }

  private static func old(
    _ path: [String: String], _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> CalendarEvent.Span {
    let payload = try await client.send(
      APIRequest(.getEvent, path: path, purpose: "read the event's times"), context)
    guard let span = CalendarEvent.span(of: payload["event"] ?? nil) else {
      throw .argument("Lark tells no times of this event; give both start and end.")
    }
    return span
  }

  /// A new start with the old length, or a new end with the old start.
  private static func moved(
    _ old: CalendarEvent.Span, _ fields: EventFields, _ zone: ZoneRules
  ) throws(LarkFailure) -> EventTimes {
    guard let start = fields.start?.nonEmpty else {
      return try EventTimes(
        start: old.startText(zone), end: fields.end, minutes: fields.minutes, zone: zone)
    }
    var times = try EventTimes(start: start, end: nil, minutes: nil, zone: zone)
    switch (times.span, old) {
    case (.timed(let start, _), .timed(let oldStart, let oldEnd)):
      times.span = .timed(start: start, end: start + max(60, oldEnd - oldStart))
    case (.days(let first, _), .days(let oldFirst, let oldLast)):
      let days = oldLast.daysSinceEpoch - oldFirst.daysSinceEpoch
      times.span = .days(first: first, last: first.adding(days: days))
    default: break
    }
    return times
  }
}

extension EventFields {
  /// Whether the new end is told, and not only the start.
  fileprivate var movesByLength: Bool { end?.nonEmpty != nil || minutes != nil }
}

extension CalendarEvent.Span {
  fileprivate func startText(_ zone: ZoneRules) -> String {
    switch self {
    case .timed(let start, _): zone.localTime(at: start).rfc3339
    case .days(let first, _): first.description
    }
  }
}
