/// The TZ string at the end of a TZif file (POSIX.1-2024 section 8.3, with the hours from -167 to
/// 167 that RFC 9636 section 3.3 allows), for example `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixTimeZone: Sendable, Equatable {
  /// Seconds east of UTC.
  let standardOffset: Int
  let daylight: Daylight?

  struct Daylight: Sendable, Equatable {
    /// Seconds east of UTC.
    let offset: Int
    let start: Change
    let end: Change
  }

  /// When clocks change, each year.
  struct Change: Sendable, Equatable {
    let day: Day
    /// Seconds after midnight on the clock before the change; may be negative or beyond a day.
    let time: Int
  }

  enum Day: Sendable, Equatable {
    /// `Jn`: 1 to 365, 29 February is never counted.
    case julianWithoutLeapDay(Int)
    /// `n`: 0 to 365.
    case dayOfYear(Int)
    /// `Mm.w.d`: week 5 is the last one; weekday 0 is Sunday.
    case weekday(month: Int, week: Int, weekday: Int)
  }

  /// Seconds east of UTC at that moment.
  func offset(at unixSeconds: Int64) -> Int {
    guard let daylight else { return standardOffset }
    let local = Int(unixSeconds) + standardOffset
    let days = CivilDate.floorDivide(local, Timestamp.secondsPerDay)
    let year = CivilDate(daysSinceEpoch: days).year
    let start = daylight.start.unixSeconds(in: year, offset: standardOffset)
    let end = daylight.end.unixSeconds(in: year, offset: daylight.offset)
    let isDaylight =
      start < end
      ? unixSeconds >= start && unixSeconds < end
      : unixSeconds >= start || unixSeconds < end
    return isDaylight ? daylight.offset : standardOffset
  }
}

extension PosixTimeZone.Change {
  /// `offset`: seconds east of UTC on the clock before the change.
  func unixSeconds(in year: Int, offset: Int) -> Int64 {
    Int64(day.daysSinceEpoch(in: year) * Timestamp.secondsPerDay + time - offset)
  }
}

extension PosixTimeZone.Day {
  func daysSinceEpoch(in year: Int) -> Int {
    let newYear = PosixTimeZone.Day.firstDay(of: 1, in: year)
    switch self {
    case .dayOfYear(let day):
      return newYear + day
    case .julianWithoutLeapDay(let day):
      return newYear + day - 1 + (CivilDate.isLeap(year) && day >= 60 ? 1 : 0)
    case .weekday(let month, let week, let weekday):
      let first = PosixTimeZone.Day.firstDay(of: month, in: year)
      let lead = (weekday - CivilDate(daysSinceEpoch: first).weekday + 7) % 7
      let day = lead + (week - 1) * 7
      return first + (day < CivilDate.daysInMonth(month, of: year) ? day : day - 7)
    }
  }

  private static func firstDay(of month: Int, in year: Int) -> Int {
    CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? 0
  }
}
