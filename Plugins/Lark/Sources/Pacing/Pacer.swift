internal import Synchronization

/// Lets requests leave no faster than Lark takes them. Any thread.
final class Pacer: Sendable {
  private let rates = Mutex(RateTable())
  private let locks: KeyLocks
  private let clock: any LarkClock
  private let rateFactor: Double

  /// What a request holds while it runs.
  struct Pass: Sendable {
    fileprivate var held: [(key: PacingKey, ticket: LockTable.Ticket)] = []
  }

  /// `rateFactor`: how much of the rates of endpoints may be used: less than 1 where several
  /// servers share an app, more where Lark has granted the app more.
  init(clock: any LarkClock, rateFactor: Double = 1) {
    self.clock = clock
    self.rateFactor = rateFactor
    locks = KeyLocks(clock: clock)
  }

  /// Waits for the turn of all keys and takes the locks among them. Whoever comes first goes
  /// first. Throws `busy` at once where the turn comes after the call's end.
  func enter(_ keys: [PacingKey], _ context: CallContext) async throws(LarkFailure) -> Pass {
    var pass = Pass()
    do throws(LarkFailure) {
      for key in keys.filter({ $0.perSecond == nil }).sorted(by: { $0.name < $1.name }) {
        let milliseconds = Pacer.budget(context)
        guard let ticket = try await locks.enter(key, milliseconds: milliseconds) else {
          throw .busy(what: key.name, milliseconds: Pacer.lockPauseMilliseconds)
        }
        pass.held.append((key, ticket))
      }
    } catch {
      leave(pass)
      throw error
    }
    return pass
  }

  /// Gives back what `enter` took.
  func leave(_ pass: Pass) {
    for (key, ticket) in pass.held.reversed() { locks.leave(key, ticket) }
  }

  /// Waits for the turn of one attempt: of its keys with a rate, then of its endpoint.
  func turn(
    _ endpoint: Endpoint, _ keys: [PacingKey], _ context: CallContext
  ) async throws(LarkFailure) {
    for key in keys {
      guard let perSecond = key.perSecond else { continue }
      // A grant is about endpoints: a chat takes no more because of it.
      let limit = RateLimit(perSecond: perSecond)
      try await turn(.key(key), limit, factor: min(1, rateFactor), key.name, context)
    }
    try await turn(
      .endpoint(endpoint.name), endpoint.rate, factor: rateFactor, endpoint.name, context)
  }

  private func turn(
    _ owner: RateTable.Owner, _ limit: RateLimit, factor: Double, _ name: String,
    _ context: CallContext
  ) async throws(LarkFailure) {
    let now = clock.monotonicMilliseconds()
    let latest = now + Pacer.budget(context)
    let turn = rates.withLock {
      $0.turn(of: owner, limit, factor: factor, at: now, latest: latest)
    }
    switch turn {
    case .tooLate(let time):
      throw .busy(what: name, milliseconds: time - now)
    case .at(let time) where time > now:
      do { try await clock.sleep(milliseconds: time - now) } catch { throw .cancelled }
    case .at:
      break
    }
  }

  /// How long the call can still wait before its request has to leave.
  private static func budget(_ context: CallContext) -> Int64 {
    max(0, context.remainingMilliseconds() - Attempts.reserveMilliseconds)
  }

  private static let lockPauseMilliseconds: Int64 = 1_000
}
