/// The rate windows of an app: per endpoint, and per chat, person and document. A plain state
/// machine: no clock, no waiting.
struct RateTable: Sendable {
  /// What a window belongs to.
  enum Owner: Hashable, Sendable {
    case endpoint(String)
    case key(PacingKey)
  }

  enum Turn: Equatable, Sendable {
    /// The request may leave at that time, which is booked for it.
    case at(Int64)
    /// It could leave then, which is too late for it. Nothing is booked.
    case tooLate(Int64)
  }

  /// More than that, and windows that are idle are dropped.
  static let maximumIdleOwners = 512

  private var windows: [Owner: [RateWindow]] = [:]
  /// With so many owners, the idle ones are looked for again.
  private var nextSweepCount = maximumIdleOwners

  /// Books the next turn of all the owner's limits, unless it is later than `latest`. `factor`
  /// stretches the limits; an owner's never changes.
  mutating func turn(
    of owner: Owner, _ limit: RateLimit, factor: Double = 1, at now: Int64, latest: Int64
  ) -> Turn {
    if windows[owner] == nil {
      if windows.count >= nextSweepCount { dropIdle(at: now) }
      windows[owner] = RateTable.windows(limit, factor)
    }
    let time = windows[owner]?.reduce(now) { max($0, $1.earliest(at: now)) } ?? now
    guard time <= latest else { return .tooLate(time) }
    windows[owner]?.take(at: time)
    return .at(time)
  }

  var ownerCount: Int { windows.count }

  /// The next time is when there are twice as many, so that a turn pays for few of the others.
  private mutating func dropIdle(at now: Int64) {
    windows = windows.filter { !$0.value.allSatisfy { $0.isIdle(at: now) } }
    nextSweepCount = max(RateTable.maximumIdleOwners, 2 * windows.count)
  }

  private static func windows(_ limit: RateLimit, _ factor: Double) -> [RateWindow] {
    [(limit.perSecond, 1_000), (limit.perMinute, 60_000)].compactMap { count, milliseconds in
      count.map { RateWindow(count: $0, milliseconds: milliseconds, factor: factor) }
    }
  }
}

extension [RateWindow] {
  fileprivate mutating func take(at time: Int64) {
    for index in indices { self[index].take(at: time) }
  }
}
