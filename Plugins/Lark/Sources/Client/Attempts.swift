internal import PluginKit

/// Decides whether a request that failed is sent again: a state machine without clock or network.
struct Attempts: Sendable {
  static let maximum = 4
  static let longestPauseMilliseconds: Int64 = 10_000
  static let firstPauseMilliseconds: Int64 = 400
  /// Kept free for the next attempt itself.
  static let reserveMilliseconds: Int64 = 1_500

  enum Next: Equatable {
    /// With another token, if there is one.
    case withNewToken
    case after(milliseconds: Int64)
    case giveUp
  }

  private var count = 0
  private var hasRenewedToken = false

  /// Where a repeat is not safe, only what Lark has certainly not done is tried again. Without an
  /// endpoint it is. `jitter` is from 0 up to 1.
  mutating func next(
    after failure: LarkFailure, at endpoint: Endpoint? = nil, remainingMilliseconds: Int64,
    jitter: Double
  ) -> Next {
    count += 1
    let isSafe = endpoint?.isSafeToRepeat ?? true
    guard count < Attempts.maximum, isSafe || !failure.mayHaveBeenDone else { return .giveUp }
    switch failure {
    case .api(let error) where error.saysTokenIsBad:
      guard !hasRenewedToken else { return .giveUp }
      hasRenewedToken = true
      return .withNewToken
    case .api(let error) where error.meaning.isRetryable:
      return pause(resetSeconds: error.resetSeconds, remainingMilliseconds, jitter)
    case .unreadable(_, let status, _) where status == 429 || status >= 500:
      return pause(resetSeconds: nil, remainingMilliseconds, jitter)
    // All else the host itself repeats, and it tells only of its last attempt.
    case .transport(let failure)
    where endpoint?.addsWhenRepeated == true && failure.saysNothingCameBack:
      return pause(resetSeconds: nil, remainingMilliseconds, jitter)
    default:
      return .giveUp
    }
  }

  private func pause(
    resetSeconds: Int64?, _ remainingMilliseconds: Int64, _ jitter: Double
  ) -> Next {
    let pause = resetSeconds.map { pauseUntilReset($0, jitter) } ?? exponentialPause(jitter)
    let budget = remainingMilliseconds - Attempts.reserveMilliseconds
    guard pause <= min(Attempts.longestPauseMilliseconds, budget) else { return .giveUp }
    return .after(milliseconds: pause)
  }

  /// A little later than Lark says, so that waiting calls do not all come back at once.
  private func pauseUntilReset(_ seconds: Int64, _ jitter: Double) -> Int64 {
    let seconds = min(seconds, Attempts.longestPauseMilliseconds)
    return seconds * 1000 + Int64(jitter * 250)
  }

  /// Half of it fixed, half of it chance.
  private func exponentialPause(_ jitter: Double) -> Int64 {
    let ceiling = Attempts.firstPauseMilliseconds << Int64(count)
    return ceiling / 2 + Int64(jitter * Double(ceiling / 2))
  }
}

extension Endpoint {
  /// Whether a second call does something more than the first one, unless both have one key.
  var addsWhenRepeated: Bool {
    if case .write = effect { true } else { false }
  }
}

extension HTTPFailure {
  /// The connection was not made, or ended.
  fileprivate var saysNothingCameBack: Bool { code == .connect || code == .broken }
}
