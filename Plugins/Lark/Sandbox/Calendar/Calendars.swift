import JSON

/// `calendar/v4/calendars`: which calendars there are, and what one may do with them.
enum Calendars {
  static let path = "/open-apis/calendar/v4/calendars"
  private static let scopes = ["calendar:calendar:read", "calendar:calendar:readonly"]
  static let maximumUsers = 10

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "POST", path: "\(path)/primary", scopes: scopes, query: [.userIDType],
      handler: primary),
    Endpoint(
      method: "POST", path: "\(path)/primarys", scopes: scopes, query: [.userIDType],
      body: [.texts("user_ids", required: true)], handler: primaries),
    Endpoint(
      method: "GET", path: path, scopes: ["calendar:calendar"] + scopes,
      query: [
        .integer("page_size", range: 50...1_000), .pageToken, .text("sync_token"),
      ],
      handler: list),
  ]

  /// The caller's own; the app has one, too.
  static func primary(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    switch call.identity {
    case .user(let openID):
      guard let person = state.people.person(openID: openID),
        let calendar = state.calendars.primary(of: person)
      else { throw APIError(195_100, "user is dismiss or not exist in the tenant", status: 404) }
      return answer([(calendar, state.id(of: person, call))], call)
    default:
      guard call.userIDType != .userID else {
        throw APIError(190_002, "invalid parameters in request")
      }
      guard let calendar = state.calendars.bots else {
        throw APIError(190_007, "app bot_id not found", status: 404)
      }
      return answer([(calendar, Bot.openID)], call)
    }
  }

  static func primaries(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let ids = texts(call.body["user_ids"])
    guard (1...maximumUsers).contains(ids.count) else {
      throw APIError(198_001, "the number of user IDs exceeds the limit")
    }
    var found: [(Calendar, String?)] = []
    for id in ids {
      let person = try state.people.require(id, call.userIDType)
      guard !person.hasResigned, let calendar = state.calendars.primary(of: person) else {
        throw APIError(195_100, "user is dismiss or not exist in the tenant", status: 404)
      }
      found.append((calendar, state.id(of: person, call)))
    }
    return answer(found, call)
  }

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard call.queryText("sync_token") == nil || call.queryText("page_token") == nil else {
      throw APIError(190_009, "sync token cannot be used with other request restrictions")
    }
    let listed = state.calendars.calendars.filter { calendar in
      (calendar.role(of: call.identity) ?? .freeBusyReader) >= .reader
    }
    let isUnchanged = call.queryText("sync_token") != nil
    let page = try state.page(
      isUnchanged ? [] : listed, "calendars \(call.identity)",
      token: call.queryText("page_token"), size: call.queryNumber("page_size") ?? 500,
      expired: APIError(190_008, "page_token or sync_token expired"))
    var data: JSONObject = ["has_more": .bool(page.hasMore)]
    data["page_token"] = .string(page.token ?? "")
    data["sync_token"] = .string("ListCalendarsSyncToken_\(state.clock.seconds)")
    data["calendar_list"] = .array(page.items.map { $0.json(for: call.identity) })
    return .data(data)
  }

  private static func answer(_ calendars: [(Calendar, String?)], _ call: Call) -> Answer {
    let entries = calendars.map { calendar, id in
      var entry: JSONObject = ["calendar": calendar.json(for: call.identity)]
      entry["user_id"] = id.map(JSONValue.string)
      return JSONValue.object(entry)
    }
    return .data(["calendars": .array(entries)])
  }

  /// The calendar of a path, if the identity has at least that role. Events can only be reached
  /// through primary and shared calendars.
  static func require(
    _ id: String, role: Calendar.Role, _ state: SandboxState, _ identity: Identity
  ) throws(APIError) -> Calendar {
    guard id.hasSuffix("calendar.feishu.cn"), id.contains("@") else {
      throw APIError(191_001, "invalid calendar_id")
    }
    guard let calendar = state.calendars.calendar(id) else {
      throw APIError(191_000, "calendar not found", status: 404)
    }
    guard !calendar.isDeleted else { throw APIError(191_003, "calendar is deleted", status: 403) }
    guard let held = calendar.role(of: identity), held >= min(role, .reader) else {
      throw APIError(191_002, "no calendar access_role", status: 403)
    }
    guard calendar.type == "primary" || calendar.type == "shared" else {
      throw APIError(191_004, "invalid calendar type", status: 403)
    }
    guard held >= role else {
      throw APIError(193_002, "no permission to operate event", status: 403)
    }
    return calendar
  }
}
