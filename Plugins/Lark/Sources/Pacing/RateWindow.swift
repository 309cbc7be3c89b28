/// A number of turns in any stretch of time of a given length. Turns are given out in order, each
/// at its own time, so that whoever comes first goes first. No clock: times are passed in, in
/// milliseconds of one that never goes back.
struct RateWindow: Sendable {
  let count: Int
  let milliseconds: Int64
  /// The last `count` turns, the oldest at `next`.
  private var turns: [Int64] = []
  private var next = 0

  init(count: Int, milliseconds: Int64) {
    (self.count, self.milliseconds) = (count, milliseconds)
  }

  /// `factor` times as many turns in that time; less than one turn becomes one in a longer time.
  init(count: Int, milliseconds: Int64, factor: Double) {
    let turns = Double(count) * factor
    let whole = max(1, turns.rounded(.down))
    let stretched = Double(milliseconds) * whole / turns
    self.init(count: Int(whole), milliseconds: Int64(stretched.rounded(.up)))
  }

  /// The next turn: now or later.
  func earliest(at now: Int64) -> Int64 {
    guard turns.count == count else { return max(now, latest ?? now) }
    return max(now, latest ?? now, turns[next] + milliseconds)
  }

  /// Takes a turn at that time, which is not before `earliest`.
  mutating func take(at time: Int64) {
    if turns.count < count {
      turns.append(time)
    } else {
      turns[next] = time
      next = (next + 1) % count
    }
  }

  /// Whether the past has no say in the next turn any more.
  func isIdle(at now: Int64) -> Bool { latest.map { $0 + milliseconds <= now } ?? true }

  private var latest: Int64? {
    guard !turns.isEmpty else { return nil }
    return turns.count < count ? turns[turns.count - 1] : turns[(next + count - 1) % count]
  }
}
