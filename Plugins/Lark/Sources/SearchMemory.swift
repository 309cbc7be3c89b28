/// What one search learns for the next ones, so that they spend fewer of the tenant's calls. Times
/// are milliseconds of a clock that never goes back. No I/O.
struct SearchMemory: Sendable {
  /// How long a scope that refused the bot is left out.
  static let refusalMilliseconds: Int64 = 10 * 60 * 1000
  /// How long a walk through what is shared with the app is used again.
  static let indexMilliseconds: Int64 = 60 * 1000

  private var refusals: [SearchScope: (failure: LarkFailure, until: Int64)] = [:]
  private var linksRefusedUntil: Int64 = .min
  private var index: (index: VisibleIndex, until: Int64)?

  mutating func refused(_ scope: SearchScope, _ failure: LarkFailure, at now: Int64) {
    refusals[scope] = (failure, now + SearchMemory.refusalMilliseconds)
  }

  /// Why the scope is left out now; nil where it is to be tried.
  func refusal(of scope: SearchScope, at now: Int64) -> LarkFailure? {
    refusals[scope].flatMap { now < $0.until ? $0.failure : nil }
  }

  mutating func linksRefused(at now: Int64) {
    linksRefusedUntil = now + SearchMemory.refusalMilliseconds
  }

  func asksForLinks(at now: Int64) -> Bool { now >= linksRefusedUntil }

  mutating func keep(_ index: VisibleIndex, at now: Int64) {
    self.index = (index, now + SearchMemory.indexMilliseconds)
  }

  func index(at now: Int64) -> VisibleIndex? {
    index.flatMap { now < $0.until ? $0.index : nil }
  }
}
