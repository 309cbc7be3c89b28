import PluginKit
import Testing

@testable import Remote

@Suite struct HealthTests {
  private let outage = UpstreamFailure(.unreachable, "gone", wasSent: false)

  private func opened(_ now: UInt64 = 0) -> CircuitBreaker {
    var breaker = CircuitBreaker()
    for _ in 0..<CircuitBreaker.failuresToOpen { breaker.failed(nil, now: now) }
    return breaker
  }

  private func admitted(
    _ breaker: inout CircuitBreaker, _ now: UInt64
  ) throws -> CircuitBreaker.Ticket {
    guard case .admitted(let ticket) = breaker.admit(now: now) else { throw Refused() }
    return ticket
  }

  private struct Refused: Error {}

  @Test func itOpensAfterFailuresInARowAlone() throws {
    var breaker = CircuitBreaker()
    for _ in 1..<CircuitBreaker.failuresToOpen { breaker.failed(nil, now: 0) }
    breaker.succeeded()
    for _ in 1..<CircuitBreaker.failuresToOpen { breaker.failed(nil, now: 0) }
    let ticket = try admitted(&breaker, 0)
    breaker.failed(ticket, now: 0)
    #expect(breaker.name == "open")
    #expect(breaker.admit(now: 1) == .refused(milliseconds: 999))
  }

  @Test func oneProbeIsLetThroughWhenThePauseIsOver() throws {
    var breaker = opened()
    #expect(breaker.admit(now: 999) == .refused(milliseconds: 1))
    _ = try admitted(&breaker, 1_000)
    #expect(breaker.name == "half-open")
    #expect(breaker.admit(now: 1_001) == .refused(milliseconds: 1_000))
    breaker.succeeded()
    #expect(breaker.name == "closed")
    _ = try admitted(&breaker, 1_002)
  }

  @Test func thePauseGrowsWithEachProbeThatFails() throws {
    var breaker = opened()
    var now: UInt64 = 0
    var pauses: [UInt64] = []
    for _ in 0..<8 {
      guard case .open(let until, let pause) = breaker.phase else { return #expect(Bool(false)) }
      pauses.append(pause)
      now = until
      let probe = try admitted(&breaker, now)
      breaker.failed(probe, now: now)
    }
    #expect(pauses == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
  }

  @Test func aProbeThatIsCancelledOrLostDoesNotCloseTheWay() throws {
    var breaker = opened()
    let probe = try admitted(&breaker, 1_000)
    breaker.abandoned(probe, now: 1_000)
    _ = try admitted(&breaker, 1_000)
    _ = try admitted(&breaker, 1_000 + CircuitBreaker.probeMilliseconds)
  }

  @Test func whoIsNotTheProbeDoesNotEndIt() throws {
    var breaker = CircuitBreaker()
    let old = try admitted(&breaker, 0)
    for _ in 0..<CircuitBreaker.failuresToOpen { breaker.failed(old, now: 0) }
    let lost = try admitted(&breaker, 1_000)
    let later = 1_000 + CircuitBreaker.probeMilliseconds
    let probe = try admitted(&breaker, later)
    let during = breaker
    for other in [old, lost, nil] {
      breaker.abandoned(other, now: later)
      breaker.failed(other, now: later)
      #expect(breaker == during)
    }
    #expect(breaker.admit(now: later) == .refused(milliseconds: 1_000))
    breaker.failed(probe, now: later)
    #expect(breaker.admit(now: later) == .refused(milliseconds: 2_000))
  }

  @Test func aFailureOfBeforeChangesNothingWhileItIsOpenNorAfter() throws {
    var breaker = CircuitBreaker()
    let old = try admitted(&breaker, 0)
    for _ in 0..<CircuitBreaker.failuresToOpen { breaker.failed(old, now: 0) }
    let before = breaker
    breaker.failed(old, now: 500)
    #expect(breaker == before)
    breaker.succeeded()
    let closed = breaker
    breaker.failed(old, now: 600)
    #expect(breaker == closed)
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

  @Test func aFailureOfOurOwnCredentialsIsNoAnswer() throws {
    var health = TargetHealth()
    _ = health.succeeded()
    let refused = UpstreamFailure.credentials("no token", mayPass: false)
    #expect(
      health.failed(refused, isOpening: false, now: 0) == .wentDown("credentials: no token"))
    #expect(health.failed(refused, isOpening: false, now: 0) == nil)
    #expect(health.isUp == false && health.lastError == "credentials: no token")
    for _ in 0..<10 { _ = health.failed(refused, isOpening: true, now: 0) }
    #expect(health.breaker.name == "closed")
    #expect(health.succeeded() == .cameUp)
    #expect(health.lastError == nil)
  }

  @Test func aFailureOfOurOwnCredentialsLeavesAnOpenBreakerOpen() {
    var health = TargetHealth()
    for _ in 0..<CircuitBreaker.failuresToOpen {
      _ = health.failed(outage, isOpening: false, now: 0)
    }
    let refused = UpstreamFailure.credentials("no token", mayPass: false)
    guard case .admitted(let probe) = health.admit(now: 1_000) else {
      return #expect(Bool(false), "there is no probe")
    }
    #expect(health.failed(refused, isOpening: false, now: 1_000) == nil)
    #expect(health.breaker.name == "half-open")
    _ = health.failed(refused, isOpening: false, probe, now: 1_000)
    #expect(health.breaker.name == "open")
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
  }

  @Test(arguments: [408, 500, 502, 503, 504])
  func aStatusAfterWhichTheServerMayHaveActedIsNot(_ status: Int) {
    for fields in [[], [HTTPField("Retry-After", "1")]] {
      let failure = failure(status, fields)
      let text = TargetFailure(target: "t", failure: failure).error(isTool: true)
      #expect("\(text)".contains("may have done what was asked"))
      #expect(pause(failure) == nil)
      #expect(pause(failure, isIdempotent: true) == (fields.isEmpty ? 50 : 1_000))
    }
  }

  @Test(arguments: [425, 429]) func aRefusalBeforeAnythingWasDoneIsRepeated(_ status: Int) {
    #expect(pause(failure(status, [])) == 50)
    #expect(pause(failure(status, [HTTPField("Retry-After", "1")])) == 1_000)
  }

  private func failure(_ status: Int, _ fields: [HTTPField]) -> UpstreamFailure {
    let body = FedBody(ended: true)
    let response = StreamedResponse(status: status, fields: fields, body: body)
    return StatusFailure(server: "s").failure(response, nil)
  }

  @Test func credentialsThatMayComeAreAskedForAgain() {
    #expect(pause(.credentials("busy", mayPass: true)) == 50)
    #expect(pause(.credentials("wrong", mayPass: false), isIdempotent: true) == nil)
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
