import Testing

@testable import Postgres

@Suite struct BackendSignalTests {
  private func look(_ identity: String, _ state: String?) -> BackendSignal.Look {
    BackendSignal.Look(identity: identity, state: state, isOwn: false)
  }

  @Test func cancelHasTakenEffectWhenTheStatementHasEnded() {
    let signal = BackendSignal(BackendSignal.Arguments(pid: 1))
    let before = look("a", "active")
    #expect(!signal.hasEnded(before, look("a", "active")))
    #expect(signal.hasEnded(before, look("b", "active")))
    #expect(signal.hasEnded(before, look("a", "idle in transaction (aborted)")))
    #expect(signal.hasEnded(before, nil))
  }

  @Test func terminateHasTakenEffectWhenTheProcessIsGone() {
    let signal = BackendSignal(BackendSignal.Arguments(pid: 1, terminate: true))
    let before = look("a", "idle")
    #expect(!signal.hasEnded(before, look("a", "idle")))
    #expect(signal.hasEnded(before, nil))
  }
}
