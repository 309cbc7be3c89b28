import Testing

@testable import Access

/// How many failed logins are answered as such.
@Suite struct FailureThrottleTests {
  private var throttle = FailureThrottle()

  @Test mutating func aClientHasSoManyAndThenOneNowAndThen() {
    for _ in 0..<FailureThrottle.clientFailures {
      #expect(throttle.failed("a", now: 5_000) == nil)
    }
    let seconds = Int(FailureThrottle.clientMilliseconds / 1_000)
    #expect(throttle.failed("a", now: 5_000) == seconds)
    // What is refused does not count: it would be refused for ever.
    #expect(throttle.failed("a", now: 5_000) == seconds)
    let later = 5_000 + FailureThrottle.clientMilliseconds
    #expect(throttle.failed("a", now: later - 1) == 1)
    #expect(throttle.failed("a", now: later) == nil)
    #expect(throttle.failed("a", now: later) == seconds)
    #expect(throttle.failed("b", now: later) == nil)
  }

  @Test mutating func allIsForgivenInTheEnd() {
    for _ in 0...FailureThrottle.clientFailures { _ = throttle.failed("a", now: 0) }
    let end = FailureThrottle.clientFailures * FailureThrottle.clientMilliseconds
    for _ in 0..<FailureThrottle.clientFailures {
      #expect(throttle.failed("a", now: end) == nil)
    }
    #expect(throttle.failed("a", now: end) != nil)
  }

  @Test mutating func manyClientsHaveOneBoundBetweenThem() {
    let answers = (0..<300).map { throttle.failed("client-\($0)", now: 0) }
    #expect(answers.count { $0 == nil } == Int(FailureThrottle.allFailures))
    #expect(throttle.failed("another", now: 0) == 1)
    #expect(throttle.failed("another", now: FailureThrottle.allMilliseconds) == nil)
  }

  @Test mutating func whatIsRememberedIsBounded() {
    for number in 0..<Int64(5_000) {
      _ = throttle.failed("client-\(number)", now: number * FailureThrottle.allMilliseconds)
    }
    #expect(throttle.count <= FailureThrottle.maximumClients)
    #expect(throttle.count > FailureThrottle.maximumClients / 4)
  }
}
