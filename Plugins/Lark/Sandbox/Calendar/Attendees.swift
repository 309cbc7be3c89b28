import JSON

/// `.../events/:event_id/attendees`: people, groups, rooms and guests from outside.
enum Attendees {
  static let maximumAttendees = 3_000
  private static let path = "/calendar/v4/calendars/:calendar_id/events/:event_id/attendees"

  static let endpoints: [Endpoint] = [
    Endpoint("POST \(path)", add), Endpoint("GET \(path)", list),
    Endpoint("POST \(path)/batch_delete", remove),
  ]

  /// A room answers later: it accepts where it is free, and declines where it is not.
  static func add(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (calendar, found, _) = try EventChanges.find(state, call, role: .writer)
    guard found.calendarID == calendar.id || found.attendeeAbility != "none" else {
      throw .code(193_002)
    }
    var event = found
    var new: [Attendee] = []
    for entry in call.array("attendees") { new += try attendees(entry, event, state, call) }
    new = new.filter { attendee in !event.attendees.contains { $0.kind == attendee.kind } }
    event.attendees += new
    guard event.attendees.count <= maximumAttendees else { throw .code(190_014) }
    state.calendars.replace(event)
    for attendee in new {
      guard case .room(let id, _) = attendee.kind else { continue }
      state.bookings.append(Booking(eventUID: event.uid, roomID: id))
    }
    var shown = event
    shown.attendees = new
    let entries = EventJSON.attendees(shown, limit: new.count, state, call)
    return .data(["attendees": .array(entries)])
  }

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (_, event, _) = try EventChanges.find(state, call, role: .reader)
    let entries = EventJSON.attendees(event, limit: maximumAttendees, state, call)
    state.settleBookings(of: event.uid)
    return try state.page(entries, "attendees \(event.uid)", call, expired: .code(190_008))
  }

  static func remove(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (calendar, found, _) = try EventChanges.find(state, call, role: .writer)
    try EventChanges.requireOrganizer(found, calendar, call)
    var event = found
    let ids = Set(texts(call.body["attendee_ids"]))
    let named = call.array("delete_ids")
    event.attendees = found.attendees.filter { attendee in
      var shown = found
      shown.attendees = [attendee]
      let json = EventJSON.attendees(shown, limit: 1, state, call).first ?? .null
      if ids.contains(json["attendee_id"]?.string ?? "") { return false }
      return !named.contains { entry in
        ["user_id", "room_id", "third_party_email"].contains {
          entry[$0]?.string != nil && entry[$0] == json[$0]
        }
      }
    }
    state.calendars.replace(event)
    return .empty
  }

  private static func attendees(
    _ entry: JSONValue, _ event: CalendarEvent, _ state: SandboxState, _ call: Call
  ) throws(APIError) -> [Attendee] {
    switch entry["type"]?.string {
    case "user":
      let person = try state.people.require(entry["user_id"]?.string ?? "", call.userIDType)
      return [Attendee(kind: .person(openID: person.openID), reply: .needsAction)]
    case "chat":
      guard let chat = state.chats.chat(entry["chat_id"]?.string ?? "") else {
        throw .code(190_014)
      }
      return chat.members.map { Attendee(kind: .person(openID: $0), reply: .needsAction) }
    case "resource":
      let id = entry["room_id"]?.string ?? ""
      guard let room = SeedRooms.all.first(where: { $0.id == id }) else { throw .code(190_014) }
      return [Attendee(kind: .room(id: room.id, name: room.name), reply: .needsAction)]
    case "third_party":
      guard let address = entry["third_party_email"]?.string, address.contains("@") else {
        throw .code(190_014)
      }
      return [Attendee(kind: .guest(address: address), reply: .needsAction)]
    default: throw .code(190_014)
    }
  }
}

/// A room that has not answered yet.
struct Booking: Sendable {
  let eventUID: String
  let roomID: String
}

extension SandboxState {
  /// Lets the rooms of an event answer.
  mutating func settleBookings(of uid: String) {
    for booking in bookings where booking.eventUID == uid {
      guard var event = calendars.events.first(where: { $0.uid == uid }),
        let index = event.attendees.firstIndex(where: { $0.isRoom(booking.roomID) })
      else { continue }
      let window = event.start.seconds..<event.end.seconds + 1
      let isTaken = calendars.events.contains { other in
        other.uid != uid
          && other.attendees.contains { $0.isRoom(booking.roomID) && $0.reply == .accept }
          && !other.occurrences(in: window).isEmpty
      }
      event.attendees[index].reply = isTaken ? .decline : .accept
      calendars.replace(event)
    }
    bookings.removeAll { $0.eventUID == uid }
  }
}
