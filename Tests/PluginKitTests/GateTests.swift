import Glibc
import Synchronization
import Testing

@testable import PluginKit

@Suite struct GateTests {
  @Test func anOpenGateLetsIn() {
    let gate = Gate()
    #expect(gate.pass { gate.pass { 1 } } == 1)
  }

  @Test func aClosedGateLetsNobodyIn() {
    let gate = Gate()
    gate.close()
    gate.close()
    #expect(gate.pass { 1 } == nil)
  }

  /// A gate, and whether who was inside has said that it leaves.
  private final class Guarded: Sendable {
    let gate = Gate()
    let isLeaving = Atomic(false)
    let hasWaited = Atomic(false)
  }

  @Test func closingWaitsForWhoIsInside() throws {
    let guarded = Guarded()
    var closer = pthread_t()
    _ = guarded.gate.pass {
      // Its own thread: a task might never get one while this one waits.
      pthread_create(
        &closer, nil,
        { guarded in
          guard let guarded else { return nil }
          let here = Unmanaged<Guarded>.fromOpaque(guarded).takeUnretainedValue()
          here.gate.close()
          here.hasWaited.store(here.isLeaving.load(ordering: .acquiring), ordering: .releasing)
          return nil
        }, Unmanaged.passUnretained(guarded).toOpaque())
      // Until the gate is closed, and a while longer.
      while guarded.gate.pass({}) != nil { sched_yield() }
      for _ in 0..<1000 { sched_yield() }
      guarded.isLeaving.store(true, ordering: .releasing)
    }
    pthread_join(closer, nil)
    let hasWaited = guarded.hasWaited.load(ordering: .acquiring)
    #expect(hasWaited)
  }
}
