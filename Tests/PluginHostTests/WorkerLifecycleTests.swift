import Testing

@testable import PluginHost

@Suite struct WorkerLifecycleTests {
  private func expect<Value: Equatable>(
    _ actual: Value, _ expected: Value, _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(actual == expected, sourceLocation: place)
  }

  private func ready(limits: WorkerLifecycle.Limits = .init()) -> WorkerLifecycle {
    var lifecycle = WorkerLifecycle(limits: limits)
    _ = lifecycle.start(now: 0)
    _ = lifecycle.becameReady()
    return lifecycle
  }

  @Test func startsAndBecomesReady() {
    var lifecycle = WorkerLifecycle()
    expect(lifecycle.start(now: 5), [.spawn])
    #expect(lifecycle.state == .starting(since: 5))
    expect(lifecycle.becameReady(), [])
    #expect(lifecycle.state == .ready)
    #expect(lifecycle.nextTick == nil)
  }

  @Test func aCrashIsFollowedByAWaitThatDoubles() {
    var limits = WorkerLifecycle.Limits()
    limits.firstDelayNanoseconds = 10
    var lifecycle = ready(limits: limits)
    _ = lifecycle.exited("signal 6", now: 100)
    #expect(lifecycle.state == .waiting(until: 110))
    expect(lifecycle.tick(now: 109), [])
    expect(lifecycle.tick(now: 110), [.spawn])
    _ = lifecycle.becameReady()
    _ = lifecycle.exited("signal 6", now: 200)
    #expect(lifecycle.state == .waiting(until: 220))
  }

  @Test func aCompletedCallMakesTheNextCrashTheFirstInARow() {
    var limits = WorkerLifecycle.Limits()
    limits.firstDelayNanoseconds = 10
    var lifecycle = ready(limits: limits)
    for time: UInt64 in [100, 200, 300] {
      lifecycle.completedCall()
      _ = lifecycle.exited("signal 9", now: time)
      #expect(lifecycle.state == .waiting(until: time + 10))
      _ = lifecycle.tick(now: time + 10)
      _ = lifecycle.becameReady()
    }
  }

  @Test func tooManyCrashesWithinTheWindowAreQuarantined() {
    var limits = WorkerLifecycle.Limits()
    limits.crashLimit = 3
    limits.crashWindowNanoseconds = 1000
    limits.quarantineNanoseconds = 5000
    limits.firstDelayNanoseconds = 1
    var lifecycle = ready(limits: limits)
    for time: UInt64 in [100, 200] {
      _ = lifecycle.exited("signal 11", now: time)
      _ = lifecycle.tick(now: time + 50)
      _ = lifecycle.becameReady()
    }
    let actions = lifecycle.exited("signal 11", now: 300)
    #expect(lifecycle.state == .quarantined(until: 5300))
    #expect(!lifecycle.acceptsCalls)
    #expect(
      actions.contains { action in
        if case .failWaitingCalls(_, retryAfterNanoseconds: 5000) = action { true } else { false }
      })
    expect(lifecycle.tick(now: 5299), [])
    expect(lifecycle.tick(now: 5300), [.spawn])
    #expect(lifecycle.acceptsCalls)
  }

  @Test func oldCrashesDoNotCount() {
    var limits = WorkerLifecycle.Limits()
    limits.crashLimit = 2
    limits.crashWindowNanoseconds = 100
    var lifecycle = ready(limits: limits)
    _ = lifecycle.exited("signal 11", now: 1000)
    _ = lifecycle.tick(now: .max / 2)
    _ = lifecycle.becameReady()
    _ = lifecycle.exited("signal 11", now: .max / 2 + 200)
    guard case .waiting = lifecycle.state else {
      Issue.record("\(lifecycle.state)")
      return
    }
  }

  @Test func aPluginThatNeverBecomesReadyIsGivenUp() {
    var limits = WorkerLifecycle.Limits()
    limits.firstStartLimit = 2
    var lifecycle = WorkerLifecycle(limits: limits)
    _ = lifecycle.start(now: 0)
    _ = lifecycle.exited("signal 6", now: 10)
    _ = lifecycle.tick(now: .max / 2)
    let actions = lifecycle.exited("signal 6", now: .max / 2)
    guard case .failed(let error) = lifecycle.state else {
      Issue.record("\(lifecycle.state)")
      return
    }
    #expect(error.code == .start)
    #expect(actions.contains(.kill))
    #expect(lifecycle.nextTick == nil)
  }

  @Test func aLoadErrorIsFinal() {
    var lifecycle = WorkerLifecycle()
    _ = lifecycle.start(now: 0)
    let error = PluginLoadError(.create, "no")
    expect(lifecycle.loadFailed(error).first, .kill)
    expect(lifecycle.exited("exit status 0", now: 10), [])
    #expect(lifecycle.state == .failed(error))
  }

  @Test func aWorkerThatHangsWhileStartingIsKilled() {
    var limits = WorkerLifecycle.Limits()
    limits.startNanoseconds = 100
    var lifecycle = WorkerLifecycle(limits: limits)
    _ = lifecycle.start(now: 0)
    #expect(lifecycle.nextTick == 100)
    expect(lifecycle.tick(now: 99), [])
    let actions = lifecycle.tick(now: 100)
    #expect(actions.contains(.kill))
    #expect(lifecycle.nextTick == nil)
    expect(lifecycle.tick(now: 200), [])
    _ = lifecycle.exited("signal 9", now: 201)
    guard case .waiting = lifecycle.state else {
      Issue.record("a hang counts as a crash: \(lifecycle.state)")
      return
    }
  }

  @Test func aPluginThatWasReadyIsTriedAgainAfterALoadError() {
    var lifecycle = ready()
    _ = lifecycle.exited("signal 6", now: 0)
    _ = lifecycle.tick(now: .max / 2)
    let actions = lifecycle.loadFailed(PluginLoadError(.create, "not now"))
    #expect(actions.contains(.kill))
    _ = lifecycle.exited("exit status 0", now: .max / 2)
    guard case .waiting = lifecycle.state else {
      Issue.record("\(lifecycle.state)")
      return
    }
  }

  @Test func stoppingIsNoCrash() {
    var lifecycle = ready()
    expect(lifecycle.stop(), true)
    #expect(!lifecycle.acceptsCalls)
    expect(lifecycle.exited("exit status 0", now: 5), [])
    #expect(lifecycle.state == .stopped)
    var idle = WorkerLifecycle()
    expect(idle.stop(), false)
  }
}
