extension PosixTimeZone {
  /// Nil where the text is not a TZ string of the form with explicit rules.
  init?(_ text: some Collection<UInt8>) {
    var parser = PosixTimeZoneParser(bytes: Array(text))
    guard let zone = parser.zone() else { return nil }
    self = zone
  }
}

/// Reads one TZ string from left to right.
private struct PosixTimeZoneParser {
  let bytes: [UInt8]
  var position = 0

  mutating func zone() -> PosixTimeZone? {
    guard name(), let west = time(), abs(west) <= 24 * 3600 else { return nil }
    if position == bytes.count { return PosixTimeZone(standardOffset: -west, daylight: nil) }
    guard name() else { return nil }
    var daylightOffset = -west + 3600
    if !isNext(",") {
      guard let daylightWest = time() else { return nil }
      daylightOffset = -daylightWest
    }
    guard let start = change(), let end = change(), position == bytes.count else { return nil }
    let daylight = PosixTimeZone.Daylight(offset: daylightOffset, start: start, end: end)
    return PosixTimeZone(standardOffset: -west, daylight: daylight)
  }

  /// `CET` or `<+0330>`; what it says does not matter here.
  private mutating func name() -> Bool {
    let start = position
    if take("<") {
      while position < bytes.count, !isNext(">") { position += 1 }
      return take(">")
    }
    while position < bytes.count, bytes[position] | 0x20 >= 0x61, bytes[position] | 0x20 <= 0x7A {
      position += 1
    }
    return position - start >= 3
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private mutating func time() -> Int? {
    let sign = take("-") ? -1 : 1
    if sign == 1 { _ = take("+") }
    guard let hours = number(), hours <= 167 else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where take(":") {
      guard let part = number(), part < 60 else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  /// `,M3.5.0/2`
  private mutating func change() -> PosixTimeZone.Change? {
    guard take(","), let day = day() else { return nil }
    guard take("/") else { return PosixTimeZone.Change(day: day, time: 2 * 3600) }
    guard let time = time() else { return nil }
    return PosixTimeZone.Change(day: day, time: time)
  }

  private mutating func day() -> PosixTimeZone.Day? {
    if take("J") {
      guard let day = number(), (1...365).contains(day) else { return nil }
      return .julianWithoutLeapDay(day)
    }
    guard take("M") else {
      guard let day = number(), day <= 365 else { return nil }
      return .dayOfYear(day)
    }
    guard let month = number(), take("."), let week = number(), take("."), let weekday = number(),
      (1...12).contains(month), (1...5).contains(week), weekday <= 6
    else { return nil }
    return .weekday(month: month, week: week, weekday: weekday)
  }

  /// At most four digits.
  private mutating func number() -> Int? {
    let start = position
    var value = 0
    while position < bytes.count, position - start < 4, (0x30...0x39).contains(bytes[position]) {
      value = value * 10 + Int(bytes[position] - 0x30)
      position += 1
    }
    return position > start ? value : nil
  }

  private func isNext(_ character: Unicode.Scalar) -> Bool {
    position < bytes.count && UInt32(bytes[position]) == character.value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard isNext(character) else { return false }
    position += 1
    return true
  }
}
