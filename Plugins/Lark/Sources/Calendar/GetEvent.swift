internal import JSON
internal import PluginKit

struct GetEventArguments: Decodable, Sendable {
  var event: String
  var calendar: String?
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case event, calendar
    case timeZone = "time_zone"
  }
}

/// One event with its description, who is invited, and who has accepted.
enum GetEvent {
  static let maximumAttendees = 100
  static let maximumShown = 200

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "get_event",
      "Shows a Lark calendar event: description, place, links, who is invited and who accepted.",
      core, group: .calendar,
      endpoints: [.getEvent, .listAttendees] + CalendarChoice.endpoints, identity: .userFirst,
      effect: .reads,
      input: .object(
        [
          "event": .string("Event id."), "calendar": .string(CalendarChoice.schemaText),
          "time_zone": .string(),
        ], required: ["event"])
    ) { (arguments: GetEventArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  static func run(
    _ arguments: GetEventArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zone(arguments.timeZone)
    let target = try EventTarget(arguments.event, calendar: arguments.calendar)
    let path = try await target.path(core.client, context)
    let payload = try await core.client.send(
      APIRequest(
        .getEvent, path: path,
        query: [
          ("need_attendee", "true"), ("max_attendee_num", String(maximumAttendees)),
          ("user_id_type", "open_id"),
        ], purpose: "read the event"), context)
    let item = payload["event"] ?? nil
    var report = EventReport(item: item, calendarID: path["calendar_id"] ?? "", zone: zone)
    report.attendees = (item["attendees"]?.array ?? []).map(Attendee.init)
    var isComplete = true
    if item["has_more_attendee"]?.bool == true {
      let invitation = Invitation(
        client: core.client, context: context, calendarID: report.calendarID,
        eventID: target.eventID)
      (report.attendees, isComplete) = try await invitation.list()
    }
    return ToolResult(
      [.text(text(report, isComplete, context))], structured: .object(report.structured))
  }

  private static func text(
    _ report: EventReport, _ isComplete: Bool, _ context: CallContext
  ) -> String {
    var lines = [report.headline, report.ids] + report.details
    if let description = report.item["description"]?.nonEmptyString {
      lines.append(
        QuotedText.append(
          description, to: "Description:", limit: EventReport.maximumDescription))
    }
    if !report.attendees.isEmpty {
      lines.append("Invited (\(report.attendees.count)\(isComplete ? "" : " and more")):")
      lines += report.attendees.prefix(maximumShown).map { "- \($0.line)" }
      let rest = report.attendees.count - maximumShown
      if rest > 0 { lines.append("\(rest) more are not shown.") }
    }
    lines.append("Read as the \(context.actedAs).")
    return lines.joined(separator: "\n")
  }
}
