internal import JSON
internal import PluginKit

struct EventAttendeesArguments: Decodable, Sendable {
  var event: String
  var add: StringList?
  var remove: StringList?
  var optional: Bool?
  var calendar: String?
  var notify: Bool?
}

/// Invites to an event and takes invitations back.
enum EventAttendees {
  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "event_attendees",
      "Invites people, chats or rooms to a Lark event, or takes invitations back.",
      title: "Change who is invited", core, group: .calendar,
      endpoints: [.addAttendees, .removeAttendees, .listAttendees] + CalendarChoice.endpoints
        + [.getUsers, .whoamiUser],
      identity: .userFirst, effect: .changes,
      input: .object(
        [
          "event": .string("Event id."),
          "add": .stringList(.string(), "E-mails, ou_, chats oc_, rooms omm_, \"me\"."),
          "remove": .stringList(.string(), "In the same forms."),
          "optional": .boolean("Those added need not come."),
          "calendar": .string(CalendarChoice.schemaText), "notify": .boolean(),
        ], required: ["event"])
    ) { (arguments: EventAttendeesArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }

  static func run(
    _ arguments: EventAttendeesArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let target = try EventTarget(arguments.event, calendar: arguments.calendar)
    let added = try AttendeeList(arguments.add?.values ?? [], "add")
    let removed = try AttendeeList(arguments.remove?.values ?? [], "remove")
    guard !added.isEmpty || !removed.isEmpty else {
      throw .argument("add, remove: name who is invited or not any more.")
    }
    let lookup = ParticipantLookup(client: client, context: context)
    let removals = try await removed.entries(lookup, "remove")
    var additions = try await added.entries(lookup, "add")
    if arguments.optional == true {
      additions = additions.map { entry in
        var entry = entry
        entry["is_optional"] = true
        return entry
      }
    }
    let path = try await target.path(client, context)
    let invitation = Invitation(
      client: client, context: context, calendarID: path["calendar_id"] ?? "",
      eventID: target.eventID)
    if !removals.isEmpty {
      try await invitation.remove(removals, notifies: arguments.notify)
    }
    let attendees =
      additions.isEmpty ? [] : try await invitation.add(additions, notifies: arguments.notify)
    var lines: [String] = []
    if !removals.isEmpty { lines.append("Took back \(removals.count) invitation(s).") }
    if !additions.isEmpty { lines += ["Invited:"] + attendees.map { "- \($0.line)" } }
    lines.append("Done as the \(context.actedAs).")
    return ToolResult(
      [.text(lines.joined(separator: "\n"))],
      structured: [
        "event": .string(target.eventID), "attendees": .array(attendees.map(\.structured)),
        "removed": .number(JSONNumber(Int64(removals.count))),
      ])
  }
}
