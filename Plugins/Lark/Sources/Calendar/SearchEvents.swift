internal import JSON
internal import PluginKit

struct SearchEventsArguments: Decodable, Sendable {
  var query: String
  var from: String?
  var to: String?
  var attendees: StringList?
  var calendar: String?
  var timeZone: String?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case query, from, to, attendees, calendar
    case timeZone = "time_zone"
    case pageToken = "page_token"
  }
}

/// Finds events by their words.
enum SearchEvents {
  static let maximumQuery = 200
  static let pageSize = 30

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "search_events",
      "Finds events of a Lark calendar by words of their title, also past ones. A series is one "
        + "event.",
      core, group: .calendar,
      endpoints: [.searchEvents] + CalendarChoice.endpoints + [.getUsers, .whoamiUser],
      identity: .userFirst, effect: .reads, input: input
    ) { (arguments: SearchEventsArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  private static let input = Schema.object(
    [
      "query": .string("Words."), "from": .string("Date or time."),
      "to": .string("Date (included) or time."),
      "attendees": .stringList(.string(), "Invited: e-mails, ou_, oc_, omm_."),
      "calendar": .string(CalendarChoice.schemaText), "time_zone": .string(),
      "page_token": .string(),
    ], required: ["query"])

  static func run(
    _ arguments: SearchEventsArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zone(arguments.timeZone)
    guard arguments.query.count <= maximumQuery else {
      throw .argument("query: at most \(maximumQuery) characters.")
    }
    let bounds = try TimeBounds(from: arguments.from, to: arguments.to, zone: zone)
    let attendees = try AttendeeList(arguments.attendees?.values ?? [])
    let owner = try CalendarChoice.owner(arguments.calendar)
    let lookup = ParticipantLookup(client: core.client, context: context)
    let people = try await lookup.openIDs(of: attendees.people, "attendees")
    let calendarID = try await CalendarChoice(client: core.client, context: context).id(of: owner)
    var query = [("user_id_type", "open_id"), ("page_size", String(pageSize))]
    if let token = arguments.pageToken?.nonEmpty { query.append(("page_token", token)) }
    var body: JSONObject = ["query": .string(arguments.query)]
    let filter = filter(bounds, people, attendees)
    if !filter.isEmpty { body["filter"] = .object(filter) }
    let payload = try await core.client.send(
      APIRequest(
        .searchEvents, path: ["calendar_id": calendarID], query: query, body: .object(body),
        purpose: "search the calendar"), context)
    let reports = (payload["items"]?.array ?? []).map {
      EventReport(item: $0, calendarID: calendarID, zone: zone)
    }
    return result(reports, payload["page_token"]?.nonEmptyString, calendarID, context)
  }

  private static func filter(
    _ bounds: TimeBounds, _ people: [String], _ attendees: AttendeeList
  ) -> JSONObject {
    var filter = JSONObject()
    for (name, time) in [("start_time", bounds.start), ("end_time", bounds.end)] {
      if let time { filter[name] = ["timestamp": .string(String(time))] }
    }
    for (name, ids) in [
      ("user_ids", people), ("room_ids", attendees.rooms), ("chat_ids", attendees.chats),
    ] where !ids.isEmpty {
      filter[name] = .array(ids.map { .string($0) })
    }
    return filter
  }

  private static func result(
    _ reports: [EventReport], _ token: String?, _ calendarID: String, _ context: CallContext
  ) -> ToolResult {
    let count = "\(reports.count) event\(reports.count == 1 ? "" : "s")"
    var lines = ["\(count) in the calendar \(calendarID), read as the \(context.actedAs)."]
    for report in reports {
      lines.append("- \(report.headline), event \(singleLine(report.eventID, limit: 200))")
    }
    var structured: JSONObject = [
      "events": .array(reports.map { .object($0.structured) }), "calendar": .string(calendarID),
    ]
    if let token {
      lines.append("There may be more: page_token \(token)")
      structured["page_token"] = .string(token)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }
}
