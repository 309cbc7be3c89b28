import JSON

/// The rooms of the seeded company.
enum SeedRooms {
  static let all: [(id: String, name: String, capacity: Int)] = [
    (SeedCalendars.room.id, SeedCalendars.room.name, 12),
    (SeedIdentifier.room("bamboo"), "竹影轩 (6 seats)", 6),
    (SeedIdentifier.room("plum"), "梅园 (20 seats)", 20),
  ]
}

/// `vc/v1/rooms`, and when rooms are taken.
enum Rooms {
  static let maximumRooms = 20

  static let endpoints: [Endpoint] = [
    Endpoint("POST /vc/v1/rooms/search", search), Endpoint("GET /vc/v1/rooms", list),
    Endpoint("GET /meeting_room/freebusy/batch_get", taken),
  ]

  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let wanted = (call.text("keyword") ?? "").lowercased()
    let found = SeedRooms.all.filter { wanted.isEmpty || $0.name.lowercased().contains(wanted) }
    return try state.page(
      found.map(json), "room search \(wanted)", call, as: "rooms", expired: .code(121_003))
  }

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try state.page(
      SeedRooms.all.map(json), "rooms", call, as: "rooms", expired: .code(121_003))
  }

  static func taken(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let ids = call.queryTexts("room_ids")
    guard (1...maximumRooms).contains(ids.count),
      let start = call.queryText("time_min").flatMap(RFC3339.init),
      let end = call.queryText("time_max").flatMap(RFC3339.init), start.instant < end.instant
    else { throw APIError(100_014, "params error") }
    var taken: JSONObject = [:]
    for id in ids {
      let times = state.calendars.events(inRoom: id).flatMap { event in
        event.occurrences(in: start.instant..<end.instant).map { occurrence -> JSONValue in
          let (first, last) = (occurrence.start.seconds, occurrence.endSeconds)
          return [
            "start_time": .string(RFC3339(instant: first, offset: start.offset).text),
            "end_time": .string(RFC3339(instant: last, offset: start.offset).text),
            "uid": .string(event.uid), "original_time": 0,
          ]
        }
      }
      taken[id] = .array(times)
    }
    return .data([
      "time_min": .string(start.text), "time_max": .string(end.text),
      "free_busy": .object(taken),
    ])
  }

  private static func json(_ room: (id: String, name: String, capacity: Int)) -> JSONValue {
    [
      "room_id": .string(room.id), "name": .string(room.name), "capacity": number(room.capacity),
      "description": "", "display_id": .string("FM\(room.capacity)"), "room_level_id": "omb_1",
      "path": ["上海", "12F"], "room_status": ["status": true, "schedule_status": true],
    ]
  }
}
