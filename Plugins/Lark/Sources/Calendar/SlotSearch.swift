/// Finds times within working hours at which everybody is free. No I/O.
struct SlotSearch: Sendable {
  let window: TimeWindow
  let zone: ZoneRules
  let seconds: Int64
  /// Seconds of the day between which a slot lies.
  var hours = 9 * 3600..<18 * 3600
  var includesWeekends = false
  /// When each person is busy, in order.
  var people: [String: [TimeWindow]] = [:]
  /// One free room is enough.
  var rooms: [String: [TimeWindow]] = [:]

  /// Slots begin on multiples of it.
  static let stepSeconds = 1_800
  static let shortStepSeconds = 900

  struct Slot: Sendable, Equatable {
    var time: TimeWindow
    /// Those who are busy then, in order.
    var busy: [String]
    var freeRooms: [String]
  }

  /// Those where everybody is free, or where there are none, those with the fewest busy people. In
  /// order, none overlapping another.
  func best(_ count: Int) -> [Slot] {
    let all = candidates()
    guard let fewest = all.map(\.busy.count).min() else { return [] }
    var chosen: [Slot] = []
    for slot in all where slot.busy.count == fewest {
      if let last = chosen.last, slot.time.start < last.time.end { continue }
      chosen.append(slot)
      if chosen.count == count { break }
    }
    return chosen
  }

  private func candidates() -> [Slot] {
    var slots: [Slot] = []
    var date = zone.localTime(at: window.start).date
    let last = zone.localTime(at: window.end - 1).date
    while date <= last {
      if includesWeekends || !(date.weekday == 0 || date.weekday == 6) {
        slots += candidates(on: date)
      }
      date = date.adding(days: 1)
    }
    return slots
  }

  /// A slot without a free room, where rooms are asked for, is none.
  private func candidates(on date: CivilDate) -> [Slot] {
    let step =
      seconds < Int64(SlotSearch.stepSeconds)
      ? SlotSearch.shortStepSeconds : SlotSearch.stepSeconds
    let endsDay = hours.upperBound >= Timestamp.secondsPerDay
    let close = zone.unixSeconds(
      endsDay ? date.adding(days: 1) : date, secondsOfDay: endsDay ? 0 : hours.upperBound)
    var slots: [Slot] = []
    for second in stride(from: hours.lowerBound, to: hours.upperBound, by: step) {
      let start = zone.unixSeconds(date, secondsOfDay: second)
      let time = TimeWindow(start: start, end: start + seconds)
      guard start >= window.start, time.end <= window.end, time.end <= close else { continue }
      let free = rooms.filter { !SlotSearch.overlaps($0.value, time) }.map(\.key).sorted()
      guard rooms.isEmpty || !free.isEmpty else { continue }
      let busy = people.filter { SlotSearch.overlaps($0.value, time) }.map(\.key).sorted()
      slots.append(Slot(time: time, busy: busy, freeRooms: free))
    }
    return slots
  }

  private static func overlaps(_ times: [TimeWindow], _ time: TimeWindow) -> Bool {
    times.contains { $0.start < time.end && $0.end > time.start }
  }
}
