import JSON

/// Someone, or some room, at an event.
struct Attendee: Sendable {
  enum Kind: Sendable, Equatable {
    case person(openID: String)
    case room(id: String, name: String)
    /// From outside the company, by mail.
    case guest(address: String)
  }

  enum Reply: String, Sendable {
    case needsAction = "needs_action"
    case accept, tentative, decline
  }

  let kind: Kind
  var reply = Reply.accept

  func isRoom(_ id: String) -> Bool {
    if case .room(id, _) = kind { true } else { false }
  }
}

/// One occurrence of a recurring event that is not like the others.
struct EventException: Sendable {
  var isCancelled = false
  var summary: String?
  var start: EventTime?
  var end: EventTime?
}

/// An event, with all its occurrences.
struct CalendarEvent: Sendable {
  /// A UUID; the event's id is this and `_0`, an occurrence's this and its original start.
  let uid: String
  /// The calendar it was made on.
  let calendarID: String
  var summary: String
  var about = ""
  var start: EventTime
  var end: EventTime
  /// As given; empty for an event that happens once.
  var recurrence = ""
  /// By the original start in seconds.
  var exceptions: [Int: EventException] = [:]
  var attendees: [Attendee] = []
  var visibility = "default"
  var freeBusy = "busy"
  var attendeeAbility = "can_see_others"
  var location: JSONValue?
  var vchat: JSONValue = ["vc_type": "vc"]
  var reminders: JSONValue = [["minutes": 5]]
  var color = -1
  /// Nil for the app.
  var organizer: Person?
  var createSeconds = 0

  var id: String { "\(uid)_0" }

  /// One time that an event happens.
  struct Occurrence: Sendable {
    let start: EventTime
    let end: EventTime
    /// Nil for an event that happens once.
    let originalStart: Int?
    var exception: EventException?

    /// Where the occurrence ends, exclusive.
    var endSeconds: Int { start.seconds + CalendarEvent.seconds(from: start, to: end) }
  }

  /// What of the event overlaps a half-open range of instants, in order of time; cancelled
  /// occurrences are left out.
  func occurrences(in window: Range<Int>) -> [Occurrence] {
    let moved = exceptions.compactMap { original, exception -> Occurrence? in
      guard !exception.isCancelled, exception.start != nil else { return nil }
      return occurrence(at: original)
    }
    let regular = starts(in: window.lowerBound - spanSeconds..<window.upperBound)
      .filter { exceptions[$0].map { !$0.isCancelled && $0.start == nil } ?? true }
      .map { occurrence(at: $0) }
    return (regular + moved)
      .filter { $0.start.seconds < window.upperBound && $0.endSeconds > window.lowerBound }
      .sorted { $0.start.seconds < $1.start.seconds }
  }

  /// The occurrence whose original start that is; nil if there is none.
  func occurrence(withOriginalStart seconds: Int) -> Occurrence? {
    guard !recurrence.isEmpty, starts(in: seconds..<seconds + 1) == [seconds],
      exceptions[seconds]?.isCancelled != true
    else { return nil }
    return occurrence(at: seconds)
  }

  private var spanSeconds: Int { CalendarEvent.seconds(from: start, to: end) }

  /// How long it lasts. An event of whole days lasts a day at least, also where both of its dates
  /// are the same.
  private static func seconds(from start: EventTime, to end: EventTime) -> Int {
    max(start.isDay ? CivilTime.secondsPerDay : 0, end.seconds - start.seconds)
  }

  private func starts(in window: Range<Int>) -> [Int] {
    guard let rule = RecurrenceRule(recurrence) else {
      return window.contains(start.seconds) ? [start.seconds] : []
    }
    let zone = start.zone
    let recurrence = Recurrence(
      rule: rule, first: zone.civil(at: start.seconds), zone: zone)
    return recurrence.starts(in: window)
  }

  private func occurrence(at original: Int) -> Occurrence {
    let exception = exceptions[original]
    let length = end.seconds - start.seconds
    return Occurrence(
      start: exception?.start ?? start.moved(to: original),
      end: exception?.end ?? end.moved(to: original + length),
      originalStart: recurrence.isEmpty ? nil : original, exception: exception)
  }
}
