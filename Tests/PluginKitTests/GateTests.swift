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

  /// What the gate guards.
  private final class Guarded: Sendable {
    let gate = Gate()
    let isThere = Atomic(true)
    let faults = Atomic(0)
  }

  @Test func closingWaitsForWhoIsInside() async {
    let guarded = Guarded()
    await withTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<20_000 {
            _ = guarded.gate.pass {
              if !guarded.isThere.load(ordering: .relaxed) {
                guarded.faults.add(1, ordering: .relaxed)
              }
            }
          }
        }
      }
      group.addTask {
        guarded.gate.close()
        guarded.isThere.store(false, ordering: .relaxed)
      }
    }
    #expect(guarded.faults.load(ordering: .relaxed) == 0)
  }
}
