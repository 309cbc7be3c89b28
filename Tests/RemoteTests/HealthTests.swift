import Testing

@testable import Remote

@Suite struct HealthTests {
  private let outage = UpstreamFailure(.unreachable, "gone", wasSent: false)

  private func opened(_ now: UInt64 = 0) -> CircuitBreaker {
    var breaker = CircuitBreaker()
    for _ in 0..<CircuitBreaker.failuresToOpen { breaker.failed(now: now) }
    return breaker
  }

  @Test func itOpensAfterFailuresInARowAlone() {
    var breaker = CircuitBreaker()
    for _ in 1..<CircuitBreaker.failuresToOpen { breaker.failed(now: 0) }
    breaker.succeeded()
    for _ in 1..<CircuitBreaker.failuresToOpen { breaker.failed(now: 0) }
    #expect(breaker.admit(now: 0) == .admitted)
    breaker.failed(now: 0)
    #expect(breaker.name == "open")
    #expect(breaker.admit(now: 1) == .refused(milliseconds: 999))
  }

  @Test func oneProbeIsLetThroughWhenThePauseIsOver() {
    var breaker = opened()
    #expect(breaker.admit(now: 999) == .refused(milliseconds: 1))
    #expect(breaker.admit(now: 1_000) == .admitted)
    #expect(breaker.name == "half-open")
    #expect(breaker.admit(now: 1_001) == .refused(milliseconds: 1_000))
    breaker.succeeded()
    #expect(breaker.name == "closed")
    #expect(breaker.admit(now: 1_002) == .admitted)
  }

  @Test func thePauseGrowsWithEachProbeThatFails() {
    var breaker = opened()
    var now: UInt64 = 0
    var pauses: [UInt64] = []
    for _ in 0..<8 {
      guard case .open(let until, let pause) = breaker.phase else { return #expect(Bool(false)) }
      pauses.append(pause)
      now = until
      #expect(breaker.admit(now: now) == .admitted)
      breaker.failed(now: now)
    }
    #expect(pauses == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
  }

  @Test func aProbeThatIsCancelledOrLostDoesNotCloseTheWay() {
    var breaker = opened()
    #expect(breaker.admit(now: 1_000) == .admitted)
    breaker.abandoned(now: 1_000)
    #expect(breaker.admit(now: 1_000) == .admitted)
    #expect(breaker.admit(now: 1_000 + CircuitBreaker.probeMilliseconds) == .admitted)
  }

  @Test func aFailureOfBeforeChangesNothingWhileItIsOpen() {
    var breaker = opened()
    let before = breaker
    breaker.failed(now: 500)
    #expect(breaker == before)
  }

  // MARK: - Health

  @Test func changesAreToldOnce() {
    var health = TargetHealth()
    #expect(health.failed(outage, isOpening: true, now: 0) == .wentDown("gone"))
    #expect(health.failed(outage, isOpening: true, now: 1) == nil)
    #expect(health.isUp == false && health.lastError == "gone")
    #expect(health.succeeded() == .cameUp)
    #expect(health.succeeded() == nil)
    #expect(health.lastError == nil)
  }

  @Test func oneFailureIsNoOutageButManyAre() {
    var health = TargetHealth()
    _ = health.succeeded()
    for _ in 1..<CircuitBreaker.failuresToOpen {
      #expect(health.failed(outage, isOpening: false, now: 0) == nil)
    }
    #expect(health.isUp == true)
    #expect(health.failed(outage, isOpening: false, now: 0) == .wentDown("gone"))
  }

  @Test func anErrorOfTheRequestIsAnAnswer() {
    var health = TargetHealth()
    for _ in 0..<10 {
      let failure = UpstreamFailure(.rpc(code: -32_602, data: nil), "no", wasSent: true)
      _ = health.failed(failure, isOpening: false, now: 0)
    }
    #expect(health.isUp == true && health.breaker.name == "closed")
    #expect(health.failed(.cancelled, isOpening: false, now: 0) == nil)
    #expect(health.isUp == true)
  }

  @Test func whoIsNotLetInIsDownUntilItIs() {
    var health = TargetHealth()
    let failure = UpstreamFailure(.unauthorized, "no", wasSent: true)
    #expect(health.failed(failure, isOpening: true, now: 0) == .wentDown("no"))
  }

  // MARK: - Repeating

  private func pause(
    _ failure: UpstreamFailure, attempt: Int = 1, isIdempotent: Bool = false,
    remaining: UInt64 = 60_000, chance: Double = 0
  ) -> UInt64? {
    RetryPolicy(retries: 2).pause(
      after: failure, attempt: attempt, isIdempotent: isIdempotent,
      remainingMilliseconds: remaining, chance: chance)
  }

  @Test func whatWasNotSentIsRepeated() {
    #expect(pause(outage) == 50)
    #expect(pause(outage, chance: 1) == 100)
    #expect(pause(outage, attempt: 2) == 100)
    #expect(pause(outage, attempt: 3) == nil)
  }

  @Test func whatMayHaveBeenDoneIsRepeatedOnlyWhereThatIsAsGood() {
    let broken = UpstreamFailure(.unreachable, "broke", wasSent: true)
    #expect(pause(broken) == nil)
    #expect(pause(broken, isIdempotent: true) == 50)
    let status = UpstreamFailure(.status(503), "busy", wasSent: true)
    #expect(pause(status) == nil)
    #expect(pause(status, isIdempotent: true) == 50)
  }

  @Test func tooManyRequestsIsARefusalBeforeAnythingWasDone() {
    let refused = UpstreamFailure(
      .status(429), "busy", wasSent: true, retryAfterMilliseconds: 2_000)
    #expect(pause(refused) == 2_000)
    #expect(pause(refused, remaining: 2_000) == nil)
    #expect(pause(refused, remaining: 2_001) == 2_000)
  }

  @Test(arguments: [
    UpstreamFailure.Kind.notMCP, .protocolError, .rpc(code: -32_603, data: nil), .unauthorized,
    .cancelled, .status(400), .status(404),
  ]) func whatWillFailAgainIsNotRepeated(_ kind: UpstreamFailure.Kind) {
    #expect(pause(UpstreamFailure(kind, "", wasSent: false), isIdempotent: true) == nil)
  }
}
