/// The arguments `from` and `to`, each of which may be absent.
struct TimeBounds: Sendable, Equatable {
  /// Seconds after 1970-01-01T00:00:00Z.
  var start: Int64?
  var end: Int64?

  /// A date in `to` includes that day.
  init(from: String?, to: String?, zone: ZoneRules) throws(LarkFailure) {
    start = try TimeBounds.seconds("from", from, zone, endsDay: false)
    end = try TimeBounds.seconds("to", to, zone, endsDay: true)
    if let start, let end, start >= end { throw .argument("to: must be later than from.") }
  }

  static func seconds(
    _ argument: String, _ text: String?, _ zone: ZoneRules, endsDay: Bool
  ) throws(LarkFailure) -> Int64? {
    guard let text = text?.nonEmpty else { return nil }
    guard let timestamp = Timestamp(text.trimmingSpaces) else {
      throw .argument(
        "\(argument): \"\(singleLine(text, limit: 40))\" is not a time; write "
          + "\(EventTimes.forms).")
    }
    if case .date(let date) = timestamp {
      return zone.unixSeconds(endsDay ? date.adding(days: 1) : date, secondsOfDay: 0)
    }
    return timestamp.unixSeconds(in: zone)
  }
}
