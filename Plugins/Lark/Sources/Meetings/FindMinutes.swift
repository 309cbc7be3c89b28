internal import JSON
internal import PluginKit

struct FindMinutesArguments: Decodable, Sendable {
  var query: String?
  var people: StringList?
  var owners: StringList?
  var from: String?
  var to: String?
  var timeZone: String?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case query, people, owners, from, to
    case timeZone = "time_zone"
    case pageToken = "page_token"
  }
}

/// Minutes by words, people and time.
enum FindMinutes {
  static let maximumQuery = 50
  static let maximumPeople = 50
  static let pageSize = 20

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "find_minutes", "Finds Lark minutes by words, people and time.", core, group: .meetings,
      endpoints: [.searchMinutes] + ParticipantLookup.endpoints,
      identity: .userFirst, effect: .reads, offer: .inPresets,
      input: .object([
        "query": .string(), "people": .stringList(.string(), "Who took part: e-mails, ou_..."),
        "owners": .stringList(.string(), "The same."), "from": .string("Date or time."),
        "to": .string(), "time_zone": .string(), "page_token": .string(),
      ])
    ) { (arguments: FindMinutesArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  static func run(
    _ arguments: FindMinutesArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zones.zone(
      named: arguments.timeZone?.nonEmpty ?? core.client.settings.timeZone)
    let words = arguments.query?.nonEmpty ?? ""
    guard words.count <= maximumQuery else {
      throw .argument("query: at most \(maximumQuery) characters.")
    }
    let bounds = try TimeBounds(from: arguments.from, to: arguments.to, zone: zone)
    let people = try Participant.list(
      arguments.people?.values ?? [], "people", atMost: maximumPeople)
    let owners = try Participant.list(
      arguments.owners?.values ?? [], "owners", atMost: maximumPeople)
    let range = bounds.range(in: zone)
    guard !words.isEmpty || !people.isEmpty || !owners.isEmpty || range != nil else {
      throw .argument("Give query, people, owners or from.")
    }
    let lookup = ParticipantLookup(client: core.client, context: context)
    var filter = JSONObject()
    for (name, list, argument) in [
      ("participant_ids", people, "people"), ("owner_ids", owners, "owners"),
    ] where !list.isEmpty {
      filter[name] = .array(try await lookup.openIDs(of: list, argument).map { .string($0) })
    }
    if let range { filter["create_time"] = range }
    var body = JSONObject()
    if !words.isEmpty { body["query"] = .string(words) }
    if !filter.isEmpty { body["filter"] = .object(filter) }
    var query = [("page_size", String(pageSize)), ("user_id_type", "open_id")]
    if let token = arguments.pageToken?.nonEmpty { query.append(("page_token", token)) }
    let payload = try await core.client.send(
      APIRequest(
        .searchMinutes, query: query, body: .object(body), purpose: "search minutes"), context)
    return result(payload, context)
  }

  private static func result(_ payload: JSONValue, _ context: CallContext) -> ToolResult {
    let items = payload["items"]?.array ?? []
    var lines = ["\(items.count) minutes, read as the \(context.actedAs):"]
    lines += items.map { item in
      let token = singleLine(item["token"]?.string ?? "", limit: 80)
      return "- \(singleLine(item["display_info"]?.string ?? "", limit: 200)), minutes \(token)"
    }
    var structured: JSONObject = [
      "minutes": .array(items.map { ["minutes": $0["token"] ?? nil] })
    ]
    if payload["has_more"]?.bool == true, let token = payload["page_token"]?.nonEmptyString {
      lines.append("There are more: page_token \(token)")
      structured["page_token"] = .string(token)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }
}
