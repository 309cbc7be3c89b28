internal import PluginKit

/// Calendars within a window, ready to be shown.
struct Agenda: Sendable {
  var window: TimeWindow
  var zone: ZoneRules
  var sections: [GetCalendar.Section]
  var reader: Identity

  /// Events of all calendars together; more are counted, not shown.
  static let maximumEvents = 400

  /// For people: by day in the asked time zone, each time with its offset.
  var text: String {
    var lines = [
      "\(time(window.start)) to \(time(window.end)) (\(zone.name)), read as the \(reader.rawValue)."
    ]
    var room = Agenda.maximumEvents
    for section in sections {
      lines += ["", "## \(heading(section))"]
      lines += body(section, &room)
    }
    return lines.joined(separator: "\n")
  }

  private func heading(_ section: GetCalendar.Section) -> String {
    let name = singleLine(section.owner.name(readBy: reader), limit: 100)
    switch section.content {
    case .events(let events): return "\(name): \(counted(events.count, "event"))"
    case .busy(let times): return "\(name): busy \(counted(times.count, "time"))"
    case .failure: return "\(name): not available"
    }
  }

  private func body(_ section: GetCalendar.Section, _ room: inout Int) -> [String] {
    var lines: [String] = []
    switch section.content {
    case .failure(let failure):
      let error = failure.toolError
      lines = [error.summary] + (error.detail.map { [$0] } ?? [])
    case .busy(let times):
      let shown = times.prefix(room)
      lines = [Agenda.busyNote(reader)] + byDay(shown.map { ($0.start, "- \(range($0)) busy") })
      lines += rest(times.count - shown.count)
      room -= shown.count
    case .events(let events):
      let shown = events.prefix(room)
      lines = events.isEmpty ? ["No events."] : byDay(shown.map { (firstShown($0), line($0)) })
      lines += rest(events.count - shown.count)
      room -= shown.count
    }
    return lines + section.skipped.map { "Not read, too many events: \(range($0))." }
  }

  static func busyNote(_ reader: Identity) -> String {
    "The \(reader.rawValue) may not see these events, only when their owner is busy; for the "
      + "events the owner shares the calendar with the \(reader == .bot ? "app" : "user")."
  }

  private func rest(_ count: Int) -> [String] {
    count > 0 ? ["\(count) more are not shown; ask for a shorter time or fewer calendars."] : []
  }

  /// Lines under the day of their time.
  private func byDay(_ lines: [(time: Int64, text: String)]) -> [String] {
    var result: [String] = []
    var day: CivilDate?
    for line in lines {
      let date = zone.localTime(at: line.time).date
      if date != day { result += ["", "\(date.weekdayName) \(date)"] }
      day = date
      result.append(line.text)
    }
    return result
  }

  /// What began before the window stands under its first day.
  private func firstShown(_ event: CalendarEvent) -> Int64 {
    switch event.span {
    case .timed(let start, _): max(start, window.start)
    case .days(let first, _): max(zone.unixSeconds(first, secondsOfDay: 0), window.start)
    }
  }

  private func line(_ event: CalendarEvent) -> String {
    var parts = ["- \(when(event.span))", event.title]
    if event.status == "tentative" { parts.append("(not answered)") }
    if event.isFree { parts.append("(free)") }
    let places = ([event.location].compactMap { $0 } + event.rooms).map {
      singleLine($0, limit: 100)
    }
    if !places.isEmpty { parts.append("@ \(places.joined(separator: ", "))") }
    if let organizer = event.organizer { parts.append("by \(singleLine(organizer, limit: 60))") }
    return parts.joined(separator: " ")
  }

  private func when(_ span: CalendarEvent.Span) -> String {
    switch span {
    case .timed(let start, let end): return range(TimeWindow(start: start, end: end))
    case .days(let first, let last): return first == last ? "all day" : "\(first) to \(last)"
    }
  }

  /// `09:00+08:00 to 10:00+08:00`, with the dates where they differ.
  private func range(_ window: TimeWindow) -> String {
    let start = zone.localTime(at: window.start)
    let end = zone.localTime(at: window.end)
    guard start.date != end.date else {
      return "\(start.hourAndMinute)\(start.offsetText) to \(end.hourAndMinute)\(end.offsetText)"
    }
    return "\(time(window.start)) to \(time(window.end))"
  }

  /// `2026-03-01T09:00+08:00`
  private func time(_ unixSeconds: Int64) -> String {
    let local = zone.localTime(at: unixSeconds)
    return "\(local.date)T\(local.hourAndMinute)\(local.offsetText)"
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
