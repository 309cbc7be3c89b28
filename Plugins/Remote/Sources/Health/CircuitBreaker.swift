/// Keeps requests from a target that does not answer. After a few failures in a row it opens; when
/// a pause is over, one request is let through as a probe, which closes it or begins a longer
/// pause. A plain value; times are milliseconds of one monotonic clock.
struct CircuitBreaker: Sendable, Equatable {
  /// How many failures in a row open it.
  static let failuresToOpen = 5
  static let firstPauseMilliseconds: UInt64 = 1_000
  static let longestPauseMilliseconds: UInt64 = 60_000
  /// A probe that nobody has told the end of by then is given up.
  static let probeMilliseconds: UInt64 = 60_000

  enum Phase: Sendable, Equatable {
    /// Requests go through; so many have failed in a row.
    case closed(failures: Int)
    case open(until: UInt64, pause: UInt64)
    /// One request is on its way as a probe since then.
    case halfOpen(since: UInt64, pause: UInt64)
  }

  /// What becomes of a request.
  enum Admission: Sendable, Equatable {
    case admitted
    /// Not before so many milliseconds.
    case refused(milliseconds: UInt64)
  }

  private(set) var phase = Phase.closed(failures: 0)

  /// For people.
  var name: String {
    switch phase {
    case .closed: "closed"
    case .open: "open"
    case .halfOpen: "half-open"
    }
  }

  /// Asked before each request. What is admitted must be followed by `succeeded`, `failed` or
  /// `abandoned`.
  mutating func admit(now: UInt64) -> Admission {
    switch phase {
    case .closed: return .admitted
    case .open(let until, let pause):
      guard until <= now else { return .refused(milliseconds: until - now) }
      phase = .halfOpen(since: now, pause: pause)
      return .admitted
    case .halfOpen(let since, let pause):
      guard since + Self.probeMilliseconds <= now else { return .refused(milliseconds: pause) }
      phase = .halfOpen(since: now, pause: pause)
      return .admitted
    }
  }

  /// The target answered, whatever it said.
  mutating func succeeded() { phase = .closed(failures: 0) }

  /// The target did not answer. A failure of a request that was on its way when the breaker opened
  /// changes nothing.
  mutating func failed(now: UInt64) {
    switch phase {
    case .closed(let failures) where failures + 1 < Self.failuresToOpen:
      phase = .closed(failures: failures + 1)
    case .closed: open(Self.firstPauseMilliseconds, now)
    case .halfOpen(_, let pause): open(min(2 * pause, Self.longestPauseMilliseconds), now)
    case .open: break
    }
  }

  /// Nothing was learnt: the request was cancelled. A probe is let through again at once.
  mutating func abandoned(now: UInt64) {
    if case .halfOpen(_, let pause) = phase { phase = .open(until: now, pause: pause) }
  }

  private mutating func open(_ pause: UInt64, _ now: UInt64) {
    phase = .open(until: now + pause, pause: pause)
  }
}
