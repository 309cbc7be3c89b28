/// The earliest instant at which one of many things is due. It may ring early, after the thing it
/// was set for has gone, and never late; then all are looked at and it is set anew.
struct Alarm {
  private(set) var instant = UInt64.max

  mutating func include(_ other: UInt64) { instant = min(instant, other) }

  mutating func clear() { instant = .max }

  func isDue(at now: UInt64) -> Bool { instant <= now }

  /// Rounded up, so that waiting that long is enough.
  func milliseconds(from now: UInt64, atMost maximum: Int) -> Int32 {
    guard instant > now else { return 0 }
    let wait = (instant - now) / 1_000_000 + 1
    return Int32(min(wait, UInt64(maximum)))
  }
}
