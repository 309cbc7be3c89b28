/// How long a call is waited for, and what happens then: it is cancelled, the server gets a short
/// grace to say so, and then the connection is closed.
struct Patience {
  /// How long the server may take to end a statement that was cancelled.
  static let graceMilliseconds = 500
  /// How long rows that nobody wants may go on coming before the statement is cancelled: most
  /// results end sooner, and a cancelled statement costs the server a process.
  static let drainMilliseconds = 10

  enum Reason: Equatable {
    case deadline
    case cancelled
    /// The sink has enough.
    case enough
  }

  enum Action: Equatable {
    case wait(untilNanoseconds: Int64)
    /// Ask the server to cancel, then `wait`.
    case cancel
    /// The server had its time.
    case close
  }

  /// Why the statement was cancelled; nil as long as it was not.
  private(set) var reason: Reason?
  private var limit: Int64
  private var hasEnough = false

  init(deadlineNanoseconds: Int64) {
    limit = deadlineNanoseconds
  }

  /// The sink wants no more rows.
  mutating func stop(now: Int64) {
    guard reason == nil, !hasEnough else { return }
    hasEnough = true
    limit = min(limit, MonotonicClock.after(milliseconds: Self.drainMilliseconds, now))
  }

  /// What to do before the next wait.
  mutating func next(now: Int64, isCancelled: Bool) -> Action {
    let isLate = now >= limit
    if reason != nil { return isLate ? .close : .wait(untilNanoseconds: limit) }
    guard isLate || isCancelled else { return .wait(untilNanoseconds: limit) }
    reason = isCancelled ? .cancelled : hasEnough ? .enough : .deadline
    limit = MonotonicClock.after(milliseconds: Self.graceMilliseconds, now)
    return .cancel
  }
}
