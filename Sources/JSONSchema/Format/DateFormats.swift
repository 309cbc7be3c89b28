/// Dates and times of RFC 3339 section 5.6.
enum DateFormats {
  static func isDate(_ text: FormatText) -> Bool {
    let parts = text.split(at: "-")
    guard parts.count == 3, let year = parts[0].digits(4), let month = parts[1].digits(2),
      let day = parts[2].digits(2), 1...12 ~= month
    else { return false }
    return 1...days(inMonth: month, year) ~= day
  }

  private static func days(inMonth month: Int, _ year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  static func isDateTime(_ text: FormatText) -> Bool {
    guard text.count > 11 else { return false }
    let separator = text[text.startIndex + 10]
    return separator.isOne(of: "Tt") && isDate(text.prefix(10)) && isTime(text.dropFirst(11))
  }

  static func isTime(_ text: FormatText) -> Bool {
    guard let end = text.firstIndex(where: { !$0.isDigit && !$0.isOne(of: ":.") }),
      let offset = offsetMinutes(text[end...])
    else { return false }
    let clock = text[..<end].split(at: ":")
    guard clock.count == 3, let hour = clock[0].digits(2), let minute = clock[1].digits(2),
      let second = clock[2].prefix(2).digits(2), isFraction(clock[2].dropFirst(2)),
      hour < 24, minute < 60
    else { return false }
    if second < 60 { return true }
    // A leap second is the last of a day in universal time.
    let minuteOfDay = (hour * 60 + minute - offset + 2 * 1440) % 1440
    return second == 60 && minuteOfDay == 1439
  }

  private static func isFraction(_ text: FormatText) -> Bool {
    guard let point = text.first else { return true }
    return point.isOne(of: ".") && text.count > 1 && text.dropFirst().allSatisfy(\.isDigit)
  }

  private static func offsetMinutes(_ text: FormatText) -> Int? {
    guard let sign = text.first else { return nil }
    if sign.isOne(of: "Zz") { return text.count == 1 ? 0 : nil }
    let parts = text.dropFirst().split(at: ":")
    guard sign.isOne(of: "+-"), parts.count == 2, let hours = parts[0].digits(2),
      let minutes = parts[1].digits(2), hours < 24, minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (sign.isOne(of: "-") ? -1 : 1)
  }
}

/// Durations by the grammar of RFC 3339 appendix A: units follow each other without a gap.
enum DurationFormat {
  static func accepts(_ text: FormatText) -> Bool {
    guard text.hasPrefix("P") else { return false }
    let parts = text.dropFirst().split(at: "T")
    guard parts.count <= 2, let date = parts.first else { return false }
    if parts.count == 2 {
      return (date.isEmpty || follows(date, "YMD")) && follows(parts[1], "HMS")
    }
    return follows(date, "YMD") || follows(date, "W")
  }

  /// Whether a text is numbers with the units, neither out of order nor with one left out between.
  private static func follows(_ text: FormatText, _ units: String) -> Bool {
    var rest = text
    var units = Array(units.unicodeScalars)[...]
    var isFirst = true
    while !rest.isEmpty {
      let number = rest.prefix(while: \.isDigit)
      rest = rest.dropFirst(number.count)
      guard !number.isEmpty, let unit = rest.popFirst(),
        let place = units.firstIndex(where: { $0.value == unit }),
        isFirst || place == units.startIndex
      else { return false }
      units = units[(place + 1)...]
      isFirst = false
    }
    return !isFirst
  }
}
