import Testing

@testable import Postgres

/// A pool's decisions, with a clock of the test's own.
@Suite struct PoolPlanTests {
  private static let failure = PostgresFailure.unreachable(alias: "main", "connection refused")
  private static let second: Int64 = 1_000_000_000

  private var plan = PoolPlan(
    alias: "main",
    limits: PoolPlan.Limits(
      connections: 2, waiting: 3, idleNanoseconds: 60 * second, ageNanoseconds: 600 * second))

  @Test mutating func opensOnDemandAndReusesTheLastOne() {
    #expect(plan.request(1, deadline: 100, now: 0) == [.open(1)])
    #expect(plan.request(2, deadline: 100, now: 0) == [.open(2)])
    #expect(plan.opened(1, now: 1) == [.run(1, on: 1)])
    #expect(plan.opened(2, now: 1) == [.run(2, on: 2)])
    #expect(plan.released(2, .usable, now: 2) == [])
    #expect(plan.released(1, .usable, now: 3) == [])
    #expect(plan.request(3, deadline: 100, now: 4) == [.run(3, on: 1)])
    #expect(plan.openCount == 2)
    #expect(plan.busyCount == 1)
  }

  @Test mutating func servesWhoeverWaitsLongestOnAnyConnection() {
    #expect(plan.request(1, deadline: 100, now: 0) == [.open(1)])
    #expect(plan.opened(1, now: 0) == [.run(1, on: 1)])
    #expect(plan.request(2, deadline: 100, now: 1) == [.open(2)])
    #expect(plan.request(3, deadline: 100, now: 1) == [])
    #expect(plan.released(1, .usable, now: 2) == [.run(2, on: 1)])
    #expect(plan.opened(2, now: 3) == [.run(3, on: 2)])
    #expect(plan.waitingCount == 0)
  }

