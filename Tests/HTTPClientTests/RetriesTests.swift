import Testing

@testable import HTTPClient

@Suite struct RetriesTests {
  private func next(
    _ retries: inout Retries, isTransient: Bool = true, responseBegan: Bool = false,
    deadline: UInt64 = .max, jitter: Double = 0
  ) -> UInt64? {
    retries.next(
      isTransient: isTransient, responseBegan: responseBegan, now: 1_000, deadline: deadline,
      jitter: jitter)
  }

  @Test func `Without permission nothing is sent twice`() {
    var retries = Retries(allowed: false)
    #expect(next(&retries) == nil)
  }

  @Test func `What will fail again is not sent again`() {
    var retries = Retries(allowed: true)
    #expect(next(&retries, isTransient: false) == nil)
  }

  @Test func `Once a response began nothing is sent again`() {
    var retries = Retries(allowed: true)
    #expect(next(&retries, responseBegan: true) == nil)
  }

  @Test func `The number of attempts is bounded`() {
    var retries = Retries(allowed: true)
    for _ in 1..<HTTPClientLimits.attempts { #expect(next(&retries) != nil) }
    #expect(next(&retries) == nil)
  }

  @Test func `Waits grow and are spread`() throws {
    let first = Retries.firstWaitNanoseconds
    var (low, high) = (Retries(allowed: true), Retries(allowed: true))
    #expect(next(&low, jitter: 0) == 1_000 + first / 2)
    #expect(next(&high, jitter: 1) == 1_000 + first)
    #expect(next(&low, jitter: 0) == 1_000 + first)
    #expect(next(&high, jitter: 1) == 1_000 + first * 2)
  }

  @Test func `Nothing is sent after the deadline`() {
    var retries = Retries(allowed: true)
    let resume = 1_000 + Retries.firstWaitNanoseconds / 2
    #expect(next(&retries, deadline: resume) == nil)
    #expect(next(&retries, deadline: resume + 1) == resume)
  }
}
