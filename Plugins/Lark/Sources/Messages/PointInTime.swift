/// A bound of a time as agents write it: a date, a time, or how long ago.
struct PointInTime: Sendable {
  let zone: ZoneRules
  /// Seconds after 1970-01-01T00:00:00Z.
  let now: Int64

  static let forms = "\"2026-03-01\", \"2026-03-01T09:00:00+08:00\", or \"24h\" or \"7d\" for ago"

  /// Seconds after 1970-01-01T00:00:00Z; nil where it is absent. A date that ends a time includes
  /// that day.
  func resolve(
    _ text: String?, _ argument: String, endsTime: Bool = false
  ) throws(LarkFailure) -> Int64? {
    guard let text = text?.trimmingSpaces.nonEmpty else { return nil }
    if let seconds = PointInTime.ago(text) { return now - seconds }
    switch Timestamp(text) {
    case .date(let date):
      return zone.unixSeconds(endsTime ? date.adding(days: 1) : date, secondsOfDay: 0)
    case .local(let date, let seconds): return zone.unixSeconds(date, secondsOfDay: seconds)
    case .instant(let seconds): return seconds
    case nil:
      throw .argument(
        "\(argument): \"\(singleLine(text, limit: 40))\" is not a time; write "
          + "\(PointInTime.forms).")
    }
  }

  /// Both bounds, the first before the second.
  func resolve(
    from: String?, to: String?
  ) throws(LarkFailure) -> (start: Int64?, end: Int64?) {
    let start = try resolve(from, "from")
    let end = try resolve(to, "to", endsTime: true)
    if let start, let end, start >= end { throw .argument("to: must be later than from.") }
    return (start, end)
  }

  /// `30m`, `24h`, `7d` or `2w`, in seconds.
  private static func ago(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let last = text.last, let unit = units[last], (2...5).contains(text.count),
      let count = Int64(text.dropLast()), count > 0
    else { return nil }
    return count * unit
  }
}
