internal import JSON

/// When an event takes place, from the arguments `start`, `end` and `minutes`.
struct EventTimes: Sendable, Equatable {
  var span: CalendarEvent.Span
  /// An IANA name, where there is one.
  var zoneName: String?

  static let maximumMinutes = 60 * 24 * 31
  static let defaultMinutes = 60
  static let forms = "\"2026-03-01T09:00\", \"2026-03-01T09:00:00+08:00\", or \"2026-03-01\""

  /// A date alone makes a whole day, and a date in `end` is the last day. Without `end` an event
  /// lasts `minutes`, by default an hour.
  init(
    start: String, end: String?, minutes: Int?, zone: ZoneRules
  ) throws(LarkFailure) {
    zoneName = EventTimes.ianaName(zone)
    let first = try EventTimes.parse("start", start)
    let last = try end?.nonEmpty.map { (text) throws(LarkFailure) in
      try EventTimes.parse("end", text)
    }
    if case .date(let day) = first {
      span = try EventTimes.days(from: day, to: last, minutes: minutes)
    } else {
      span = try EventTimes.timed(first, last, minutes: minutes, zone)
    }
  }

  init(span: CalendarEvent.Span, zoneName: String?) {
    (self.span, self.zoneName) = (span, zoneName)
  }

  private static func days(
    from first: CivilDate, to last: Timestamp?, minutes: Int?
  ) throws(LarkFailure) -> CalendarEvent.Span {
    guard minutes == nil else {
      throw .argument("minutes: not for a whole day; write a time of day in start.")
    }
    guard let last else { return .days(first: first, last: first) }
    guard case .date(let day) = last else {
      throw .argument("end: start is a date, so end has to be one too.")
    }
    guard day >= first else { throw .argument("end: must not be before start.") }
    return .days(first: first, last: day)
  }

  private static func timed(
    _ first: Timestamp, _ last: Timestamp?, minutes: Int?, _ zone: ZoneRules
  ) throws(LarkFailure) -> CalendarEvent.Span {
    guard let start = first.unixSeconds(in: zone) else { throw misfit("start", "") }
    guard let last else {
      let minutes = minutes ?? defaultMinutes
      guard (1...maximumMinutes).contains(minutes) else {
        throw .argument("minutes: from 1 to \(maximumMinutes).")
      }
      return .timed(start: start, end: start + Int64(minutes) * 60)
    }
    guard minutes == nil else { throw .argument("Give end or minutes, not both.") }
    guard let end = last.unixSeconds(in: zone) else {
      throw .argument("end: start has a time of day, so end needs one too.")
    }
    guard end > start else { throw .argument("end: must be later than start.") }
    return .timed(start: start, end: end)
  }

  private static func parse(_ argument: String, _ text: String) throws(LarkFailure) -> Timestamp {
    guard let timestamp = Timestamp(text.trimmingSpaces) else { throw misfit(argument, text) }
    return timestamp
  }

  private static func misfit(_ argument: String, _ text: String) -> LarkFailure {
    .argument(
      "\(argument): \"\(singleLine(text, limit: 40))\" is not a time; write \(forms).")
  }

  /// Lark takes names alone; an offset has none.
  private static func ianaName(_ zone: ZoneRules) -> String? {
    zone.name.first?.isLetter == true && zone.name != "Z" ? zone.name : nil
  }

  /// The members `start_time` and `end_time`: seconds, or dates with the day after the last one as
  /// the end.
  var members: [(String, JSONValue)] {
    switch span {
    case .timed(let start, let end):
      [("start_time", time(start)), ("end_time", time(end))]
    case .days(let first, let last):
      [
        ("start_time", ["date": .string(first.description)]),
        ("end_time", ["date": .string(last.adding(days: 1).description)]),
      ]
    }
  }

  private func time(_ unixSeconds: Int64) -> JSONValue {
    var time: JSONObject = ["timestamp": .string(String(unixSeconds))]
    if let zoneName { time["timezone"] = .string(zoneName) }
    return .object(time)
  }
}

extension Timestamp {
  /// Nil for a date alone.
  func unixSeconds(in zone: ZoneRules) -> Int64? {
    switch self {
    case .date: nil
    case .local(let date, let seconds): zone.unixSeconds(date, secondsOfDay: seconds)
    case .instant(let seconds): seconds
    }
  }
}

extension CalendarEvent.Span {
  /// `2026-03-01T09:00+08:00 to 10:00+08:00`, or the days.
  func text(in zone: ZoneRules) -> String {
    switch self {
    case .days(let first, let last):
      return first == last ? "\(first) (all day)" : "\(first) to \(last) (all day)"
    case .timed(let start, let end):
      let from = zone.localTime(at: start)
      let to = zone.localTime(at: end)
      let day = from.date == to.date ? "" : "\(to.date)T"
      return "\(from.date.weekdayName) \(from.date)T\(from.hourAndMinute)\(from.offsetText) to "
        + "\(day)\(to.hourAndMinute)\(to.offsetText)"
    }
  }

  /// The members `start` and `end`, or `first_day` and `last_day`.
  func insert(into members: inout JSONObject, in zone: ZoneRules) {
    switch self {
    case .timed(let start, let end):
      members["start"] = .string(zone.localTime(at: start).rfc3339)
      members["end"] = .string(zone.localTime(at: end).rfc3339)
    case .days(let first, let last):
      members["first_day"] = .string(first.description)
      members["last_day"] = .string(last.description)
    }
  }
}
