internal import JSON
internal import PluginKit

struct FindRoomsArguments: Decodable, Sendable {
  var query: String?
  var capacity: Int?
  var start: String?
  var end: String?
  var minutes: Int?
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case query, capacity, start, end, minutes
    case timeZone = "time_zone"
  }
}

/// Meeting rooms by words and size, and whether they are free at a time.
enum FindRooms {
  static let pageSize = 100
  static let maximumPages = 20
  static let maximumShown = 50

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "find_rooms",
      "Finds meeting rooms of Lark by words of their name or place and by size; with a start, only "
        + "those free then.",
      core, group: .calendar, endpoints: [.listRooms, .freeBusy],
      identity: .userFirst, effect: .reads, offer: .inPresets,
      input: .object([
        "query": .string("Words, all of them."), "capacity": .integer("At least.", minimum: 1),
        "start": .string("2026-03-01T09:00."), "end": .string(),
        "minutes": .integer("Instead of end; default 60."), "time_zone": .string(),
      ])
    ) { (arguments: FindRoomsArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  static func run(
    _ arguments: FindRoomsArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zone(arguments.timeZone)
    let window = try window(arguments, zone)
    let (all, isComplete) = try await list(core.client, context)
    var rooms = all.filter { $0.fits(arguments.query ?? "", capacity: arguments.capacity ?? 0) }
    var notes: [String] = []
    if !isComplete { notes.append("Not all rooms were looked at; ask with other words.") }
    if let window {
      let calendar = BusyCalendar(
        client: core.client, context: context, window: window, zone: zone)
      let rest = rooms.count - BusyCalendar.maximumRooms
      if rest > 0 { notes.append("\(rest) more rooms fit, but were not asked whether free.") }
      var free: [MeetingRoom] = []
      for room in rooms.prefix(BusyCalendar.maximumRooms)
      where try await calendar.room(room.id).isEmpty {
        free.append(room)
      }
      rooms = free
    }
    if rooms.count > maximumShown { notes.append("\(rooms.count - maximumShown) more fit.") }
    let shown = rooms.prefix(maximumShown)
    let lines =
      ["\(rooms.count) room\(rooms.count == 1 ? "" : "s")\(window == nil ? "" : " free then"):"]
      + shown.map { "- \($0.line)" } + notes
    return ToolResult(
      [.text(lines.joined(separator: "\n"))],
      structured: ["rooms": .array(shown.map(\.structured))])
  }

  private static func window(
    _ arguments: FindRoomsArguments, _ zone: ZoneRules
  ) throws(LarkFailure) -> TimeWindow? {
    guard let start = arguments.start?.nonEmpty else {
      guard arguments.end == nil, arguments.minutes == nil else {
        throw .argument("start: needed where end or minutes is given.")
      }
      return nil
    }
    let times = try EventTimes(
      start: start, end: arguments.end, minutes: arguments.minutes, zone: zone)
    guard case .timed(let from, let to) = times.span else {
      throw .argument("start: needs a time of day.")
    }
    return TimeWindow(start: from, end: to)
  }

  private static func list(
    _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ([MeetingRoom], isComplete: Bool) {
    var rooms: [MeetingRoom] = []
    var token: String?
    for _ in 0..<maximumPages {
      var query = [("page_size", String(pageSize)), ("user_id_type", "open_id")]
      if let token { query.append(("page_token", token)) }
      let payload = try await client.send(
        APIRequest(.listRooms, query: query, purpose: "list meeting rooms"), context)
      rooms += (payload["rooms"]?.array ?? []).compactMap(MeetingRoom.init)
      token = payload["page_token"]?.nonEmptyString
      guard payload["has_more"]?.bool == true, token != nil else { return (rooms, true) }
    }
    return (rooms, false)
  }
}

struct MeetingRoom: Sendable, Equatable {
  var id: String
  var name: String
  var capacity: Int64
  var place: String
  var isOpen: Bool

  init?(_ item: JSONValue) {
    guard let id = item["room_id"]?.nonEmptyString else { return nil }
    self.id = id
    name = item["name"]?.string ?? ""
    capacity = item["capacity"]?.integer ?? 0
    place = (item["path"]?.array ?? []).compactMap(\.string).joined(separator: "/")
    isOpen = item["room_status"]?["status"]?.bool ?? true
  }

  /// All of the words stand in its name or place; a room that is closed fits nothing.
  func fits(_ query: String, capacity wanted: Int) -> Bool {
    let text = "\(name) \(place)".lowercased()
    let words = query.lowercased().split(whereSeparator: \.isWhitespace)
    return isOpen && capacity >= Int64(wanted)
      && words.allSatisfy { firstRange(of: String($0), in: text[...]) != nil }
  }

  var line: String {
    let location = place.isEmpty ? "" : " at \(singleLine(place, limit: 100))"
    return "\(singleLine(name, limit: 60))\(location), for \(capacity), room \(id)"
  }

  var structured: JSONValue {
    ["room": .string(id), "name": .string(name), "capacity": .number(JSONNumber(capacity))]
  }
}
