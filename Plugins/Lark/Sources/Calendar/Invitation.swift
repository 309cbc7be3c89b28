internal import JSON

/// Invites to an event, and waits a little for the answer of rooms, which are booked later.
struct Invitation: Sendable {
  let client: LarkClient
  let context: CallContext
  let calendarID: String
  let eventID: String

  static let roomPauseMilliseconds: Int64 = 1_000
  static let maximumRoomQuestions = 3
  static let pageSize = 100
  static let maximumPages = 5

  var path: [String: String] { ["calendar_id": calendarID, "event_id": eventID] }

  /// As Lark tells them after it. The contact of a room that the bot books is the first person.
  func add(
    _ entries: [JSONObject], notifies: Bool?
  ) async throws(LarkFailure) -> [Attendee] {
    var body: JSONObject = [:]
    var request = APIRequest(
      .addAttendees, path: path, query: [("user_id_type", "open_id")], purpose: "invite")
    let actsAsBot = try client.identity(for: request, context) == .bot
    let contact = actsAsBot ? entries.lazy.compactMap { $0["user_id"] }.first : nil
    body["attendees"] = .array(
      entries.map { entry in
        var entry = entry
        if entry["room_id"] != nil, let contact { entry["operate_id"] = contact }
        return .object(entry)
      })
    if let notifies { body["need_notification"] = .bool(notifies) }
    request.body = .object(body)
    let payload = try await client.send(request, context)
    let attendees = (payload["attendees"]?.array ?? []).map(Attendee.init)
    let rooms = entries.compactMap { $0["room_id"]?.string }
    return rooms.isEmpty ? attendees : try await answered(attendees, rooms: rooms)
  }

  /// Asks a few times for the rooms that have not answered.
  private func answered(
    _ attendees: [Attendee], rooms: [String]
  ) async throws(LarkFailure) -> [Attendee] {
    var attendees = attendees
    for _ in 0..<Invitation.maximumRoomQuestions {
      let open = attendees.contains { rooms.contains($0.id) && $0.answer == "needs_action" }
      let isTold = attendees.contains { rooms.contains($0.id) }
      guard open || !isTold else { break }
      try await client.pause(milliseconds: Invitation.roomPauseMilliseconds)
      attendees = try await list().attendees
    }
    return attendees
  }

  /// All of them, as far as a few pages go.
  func list() async throws(LarkFailure) -> (attendees: [Attendee], isComplete: Bool) {
    var attendees: [Attendee] = []
    var token: String?
    for _ in 0..<Invitation.maximumPages {
      var query = [("user_id_type", "open_id"), ("page_size", String(Invitation.pageSize))]
      if let token { query.append(("page_token", token)) }
      let payload = try await client.send(
        APIRequest(.listAttendees, path: path, query: query, purpose: "list who is invited"),
        context)
      attendees += (payload["items"]?.array ?? []).map(Attendee.init)
      token = payload["page_token"]?.nonEmptyString
      guard payload["has_more"]?.bool == true, token != nil else { return (attendees, true) }
    }
    return (attendees, false)
  }

  func remove(
    _ entries: [JSONObject], notifies: Bool?
  ) async throws(LarkFailure) {
    var body: JSONObject = ["delete_ids": .array(entries.map { .object($0) })]
    if let notifies { body["need_notification"] = .bool(notifies) }
    _ = try await client.send(
      APIRequest(
        .removeAttendees, path: path, query: [("user_id_type", "open_id")], body: .object(body),
        purpose: "take back invitations"), context)
  }
}
