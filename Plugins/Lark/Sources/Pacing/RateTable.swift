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

  /// Books the next turn of all the owner's limits, unless it is later than `latest`.
  mutating func turn(
    of owner: Owner, _ limit: RateLimit, at now: Int64, latest: Int64
  ) -> Turn {
    var own = windows[owner] ?? RateTable.windows(limit)
    let time = own.reduce(now) { max($0, $1.earliest(at: now)) }
    guard time <= latest else { return .tooLate(time) }
    for index in own.indices { own[index].take(at: time) }
    if windows.count > RateTable.maximumIdleOwners, windows[owner] == nil { dropIdle(at: now) }
    windows[owner] = own
    return .at(time)
  }

  var ownerCount: Int { windows.count }

  private mutating func dropIdle(at now: Int64) {
    windows = windows.filter { !$0.value.allSatisfy { $0.isIdle(at: now) } }
  }

  private static func windows(_ limit: RateLimit) -> [RateWindow] {
    var windows: [RateWindow] = []
    if let count = limit.perSecond { windows.append(RateWindow(count: count, milliseconds: 1_000)) }
    if let count = limit.perMinute {
      windows.append(RateWindow(count: count, milliseconds: 60_000))
    }
    return windows
  }
}
