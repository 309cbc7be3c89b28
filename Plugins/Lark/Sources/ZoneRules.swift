/// The offsets of one time zone over time. A value; made from a TZif file, or fixed.
struct ZoneRules: Sendable, Equatable {
  /// As it was asked for: an IANA name, or an offset such as `+08:00`.
  let name: String
  /// Seconds after 1970-01-01T00:00:00Z at which an offset begins, ascending.
  let transitions: [Int64]
  /// Offset east of UTC in seconds from the transition of the same index on.
  let offsets: [Int]
  /// The offset before the first transition.
  let firstOffset: Int
  /// The rule for times after the last transition.
  let footer: PosixTimeZone?

  init(
    name: String, transitions: [Int64] = [], offsets: [Int] = [], firstOffset: Int,
    footer: PosixTimeZone? = nil
  ) {
    self.name = name
    self.transitions = transitions
    self.offsets = offsets
    self.firstOffset = firstOffset
    self.footer = footer
  }

  static let utc = ZoneRules(name: "UTC", firstOffset: 0)

  /// Seconds east of UTC at that moment.
  func offset(at unixSeconds: Int64) -> Int {
    guard let last = transitions.last, unixSeconds >= transitions[0] else {
      return transitions.isEmpty ? footer?.offset(at: unixSeconds) ?? firstOffset : firstOffset
    }
    if unixSeconds >= last, let footer { return footer.offset(at: unixSeconds) }
    return offsets[lastTransition(notAfter: unixSeconds)]
  }

  private func lastTransition(notAfter unixSeconds: Int64) -> Int {
    var low = 0
    var high = transitions.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if transitions[middle] <= unixSeconds { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The moment at which clocks in the zone show that time. A time that occurs twice is the earlier
  /// one; a time that is skipped moves forward by the length of the gap.
  func unixSeconds(_ date: CivilDate, secondsOfDay: Int) -> Int64 {
    let local = Timestamp.unixSeconds(date, secondsOfDay)
    let before = offset(at: local - Int64(Timestamp.secondsPerDay))
    let after = offset(at: local + Int64(Timestamp.secondsPerDay))
    for candidate in [max(before, after), min(before, after)]
    where offset(at: local - Int64(candidate)) == candidate {
      return local - Int64(candidate)
    }
    return local - Int64(before)
  }

  /// What clocks in the zone show at that moment.
  func localTime(at unixSeconds: Int64) -> LocalTime {
    let offset = offset(at: unixSeconds)
    let local = Int(unixSeconds) + offset
    let days = CivilDate.floorDivide(local, Timestamp.secondsPerDay)
    return LocalTime(
      date: CivilDate(daysSinceEpoch: days),
      secondsOfDay: local - days * Timestamp.secondsPerDay, offset: offset)
  }
}

/// A date and time on the clocks of a zone, with the offset that holds there.
struct LocalTime: Equatable, Sendable {
  let date: CivilDate
  let secondsOfDay: Int
  /// Seconds east of UTC.
  let offset: Int

  /// RFC 3339 section 5.6, for example `2026-03-01T09:00:00+08:00`.
  var rfc3339: String {
    "\(date)T\(hourAndMinute):\(zeroPadded(secondsOfDay % 60, width: 2))\(offsetText)"
  }

  /// `09:00`
  var hourAndMinute: String {
    let hour = zeroPadded(secondsOfDay / 3600, width: 2)
    return "\(hour):\(zeroPadded(secondsOfDay / 60 % 60, width: 2))"
  }

  /// `+08:00`, or `Z` where the clock shows UTC.
  var offsetText: String {
    guard offset != 0 else { return "Z" }
    let minutes = abs(offset) / 60
    let digits = "\(zeroPadded(minutes / 60, width: 2)):\(zeroPadded(minutes % 60, width: 2))"
    return (offset < 0 ? "-" : "+") + digits
  }
}
