/// Whether a request that failed is sent again, and when. A plain value.
struct RetryPolicy: Sendable, Equatable {
  /// How often at most.
  let retries: Int

  static let firstPauseMilliseconds: UInt64 = 100
  static let longestPauseMilliseconds: UInt64 = 5_000

  /// The pause before the next attempt; nil where there is none.
  ///
  /// A request is repeated where the server cannot have acted on it: it was not sent, or was
  /// refused for coming too often. One that may have been acted on is repeated only where doing it
  /// twice is as good as once. A pause that would not end before the deadline is not begun.
  ///
  /// - Parameters:
  ///   - attempt: the number of the attempt that failed, from 1.
  ///   - isIdempotent: whether doing it twice is as good as once.
  ///   - remainingMilliseconds: until the deadline.
  ///   - chance: from 0 to 1.
  func pause(
    after failure: UpstreamFailure, attempt: Int, isIdempotent: Bool,
    remainingMilliseconds: UInt64, chance: Double
  ) -> UInt64? {
    guard attempt <= retries, failure.mayPass, isIdempotent || !failure.mayHaveActed else {
      return nil
    }
    let pause = max(Self.pause(attempt, chance: chance), failure.retryAfterMilliseconds ?? 0)
    return pause < remainingMilliseconds ? pause : nil
  }

  /// Doubled each time; half of it depends on chance, so that those who failed together do not come
  /// back together.
  private static func pause(_ attempt: Int, chance: Double) -> UInt64 {
    let doublings = UInt64(min(max(attempt - 1, 0), 10))
    let whole = min(firstPauseMilliseconds << doublings, longestPauseMilliseconds)
    return whole / 2 + UInt64(Double(whole / 2) * min(max(chance, 0), 1))
  }
}

extension UpstreamFailure {
  /// Whether the same request may succeed soon. (0: `leftAlone`.)
  var mayPass: Bool {
    switch kind {
    case .unreachable, .refused, .ended, .timeout: true
    case .status(let status): [0, 408, 425, 429, 500, 502, 503, 504].contains(status)
    case .credentials(let mayPass): mayPass
    case .notMCP, .protocolError, .rpc, .unauthorized, .cancelled: false
    }
  }

  /// Whether the server may have acted. One that answers 429 (RFC 6585) or 425 (RFC 8470) has not.
  var mayHaveActed: Bool { wasSent && kind != .status(429) && kind != .status(425) }

  /// What a failure tells of the target's health: whether it did not do its part as a server. Nil
  /// where it tells nothing.
  var isOutage: Bool? {
    switch kind {
    case .unreachable, .timeout, .notMCP, .protocolError, .ended: true
    case .status(let status): status >= 500
    case .rpc, .unauthorized: false
    case .refused, .credentials, .cancelled: nil
    }
  }

  /// Whether it is this side that had nothing to authorise the request with.
  var isOfCredentials: Bool { if case .credentials = kind { true } else { false } }
}
