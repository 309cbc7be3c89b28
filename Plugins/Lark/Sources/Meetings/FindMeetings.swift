internal import JSON
internal import PluginKit

struct FindMeetingsArguments: Decodable, Sendable {
  var number: LooseID?
  var query: String?
  var people: StringList?
  var from: String?
  var to: String?
  var timeZone: String?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case number, query, people, from, to
    case timeZone = "time_zone"
    case pageToken = "page_token"
  }
}

/// Past video meetings, by their number or by words.
struct FindMeetings: Sendable {
  let client: LarkClient
  let context: CallContext

  static let pageSize = 30
  static let maximumDays: Int64 = 90
  static let maximumQuery = 50
  static let maximumPeople = 50

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "find_meetings",
      "Finds Lark video meetings of the last 90 days by their 9-digit number; with a user also by "
        + "words and people.",
      core, group: .meetings,
      endpoints: [.findMeetingsByNumber, .searchMeetings] + ParticipantLookup.endpoints,
      identity: .userFirst, effect: .reads,
      input: .object([
        "number": .looseID("9 digits."), "query": .string("Words; needs a user."),
        "people": .stringList(.string(), "Who took part: e-mails, ou_..., \"me\"."),
        "from": .string("Date or time."), "to": .string(), "time_zone": .string(),
        "page_token": .string(),
      ])
    ) { (arguments: FindMeetingsArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  static func run(
    _ arguments: FindMeetingsArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zones.zone(
      named: arguments.timeZone?.nonEmpty ?? core.client.settings.timeZone)
    let bounds = try TimeBounds(from: arguments.from, to: arguments.to, zone: zone)
    let find = FindMeetings(client: core.client, context: context)
    let people = try Participant.list(
      arguments.people?.values ?? [], "people", atMost: maximumPeople)
    guard let number = arguments.number?.text.nonEmpty else {
      return try await find.search(arguments, people, bounds, zone)
    }
    guard arguments.query?.nonEmpty == nil, people.isEmpty else {
      throw .argument("Give number, or query and people.")
    }
    return try await find.byNumber(number, bounds, arguments.pageToken)
  }

  private func byNumber(
    _ text: String, _ bounds: TimeBounds, _ token: String?
  ) async throws(LarkFailure) -> ToolResult {
    let number = text.filter { !$0.isWhitespace && $0 != "-" }
    guard number.utf8.count == 9, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw .argument("number: write the 9 digits of the meeting.")
    }
    let longest = FindMeetings.maximumDays * TimeWindow.secondsPerDay
    let end = bounds.end ?? bounds.start.map { $0 + longest } ?? client.clock.unixSeconds()
    let start = bounds.start ?? end - longest
    guard end - start <= longest, end > start else {
      throw .argument("from, to: at most \(FindMeetings.maximumDays) days.")
    }
    var query = [
      ("meeting_no", number), ("start_time", String(start)), ("end_time", String(end)),
      ("page_size", String(FindMeetings.pageSize)),
    ]
    if let token = token?.nonEmpty { query.append(("page_token", token)) }
    let payload = try await client.send(
      APIRequest(.findMeetingsByNumber, query: query, purpose: "find the meetings"), context)
    let items = payload["meeting_briefs"]?.array ?? []
    return result(
      items.map { ($0["id"]?.string ?? "", $0["topic"]?.string ?? "") }, payload)
  }

  private func search(
    _ arguments: FindMeetingsArguments, _ people: [Participant], _ bounds: TimeBounds,
    _ zone: ZoneRules
  ) async throws(LarkFailure) -> ToolResult {
    let words = arguments.query?.nonEmpty ?? ""
    guard words.count <= FindMeetings.maximumQuery else {
      throw .argument("query: at most \(FindMeetings.maximumQuery) characters.")
    }
    guard !words.isEmpty || !people.isEmpty || bounds.start != nil else {
      throw .argument("Give number, query, people or from.")
    }
    var filter = JSONObject()
    if !people.isEmpty {
      let ids = try await ParticipantLookup(client: client, context: context).openIDs(
        of: people, "people")
      filter["participant_ids"] = .array(ids.map { .string($0) })
    }
    if let range = bounds.range(in: zone) { filter["start_time"] = range }
    var query = [("page_size", String(FindMeetings.pageSize))]
    if let token = arguments.pageToken?.nonEmpty { query.append(("page_token", token)) }
    var body = JSONObject()
    if !words.isEmpty { body["query"] = .string(words) }
    if !filter.isEmpty { body["meeting_filter"] = .object(filter) }
    let payload = try await client.send(
      APIRequest(
        .searchMeetings, query: query, body: .object(body), purpose: "search meetings"), context)
    let items = payload["items"]?.array ?? []
    return result(
      items.map { ($0["id"]?.string ?? "", $0["display_info"]?.string ?? "") }, payload)
  }

  private func result(
    _ found: [(id: String, title: String)], _ payload: JSONValue
  ) -> ToolResult {
    var lines = ["\(found.count) meetings, read as the \(context.actedAs):"]
    lines += found.map {
      "- \(singleLine($0.title, limit: 200)), meeting \(singleLine($0.id, limit: 40))"
    }
    var structured: JSONObject = [
      "meetings": .array(
        found.map {
          ["meeting": .string($0.id), "title": .string(singleLine($0.title, limit: 200))]
        }
      )
    ]
    if payload["has_more"]?.bool == true, let token = payload["page_token"]?.nonEmptyString {
      lines.append("There are more: page_token \(token)")
      structured["page_token"] = .string(token)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }
}

extension TimeBounds {
  /// As searches take it: RFC 3339. Nil without bounds.
  func range(in zone: ZoneRules) -> JSONValue? {
    var range = JSONObject()
    if let start { range["start_time"] = .string(zone.localTime(at: start).rfc3339) }
    if let end { range["end_time"] = .string(zone.localTime(at: end).rfc3339) }
    return range.isEmpty ? nil : .object(range)
  }
}