  @Test mutating func refusesWhatDoesNotFitIntoTheQueue() {
    fill()
    for call: PoolPlan.CallID in 10...12 {
      #expect(plan.request(call, deadline: 100, now: 1) == [])
    }
    #expect(
      plan.request(13, deadline: 100, now: 1)
        == [.fail(13, .busy(alias: "main", connections: 2))])
    #expect(plan.waitingCount == 3)
  }

  @Test mutating func endsAWaitAtItsDeadline() {
    fill()
    #expect(plan.request(10, deadline: 50, now: 1) == [])
    #expect(plan.request(11, deadline: 90, now: 1) == [])
    #expect(plan.looked(now: 49) == [])
    #expect(plan.looked(now: 50) == [.fail(10, .busy(alias: "main", connections: 2))])
    #expect(plan.released(1, .usable, now: 60) == [.run(11, on: 1)])
  }

  @Test mutating func saysThatNothingCameAboutWhereAServerDoesNotAnswer() {
    #expect(plan.request(1, deadline: 50, now: 0) == [.open(1)])
    guard case .fail(1, .unreachable(alias: "main", _))? = plan.looked(now: 50).first else {
      Issue.record("the call waits on")
      return
    }
    // The connection that comes after all is kept.
    #expect(plan.opened(1, now: 60) == [])
    #expect(plan.request(2, deadline: 100, now: 61) == [.run(2, on: 1)])
  }

  @Test mutating func aDeadServerCostsEachCallOneErrorAndOneAttemptASecond() {
    #expect(plan.request(1, deadline: 9 * Self.second, now: 0) == [.open(1)])
    #expect(plan.request(2, deadline: 9 * Self.second, now: 0) == [.open(2)])
    #expect(plan.request(3, deadline: 9 * Self.second, now: 0) == [])
    // Those are told whom the other attempt cannot serve.
    #expect(
      plan.openFailed(1, Self.failure, now: 1) == [.fail(1, Self.failure), .fail(2, Self.failure)])
    #expect(plan.openFailed(2, Self.failure, now: 2) == [.fail(3, Self.failure)])
    #expect(
      plan.request(4, deadline: 9 * Self.second, now: Self.second) == [.fail(4, Self.failure)])
    // Then one attempt, which all share.
    let later = 2 * Self.second
    #expect(plan.request(5, deadline: 9 * Self.second, now: later) == [.open(3)])
    #expect(plan.request(6, deadline: 9 * Self.second, now: later) == [])
    #expect(
      plan.openFailed(3, Self.failure, now: later + 1)
        == [.fail(5, Self.failure), .fail(6, Self.failure)])
    #expect(plan.failure == Self.failure)
  }

  @Test mutating func recoversByItself() {
    #expect(plan.request(1, deadline: 9 * Self.second, now: 0) == [.open(1)])
    #expect(plan.openFailed(1, Self.failure, now: 0) == [.fail(1, Self.failure)])
    let later = 2 * Self.second
    #expect(plan.request(2, deadline: 9 * Self.second, now: later) == [.open(2)])
    #expect(plan.request(3, deadline: 9 * Self.second, now: later) == [])
    #expect(plan.opened(2, now: later) == [.run(2, on: 2), .open(3)])
    #expect(plan.failure == nil)
  }

  @Test mutating func waitsForWhatThereIsWhereTheServerHasNoRoomForMore() {
    #expect(plan.request(1, deadline: 9 * Self.second, now: 0) == [.open(1)])
    #expect(plan.opened(1, now: 0) == [.run(1, on: 1)])
    #expect(plan.request(2, deadline: 9 * Self.second, now: 1) == [.open(2)])
    #expect(plan.openFailed(2, Self.failure, now: 2) == [])
    #expect(plan.request(3, deadline: 9 * Self.second, now: 3) == [])
    #expect(plan.released(1, .usable, now: 4) == [.run(2, on: 1)])
    // The next attempt comes with the next look after the pause.
    #expect(plan.looked(now: 5) == [])
    #expect(plan.looked(now: 3 * Self.second) == [.open(3)])
  }

  @Test mutating func anIdleConnectionGoesWithALostOne() {
    fill()
    #expect(plan.released(2, .usable, now: 1) == [])
    #expect(plan.released(1, .lost, now: 2) == [.close(2)])
    #expect(plan.openCount == 0)
    #expect(plan.request(5, deadline: 100, now: 3) == [.open(3)])
  }

  @Test mutating func aConnectionThatWasClosedSaysNothingOfTheOthers() {
    fill()
    #expect(plan.request(5, deadline: 100, now: 1) == [])
    #expect(plan.released(1, .spent, now: 2) == [.open(3)])
    #expect(plan.released(2, .usable, now: 3) == [.run(5, on: 2)])
  }

  @Test mutating func letsIdleAndOldConnectionsGo() {
    fill()
    #expect(plan.released(1, .usable, now: 0) == [])
    #expect(plan.released(2, .usable, now: 0) == [])
    #expect(plan.idled(1, now: 59 * Self.second) == false)
    #expect(plan.idled(1, now: 60 * Self.second) == true)
    #expect(plan.idled(1, now: 60 * Self.second) == false)
    // The other one is old by now, so that a call gets a new one.
    #expect(
      plan.request(5, deadline: .max, now: 601 * Self.second) == [.close(2), .open(3)])
    #expect(plan.opened(3, now: 601 * Self.second) == [.run(5, on: 3)])
    #expect(plan.released(3, .usable, now: 1_300 * Self.second) == [.close(3)])
    #expect(plan.isEmpty)
  }

  @Test mutating func aConnectionMayHaveAnAgeOfItsOwn() {
    #expect(plan.request(1, deadline: .max, now: 0) == [.open(1)])
    #expect(plan.opened(1, age: 5, now: 0) == [.run(1, on: 1)])
    #expect(plan.released(1, .usable, now: 4) == [])
    #expect(plan.request(2, deadline: .max, now: 5) == [.close(1), .open(2)])
  }

  @Test mutating func aCancelledCallLeavesTheQueueOnce() {
    fill()
    #expect(plan.request(10, deadline: 100, now: 1) == [])
    #expect(plan.cancelled(10) == true)
    #expect(plan.cancelled(10) == false)
    #expect(plan.released(1, .usable, now: 2) == [])
  }

  @Test mutating func endsEverythingWhenItStops() {
    fill()
    #expect(plan.request(10, deadline: 100, now: 1) == [])
    #expect(plan.released(2, .usable, now: 2) == [.run(10, on: 2)])
    #expect(plan.request(11, deadline: 100, now: 3) == [])
    let stopped = PostgresFailure.refused("The plugin is being stopped.")
    #expect(plan.stop() == [.fail(11, stopped)])
    #expect(plan.request(12, deadline: 100, now: 4) == [.fail(12, stopped)])
    #expect(plan.released(1, .usable, now: 5) == [.close(1)])
    #expect(plan.released(2, .usable, now: 5) == [.close(2)])
    #expect(plan.isEmpty)
  }

  @Test mutating func closesAConnectionThatComesAfterTheEnd() {
    #expect(plan.request(1, deadline: 100, now: 0) == [.open(1)])
    _ = plan.stop()
    #expect(plan.opened(1, now: 1) == [.close(1)])
    #expect(plan.isEmpty)
  }

  /// Two calls run on the only two connections.
  private mutating func fill() {
    _ = plan.request(1, deadline: 100, now: 0)
    _ = plan.request(2, deadline: 100, now: 0)
    _ = plan.opened(1, now: 0)
    _ = plan.opened(2, now: 0)
  }
}
