internal import JSON

/// What is known of whether a target does its part. A plain value; times are milliseconds of one
/// monotonic clock.
struct TargetHealth: Sendable {
  /// Nil until it was first tried.
  private(set) var isUp: Bool?
  /// Why the last request got no answer, in one sentence; nil while all is well.
  private(set) var lastError: String?
  private(set) var breaker = CircuitBreaker()

  /// A change that the operator hears of.
  enum Change: Sendable, Equatable {
    case cameUp
    case wentDown(String)
  }

  /// Asked before each request of a client.
  mutating func admit(now: UInt64) -> CircuitBreaker.Admission { breaker.admit(now: now) }

  /// The target answered.
  mutating func succeeded() -> Change? {
    breaker.succeeded()
    lastError = nil
    defer { isUp = true }
    return isUp == true ? nil : .cameUp
  }

  /// A request failed. The target counts as down when it could not be connected to (`isOpening`),
  /// when so many requests failed in a row that it is left alone, or when there was nothing to
  /// authorise the request with; the breaker hears nothing of that.
  mutating func failed(
    _ failure: UpstreamFailure, isOpening: Bool, _ ticket: CircuitBreaker.Ticket? = nil,
    now: UInt64
  ) -> Change? {
    guard let isOutage = failure.isOutage else {
      breaker.abandoned(ticket, now: now)
      if failure.isOfCredentials { return wentDown(failure) }
      // A target that was never reached: the operator hears why.
      guard failure.kind == .refused, isOpening, isUp == nil else { return nil }
      return wentDown(failure)
    }
    guard isOutage || isOpening else { return succeeded() }
    lastError = failure.message
    breaker.failed(ticket, now: now)
    var isOpen = false
    if case .open = breaker.phase { isOpen = true }
    return isOpening || isOpen ? wentDown(failure) : nil
  }

  private mutating func wentDown(_ failure: UpstreamFailure) -> Change? {
    lastError = failure.message
    defer { isUp = false }
    return isUp == false ? nil : .wentDown(failure.message)
  }
}
