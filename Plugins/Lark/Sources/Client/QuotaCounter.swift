internal import Synchronization

/// `QuotaCount` for all threads.
final class QuotaCounter: Sendable {
  private let state: Mutex<QuotaCount>
  private let clock: any LarkClock

  init(clock: any LarkClock) {
    self.clock = clock
    state = Mutex(QuotaCount(at: clock.unixSeconds()))
  }

  func count(_ endpoint: Endpoint) {
    let now = clock.unixSeconds()
    state.withLock { $0.count(endpoint, at: now) }
  }

  var current: QuotaCount { state.withLock { $0 } }
}
