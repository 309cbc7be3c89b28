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
  /// or when so many requests failed in a row that it is left alone.
  mutating func failed(_ failure: UpstreamFailure, isOpening: Bool, now: UInt64) -> Change? {
    guard let isOutage = failure.isOutage else {
      breaker.abandoned(now: now)
      // A target that was never reached: the operator hears why.
      guard failure.kind == .refused, isOpening, isUp == nil else { return nil }
      lastError = failure.message
      isUp = false
      return .wentDown(failure.message)
    }
    guard isOutage || isOpening else { return succeeded() }
    lastError = failure.message
    breaker.failed(now: now)
    var isOpen = false
    if case .open = breaker.phase { isOpen = true }
    guard isOpening || isOpen, isUp != false else { return nil }
    isUp = false
    return .wentDown(failure.message)
  }
}
