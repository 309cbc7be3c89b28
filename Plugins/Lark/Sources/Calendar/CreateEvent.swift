internal import JSON
internal import PluginKit

struct CreateEventArguments: Decodable, Sendable {
  var fields: EventFields
  var attendees: StringList?
  var calendar: String?

  enum CodingKeys: String, CodingKey { case attendees, calendar }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    fields = try EventFields(from: decoder)
    attendees = try container.decodeIfPresent(StringList.self, forKey: .attendees)
    calendar = try container.decodeIfPresent(String.self, forKey: .calendar)
  }
}

/// Makes an event and invites to it.
enum CreateEvent {
  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "create_event",
      "Creates a Lark calendar event and invites people, chats and rooms to it.",
      core, group: .calendar,
      endpoints: [.createEvent, .addAttendees, .listAttendees] + CalendarChoice.endpoints
        + [.getUsers, .whoamiUser],
      identity: .userFirst, effect: .adds, input: input
    ) { (arguments: CreateEventArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  private static let input = Schema.object(
    [
      "title": .string(),
      "start": .string("2026-03-01T09:00, with or without offset; a date: all day."),
      "end": .string("A date is the last day."),
      "minutes": .integer("Instead of end; default 60."),
      "attendees": .stringList(
        .string(), "E-mails, ou_, chats oc_, rooms omm_, \"me\"."),
      "description": .string(), "location": .string(),
      "recurrence": .string("daily, weekdays, weekly, monthly, yearly or RRULE."),
      "reminders": .integerList("Minutes before."),
      "video": .boolean("With a video call."),
      "notify": .boolean(),
      "time_zone": .string(),
      "calendar": .string(CalendarChoice.schemaText),
    ], required: ["title", "start"])

  static func run(
    _ arguments: CreateEventArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try arguments.fields.zone(core)
    let body = try body(arguments.fields, zone)
    let attendees = try AttendeeList(arguments.attendees?.values ?? [])
    let owner = try CalendarChoice.owner(arguments.calendar)
    let lookup = ParticipantLookup(client: core.client, context: context)
    let entries = try await attendees.entries(lookup)
    let calendarID = try await CalendarChoice(client: core.client, context: context).id(of: owner)
    let payload = try await core.client.send(
      APIRequest(
        .createEvent, path: ["calendar_id": calendarID], query: [("user_id_type", "open_id")],
        body: .object(body), purpose: "create the event"), context)
    let report = EventReport(item: payload["event"] ?? nil, calendarID: calendarID, zone: zone)
    return try await inviting(entries, report, arguments.fields.notify, core.client, context)
  }

  private static func body(
    _ fields: EventFields, _ zone: ZoneRules
  ) throws(LarkFailure) -> JSONObject {
    guard fields.title?.nonEmpty != nil else { throw .argument("title: write what it is about.") }
    guard let start = fields.start?.nonEmpty else {
      throw .argument("start: write when it begins, \(EventTimes.forms).")
    }
    var body = try fields.members()
    let times = try EventTimes(start: start, end: fields.end, minutes: fields.minutes, zone: zone)
    for (name, value) in times.members { body[name] = value }
    if let notify = fields.notify { body["need_notification"] = .bool(notify) }
    return body
  }

  /// The event stays where the invitations fail, and the error says so.
  private static func inviting(
    _ entries: [JSONObject], _ report: EventReport, _ notifies: Bool?, _ client: LarkClient,
    _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    var report = report
    var lines = ["Created \(report.headline) as the \(context.actedAs).", report.ids]
    lines += report.details
    guard !entries.isEmpty else {
      return ToolResult(
        [.text(lines.joined(separator: "\n"))], structured: .object(report.structured))
    }
    let invitation = Invitation(
      client: client, context: context, calendarID: report.calendarID, eventID: report.eventID)
    do throws(LarkFailure) {
      report.attendees = try await invitation.add(entries, notifies: notifies)
    } catch .cancelled {
      throw .cancelled
    } catch {
      var result = ToolResult(structured: .object(report.structured))
      result.error = error.toolError(
        note: "The event was created all the same (event \(report.eventID), calendar "
          + "\(report.calendarID)): do not create it again; use event_attendees.")
      return result
    }
    lines += ["Invited:"] + report.attendees.map { "- \($0.line)" }
    return ToolResult(
      [.text(lines.joined(separator: "\n"))], structured: .object(report.structured))
  }
}
