import JSON

/// When an event begins or ends: a moment in a time zone, or a day.
enum EventTime: Sendable, Equatable {
  case moment(seconds: Int, zone: TimeZone)
  /// Days have no zone; the API says UTC. As the end of an event it is the day after its last one.
  case day(CivilDate)

  /// The seconds since 1970 that the API takes: until the year 2500.
  static let range = 0...16_725_225_600

  /// The first instant; of a day, as UTC has it.
  var seconds: Int {
    switch self {
    case .moment(let seconds, _): seconds
    case .day(let date): date.daysSince1970 * CivilTime.secondsPerDay
    }
  }

  var zone: TimeZone { if case .moment(_, let zone) = self { zone } else { .utc } }
  var isDay: Bool { if case .day = self { true } else { false } }

  /// The same kind of time, elsewhere.
  func moved(to seconds: Int) -> EventTime {
    switch self {
    case .moment(_, let zone): .moment(seconds: seconds, zone: zone)
    case .day: .day(CivilTime(secondsSince1970: seconds).date)
    }
  }

  var json: JSONValue {
    switch self {
    case .moment(let seconds, let zone):
      ["timestamp": .string(String(seconds)), "timezone": .string(zone.name)]
    case .day(let date): ["date": .string(date.text), "timezone": "UTC"]
    }
  }

  /// A `time_info` of a request; nil if it is neither a moment nor a day, or both.
  init?(_ members: JSONObject) {
    let date = members["date"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    let timestamp = members["timestamp"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    switch (date, timestamp) {
    case (let text?, nil):
      guard let date = RFC3339.date(text) else { return nil }
      self = .day(date)
    case (nil, let text?):
      guard let seconds = Int(text), Self.range.contains(seconds) else { return nil }
      var zone = TimeZone.shanghai
      if let name = members["timezone"]?.string, !name.isEmpty {
        guard let named = TimeZone.named(name) else { return nil }
        zone = named
      }
      self = .moment(seconds: seconds, zone: zone)
    default: return nil
    }
  }
}
