internal import JSON

/// When people and rooms are busy, from Lark's free/busy lists.
struct BusyCalendar: Sendable {
  let client: LarkClient
  let context: CallContext
  let window: TimeWindow
  let zone: ZoneRules

  static let maximumPeople = 30
  static let maximumRooms = 20
  static let maximumDays = 31
  /// What Lark takes at a time.
  static let batchSize = 10

  /// Of each of the open ids; times that touch are one.
  func people(_ ids: [String]) async throws(LarkFailure) -> [String: [TimeWindow]] {
    var busy: [String: [TimeWindow]] = [:]
    var start = 0
    while start < ids.count {
      let batch = Array(ids[start..<min(start + BusyCalendar.batchSize, ids.count)])
      start += batch.count
      var body = bounds
      body["user_ids"] = .array(batch.map { .string($0) })
      let payload = try await client.send(
        APIRequest(
          .freeBusyBatch, query: [("user_id_type", "open_id")], body: .object(body),
          purpose: "read when people are busy"), context)
      for id in batch { busy[id] = [] }
      for list in payload["freebusy_lists"]?.array ?? [] {
        busy[list["user_id"]?.string ?? ""] = merged(list["freebusy_items"])
      }
    }
    return busy
  }

  func room(_ id: String) async throws(LarkFailure) -> [TimeWindow] {
    var body = bounds
    body["room_id"] = .string(id)
    let payload = try await client.send(
      APIRequest(
        .freeBusy, query: [("user_id_type", "open_id")], body: .object(body),
        purpose: "read when the room is taken"), context)
    return merged(payload["freebusy_list"])
  }

  func rooms(_ ids: [String]) async throws(LarkFailure) -> [String: [TimeWindow]] {
    var busy: [String: [TimeWindow]] = [:]
    for id in ids { busy[id] = try await room(id) }
    return busy
  }

  private var bounds: JSONObject {
    [
      "time_min": .string(zone.localTime(at: window.start).rfc3339),
      "time_max": .string(zone.localTime(at: window.end).rfc3339),
      "need_rsvp_status": true,
    ]
  }

  /// A time that was declined is free.
  private func merged(_ items: JSONValue?) -> [TimeWindow] {
    let times = (items?.array ?? []).filter { $0["rsvp_status"]?.string != "decline" }
    return BusyTime.merged(times.compactMap { BusyTime($0) }, in: window)
  }
}

/// The people and rooms that a free/busy tool asks about, as they were written and by id.
struct BusySubjects: Sendable {
  var people: [String]
  var rooms: [String]
  /// As they were written, by id.
  var names: [String: String] = [:]

  /// Checked without asking Lark.
  static func parse(
    _ texts: [String], _ argument: String
  ) throws(LarkFailure) -> AttendeeList {
    let list = try AttendeeList(texts, argument)
    guard list.chats.isEmpty else {
      throw .argument("\(argument): chats have no calendar; name people or rooms.")
    }
    guard list.people.count <= BusyCalendar.maximumPeople,
      list.rooms.count <= BusyCalendar.maximumRooms
    else {
      throw .argument(
        "\(argument): at most \(BusyCalendar.maximumPeople) people and "
          + "\(BusyCalendar.maximumRooms) rooms.")
    }
    return list
  }

  init(
    _ list: AttendeeList, _ argument: String, _ lookup: ParticipantLookup
  ) async throws(LarkFailure) {
    people = try await lookup.openIDs(of: list.people, argument)
    rooms = list.rooms
    let found = list.people.count == people.count ? zip(people, list.people) : nil
    for (id, person) in found ?? zip([], []) { names[id] = person.name }
  }

  func name(_ id: String) -> String { singleLine(names[id] ?? id, limit: 80) }
}
