/// A time from `start` up to `end`, in seconds after 1970-01-01T00:00:00Z.
struct TimeWindow: Hashable, Sendable {
  var start: Int64
  var end: Int64

  static let secondsPerDay = Int64(Timestamp.secondsPerDay)

  /// Pieces of at most that length, in order.
  func pieces(maximumSeconds: Int64) -> [TimeWindow] {
    var pieces: [TimeWindow] = []
    var start = start
    while start < end {
      let next = min(end, start + maximumSeconds)
      pieces.append(TimeWindow(start: start, end: next))
      start = next
    }
    return pieces
  }
}

/// Turns the arguments `from`, `to` and `days` into a window.
struct CalendarWindow: Sendable {
  let zone: ZoneRules
  /// Seconds after 1970-01-01T00:00:00Z.
  let now: Int64

  static let defaultDays = 7
  static let maximumDays = 186

  /// From the start of today where `from` is absent, and for a week where `to` and `days` are.
  /// A date in `to` includes that whole day.
  func resolve(from: String?, to: String?, days: Int?) throws(LarkFailure) -> TimeWindow {
    guard to == nil || days == nil else { throw .argument("Give to or days, not both.") }
    let start = try from.map { (text) throws(LarkFailure) in try begin("from", text) } ?? today
    let end: Int64
    if let to {
      end = try finish("to", to)
    } else {
      end = try adding(days: days ?? CalendarWindow.defaultDays, to: start)
    }
    guard end > start else { throw .argument("to: must be later than from.") }
    guard end - start <= Int64(CalendarWindow.maximumDays + 1) * TimeWindow.secondsPerDay else {
      throw .argument(
        "The time from \(local(start)) to \(local(end)) is longer than "
          + "\(CalendarWindow.maximumDays) days; ask for a part of it.")
    }
    return TimeWindow(start: start, end: end)
  }

  private var today: Int64 { zone.unixSeconds(zone.localTime(at: now).date, secondsOfDay: 0) }

  private func local(_ unixSeconds: Int64) -> String { zone.localTime(at: unixSeconds).rfc3339 }

  private func begin(_ name: String, _ text: String) throws(LarkFailure) -> Int64 {
    switch try parse(name, text) {
    case .date(let date): zone.unixSeconds(date, secondsOfDay: 0)
    case .local(let date, let seconds): zone.unixSeconds(date, secondsOfDay: seconds)
    case .instant(let unixSeconds): unixSeconds
    }
  }

  private func finish(_ name: String, _ text: String) throws(LarkFailure) -> Int64 {
    if case .date(let date) = try parse(name, text) {
      return zone.unixSeconds(date.adding(days: 1), secondsOfDay: 0)
    }
    return try begin(name, text)
  }

  private func parse(_ name: String, _ text: String) throws(LarkFailure) -> Timestamp {
    guard let timestamp = Timestamp(text.trimmingSpaces) else {
      throw .argument(
        "\(name): \"\(singleLine(text, limit: 40))\" is not a time; write \"2026-03-01\" or "
          + "\"2026-03-01T09:00:00+08:00\".")
    }
    return timestamp
  }

  /// Days of the calendar, which are not always 24 hours long.
  private func adding(days: Int, to start: Int64) throws(LarkFailure) -> Int64 {
    guard (1...CalendarWindow.maximumDays).contains(days) else {
      throw .argument("days: from 1 to \(CalendarWindow.maximumDays).")
    }
    let local = zone.localTime(at: start)
    return zone.unixSeconds(local.date.adding(days: days), secondsOfDay: local.secondsOfDay)
  }
}
