/// What a filter compares a date with: whole days, as the wall in Shanghai shows them.
struct DatePeriod {
  /// Since 1970-01-01.
  let days: Range<Int>

  /// `["ExactDate", "milliseconds"]`, or the name of a period; nil for anything else. A week begins
  /// on Monday; "the last" and "the next" ones are 7 or 30 days with today.
  init?(_ values: [String], now seconds: Int) {
    let today = TimeZone.shanghai.civil(at: seconds).date
    let day = today.daysSince1970
    let monday = day - today.weekday
    let month = CivilDate(year: today.year, month: today.month, day: 1).daysSince1970
    switch values.first {
    case "ExactDate":
      guard values.count == 2, let milliseconds = Int(values[1]) else { return nil }
      let date = DatePeriod.day(milliseconds: milliseconds)
      days = date..<date + 1
    case "Today": days = day..<day + 1
    case "Tomorrow": days = day + 1..<day + 2
    case "Yesterday": days = day - 1..<day
    case "CurrentWeek": days = monday..<monday + 7
    case "LastWeek": days = monday - 7..<monday
    case "CurrentMonth":
      days = month..<month + CivilDate.days(inMonth: today.month, of: today.year)
    case "LastMonth":
      let last = CivilDate(daysSince1970: month - 1)
      days = month - last.day..<month
    case "TheLastWeek": days = day - 6..<day + 1
    case "TheNextWeek": days = day..<day + 7
    case "TheLastMonth": days = day - 29..<day + 1
    case "TheNextMonth": days = day..<day + 30
    default: return nil
    }
  }

  static func day(milliseconds: Int) -> Int {
    let seconds = milliseconds / 1_000 - (milliseconds % 1_000 < 0 ? 1 : 0)
    return TimeZone.shanghai.civil(at: seconds).date.daysSince1970
  }

  /// Nil for an operator that dates have none of.
  func passes(milliseconds: Int, _ sign: String) -> Bool? {
    let day = DatePeriod.day(milliseconds: milliseconds)
    switch sign {
    case "is": return days.contains(day)
    case "isGreater": return day >= days.upperBound
    case "isLess": return day < days.lowerBound
    default: return nil
    }
  }
}
