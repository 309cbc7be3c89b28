import Testing

@testable import Host

@Suite struct SecretScheduleTests {
  private static let second: UInt64 = 1_000_000_000
  private let denied = SecretProblem("denied")

  private func schedule(refreshSeconds: UInt64 = 300) -> SecretSchedule {
    SecretSchedule(["b", "a"], refreshNanoseconds: refreshSeconds * Self.second)
  }

  @Test func allAreAskedForAtOnceAndNoneTwice() {
    var schedule = schedule()
    #expect(schedule.due(now: 0) == ["a", "b"])
    #expect(schedule.due(now: 1000 * Self.second).isEmpty)
    #expect(!schedule.isSettled)
  }

  @Test func whatIsThereIsAskedForAgainFromTimeToTime() throws {
    var schedule = schedule()
    _ = schedule.due(now: 0)
    #expect(schedule.answered("a", .success([1]), now: 0) == .changed)
    #expect(try schedule.value(of: "a") == [1])
    #expect(schedule.due(now: 299 * Self.second).isEmpty)
    #expect(schedule.due(now: 300 * Self.second) == ["a"])
    #expect(schedule.answered("a", .success([1]), now: 300 * Self.second) == .nothing)
    #expect(schedule.due(now: 600 * Self.second) == ["a"])
    #expect(schedule.answered("a", .success([2]), now: 600 * Self.second) == .changed)
    #expect(try schedule.value(of: "a") == [2])
  }

  @Test func failuresAreWaitedAfterEverLonger() {
    var schedule = schedule()
    var now: UInt64 = 0
    _ = schedule.due(now: now)
    let first = SecretSchedule.News.failed(denied, retryNanoseconds: Self.second)
    #expect(schedule.answered("a", .failure(denied), now: now) == first)
    for seconds: UInt64 in [1, 2, 4, 8, 16, 32, 60, 60] {
      #expect(schedule.due(now: now + seconds * Self.second - 1).isEmpty)
      now += seconds * Self.second
      #expect(schedule.due(now: now) == ["a"])
      #expect(schedule.answered("a", .failure(denied), now: now) == .nothing)
    }
  }

  @Test func theyAreNotWaitedAfterLongerThanForAnotherReading() {
    var schedule = schedule(refreshSeconds: 3)
    var now: UInt64 = 0
    for _ in 0..<10 {
      #expect(schedule.due(now: now).contains("a"))
      _ = schedule.answered("a", .failure(denied), now: now)
      now += 3 * Self.second
    }
  }

  @Test func anotherReasonIsNews() {
    var schedule = schedule()
    _ = schedule.answered("a", .failure(denied), now: 0)
    let down = SecretProblem("down")
    let news = schedule.answered("a", .failure(down), now: 0)
    #expect(news == .failed(down, retryNanoseconds: 2 * Self.second))
    #expect(schedule.answered("a", .success([1]), now: 0) == .changed)
    let again = schedule.answered("a", .failure(down), now: 0)
    #expect(again == .failed(down, retryNanoseconds: Self.second))
  }

  @Test func whatWasReadStaysWhenItCannotBeReadAgain() throws {
    var schedule = schedule()
    _ = schedule.answered("a", .success([1]), now: 0)
    _ = schedule.answered("a", .failure(denied), now: 0)
    #expect(try schedule.value(of: "a") == [1])
    #expect(schedule.answered("a", .success([1]), now: 0) == .nothing)
  }

  @Test func aReasonIsGivenForWhatIsNotThere() {
    var schedule = schedule()
    #expect(throws: SecretProblem("the secret a has not been read yet")) {
      try schedule.value(of: "a")
    }
    _ = schedule.answered("a", .failure(denied), now: 0)
    #expect(throws: denied) { try schedule.value(of: "a") }
    #expect(!schedule.isSettled)
    _ = schedule.answered("b", .success([]), now: 0)
    #expect(schedule.isSettled)
    #expect(schedule.answered("unknown", .success([]), now: 0) == .nothing)
  }
}
