/// When an event with a recurrence rule happens: the same wall-clock time on each date of the rule,
/// also across changes of daylight saving time.
struct Recurrence: Sendable {
  /// Stops a rule that yields no date, or more of them than anyone could ask for.
  static let maximumPeriods = 5_000

  let rule: RecurrenceRule
  /// The first time, on the wall of `zone`.
  let first: CivilTime
  let zone: TimeZone

  /// The instants at which occurrences begin, ascending, in a half-open range of instants.
  func starts(in window: Range<Int>) -> [Int] {
    var found: [Int] = []
    walk(from: window.lowerBound) { start in
      if start >= window.upperBound { return false }
      if start >= window.lowerBound { found.append(start) }
      return true
    }
    return found
  }

  /// Calls `visit` with each occurrence until it returns false. Occurrences before `horizon` may be
  /// left out where they do not count.
  private func walk(from horizon: Int, _ visit: (Int) -> Bool) {
    var remaining = Int.max
    if case .count(let count) = rule.end { remaining = count }
    let skipped = remaining == .max ? periods(before: horizon) : 0
    for period in skipped..<skipped + Self.maximumPeriods {
      for date in dates(inPeriod: period) where date >= first.date {
        let civil = CivilTime(date: date, secondOfDay: first.secondOfDay)
        let start = zone.instant(of: civil)
        if isOver(civil, start) || remaining == 0 { return }
        remaining -= 1
        if !visit(start) { return }
      }
    }
  }

  private func isOver(_ civil: CivilTime, _ start: Int) -> Bool {
    guard case .until(let last, let isUTC) = rule.end else { return false }
    return (isUTC ? start : civil.secondsSince1970) > last.secondsSince1970
  }

  /// How many whole periods can be passed over before one may begin after `horizon`.
  private func periods(before horizon: Int) -> Int {
    let days = horizon / CivilTime.secondsPerDay - first.date.daysSince1970 - 1
    let longest =
      switch rule.frequency {
      case .daily: 1
      case .weekly: 7
      case .monthly: 31
      case .yearly: 366
      }
    return max(0, days / (longest * rule.interval) - 1)
  }

  /// The dates of the rule in its n-th period, ascending; may reach before the first date.
  private func dates(inPeriod period: Int) -> [CivilDate] {
    let dates =
      switch rule.frequency {
      case .daily: daily(period)
      case .weekly: weekly(period)
      case .monthly: monthly(period)
      case .yearly: yearly(period)
      }
    guard !rule.positions.isEmpty else { return dates }
    let picked = rule.positions.map { $0 > 0 ? $0 - 1 : dates.count + $0 }
    return picked.filter(dates.indices.contains).sorted().map { dates[$0] }
  }

  private func daily(_ period: Int) -> [CivilDate] {
    let date = first.date.adding(days: period * rule.interval)
    let isOnDay = rule.weekdays.isEmpty || rule.weekdays.contains { $0.day == date.weekday }
    return isOnDay && isOnMonthDay(date) ? [date] : []
  }

  private func weekly(_ period: Int) -> [CivilDate] {
    let back = (first.date.weekday - rule.weekStart + 7) % 7
    let weekStart = first.date.adding(days: period * rule.interval * 7 - back)
    let days = rule.weekdays.isEmpty ? [first.date.weekday] : rule.weekdays.map(\.day)
    let distances = Set(days.map { ($0 - rule.weekStart + 7) % 7 })
    return distances.sorted().map { weekStart.adding(days: $0) }
  }

  private func monthly(_ period: Int) -> [CivilDate] {
    let months = first.date.year * 12 + first.date.month - 1 + period * rule.interval
    let (year, month) = (months / 12, months % 12 + 1)
    let length = CivilDate.days(inMonth: month, of: year)
    let all = (1...length).map { CivilDate(year: year, month: month, day: $0) }
    if !rule.weekdays.isEmpty {
      return all.filter { isOnWeekday($0, of: length) && isOnMonthDay($0) }
    }
    if !rule.monthDays.isEmpty { return all.filter(isOnMonthDay) }
    return all.filter { $0.day == first.date.day }
  }

  private func yearly(_ period: Int) -> [CivilDate] {
    let year = first.date.year + period * rule.interval
    guard first.date.day <= CivilDate.days(inMonth: first.date.month, of: year) else { return [] }
    return [CivilDate(year: year, month: first.date.month, day: first.date.day)]
  }

  private func isOnMonthDay(_ date: CivilDate) -> Bool {
    guard !rule.monthDays.isEmpty else { return true }
    let length = CivilDate.days(inMonth: date.month, of: date.year)
    return rule.monthDays.contains { $0 == date.day || $0 == date.day - length - 1 }
  }

  private func isOnWeekday(_ date: CivilDate, of length: Int) -> Bool {
    rule.weekdays.contains { weekday in
      guard weekday.day == date.weekday else { return false }
      if weekday.ordinal > 0 { return (date.day - 1) / 7 + 1 == weekday.ordinal }
      if weekday.ordinal < 0 { return (length - date.day) / 7 + 1 == -weekday.ordinal }
      return true
    }
  }
}
