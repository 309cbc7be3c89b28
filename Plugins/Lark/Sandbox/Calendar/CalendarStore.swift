import JSON

/// A calendar.
struct Calendar: Sendable {
  enum Role: String, Sendable, Comparable {
    case freeBusyReader = "free_busy_reader"
    case reader, writer, owner

    private var rank: Int {
      switch self {
      case .freeBusyReader: 0
      case .reader: 1
      case .writer: 2
      case .owner: 3
      }
    }

    static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }
  }

  let id: String
  let summary: String
  var about = ""
  /// `primary`, `shared`, `google`, ...
  var type = "primary"
  var permissions = "show_only_free_busy"
  /// Whose it is; nil for the app's own and for shared ones.
  var person: Person?
  var isBots = false
  var isDeleted = false
  /// What the app may do; nil: nothing.
  var botRole: Role?
  /// What users who do not own it may do.
  var othersRole: Role? = .freeBusyReader

  func role(of identity: Identity) -> Role? {
    if case .user(let openID) = identity {
      return person?.openID == openID ? .owner : othersRole
    }
    return isBots ? .owner : botRole
  }

  func json(for identity: Identity) -> JSONValue {
    [
      "calendar_id": .string(id), "summary": .string(summary), "description": .string(about),
      "permissions": .string(permissions), "color": -1, "type": .string(type),
      "summary_alias": "", "is_deleted": .bool(isDeleted),
      "is_third_party": .bool(type == "google" || type == "exchange"),
      "role": .string(role(of: identity)?.rawValue ?? "unknown"),
    ]
  }
}

/// The calendars of the tenant and their events.
struct CalendarStore: Sendable {
  static let maximumEvents = 2_000

  private(set) var calendars: [Calendar] = []
  private(set) var events: [CalendarEvent] = []
  /// The event that a request with an idempotency key has made, by calendar and key.
  private var made: [String: String] = [:]

  init(calendars: [Calendar], events: [CalendarEvent]) {
    self.calendars = calendars
    self.events = events
  }

  func calendar(_ id: String) -> Calendar? { calendars.first { $0.id == id } }

  func primary(of person: Person) -> Calendar? {
    calendars.first { $0.type == "primary" && $0.person?.openID == person.openID }
  }

  var bots: Calendar? { calendars.first(where: \.isBots) }

  /// What is on a calendar: what was made on it, and what its owner was invited to.
  func events(on calendar: Calendar) -> [CalendarEvent] {
    events.filter { event in
      if event.calendarID == calendar.id { return true }
      guard calendar.type == "primary", let openID = calendar.person?.openID else { return false }
      return event.attendees.contains { $0.kind == .person(openID: openID) }
    }
  }

  func events(inRoom id: String) -> [CalendarEvent] {
    events.filter { event in
      event.attendees.contains { $0.isRoom(id) && $0.reply != .decline }
    }
  }

  func event(madeWith key: String, on calendarID: String) -> CalendarEvent? {
    guard let uid = made["\(calendarID) \(key)"] else { return nil }
    return events.first { $0.uid == uid }
  }

  mutating func replace(_ event: CalendarEvent) {
    guard let index = events.firstIndex(where: { $0.uid == event.uid }) else { return }
    events[index] = event
  }

  mutating func remove(_ uid: String) { events.removeAll { $0.uid == uid } }

  mutating func add(_ event: CalendarEvent, key: String?) {
    events.append(event)
    if let key { made["\(event.calendarID) \(key)"] = event.uid }
  }
}
