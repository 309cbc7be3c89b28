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

  /// What a request was admitted with: at which turn of the breaker.
  struct Ticket: Sendable, Equatable {
    fileprivate let turn: Int
  }

  /// What becomes of a request.
  enum Admission: Sendable, Equatable {
    case admitted(Ticket)
    /// Not before so many milliseconds.
    case refused(milliseconds: UInt64)
  }

  private(set) var phase = Phase.closed(failures: 0)
  /// Counts how often it opened, closed, or let a probe through.
  private var turn = 0

  /// For people.
  var name: String {
    switch phase {
    case .closed: "closed"
    case .open: "open"
    case .halfOpen: "half-open"
    }
  }

  /// Asked before each request. What is admitted must be followed by `succeeded`, `failed` or
  /// `abandoned`, the latter two with its ticket.
  mutating func admit(now: UInt64) -> Admission {
    switch phase {
    case .closed: break
    case .open(let until, let pause):
      guard until <= now else { return .refused(milliseconds: until - now) }
      go(to: .halfOpen(since: now, pause: pause))
    case .halfOpen(let since, let pause):
      guard since + Self.probeMilliseconds <= now else { return .refused(milliseconds: pause) }
      go(to: .halfOpen(since: now, pause: pause))
    }
    return .admitted(Ticket(turn: turn))
  }

  /// The target answered, whatever it said.
  mutating func succeeded() {
    if case .closed = phase { phase = .closed(failures: 0) } else { go(to: .closed(failures: 0)) }
  }

  /// The target did not answer. Of a request from before the breaker last turned that changes
  /// nothing; nor does, while a probe is on its way, another's failure. `ticket`: nil of a request
  /// that was not asked for.
  mutating func failed(_ ticket: Ticket?, now: UInt64) {
    switch phase {
    case .closed(let failures):
      guard ticket?.turn ?? turn == turn else { break }
      if failures + 1 < Self.failuresToOpen {
        phase = .closed(failures: failures + 1)
      } else {
        open(Self.firstPauseMilliseconds, now)
      }
    case .halfOpen(_, let pause):
      guard ticket?.turn == turn else { break }
      open(min(2 * pause, Self.longestPauseMilliseconds), now)
    case .open: break
    }
  }

  /// Nothing was learnt: the request was cancelled, or not sent. If it was the probe, another is
  /// let through at once.
  mutating func abandoned(_ ticket: Ticket?, now: UInt64) {
    guard case .halfOpen(_, let pause) = phase, ticket?.turn == turn else { return }
    go(to: .open(until: now, pause: pause))
  }

  private mutating func open(_ pause: UInt64, _ now: UInt64) {
    go(to: .open(until: now + pause, pause: pause))
  }

  private mutating func go(to phase: Phase) {
    self.phase = phase
    turn += 1
  }
}
