import PluginKit
import Testing

@Suite struct SharedTests {
  @Test func oneAtATimeHasTheValue() async {
    let count = Shared(0)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask { for _ in 0..<100 { count.withLock { $0 += 1 } } }
      }
    }
    #expect(count.withLock { $0 } == 10_000)
  }

  private struct Refusal: Error {}

  @Test func anErrorPassesAndTheValueStays() {
    let list = Shared(["a"])
    #expect(throws: Refusal.self) {
      try list.withLock { list in
        list.append("b")
        throw Refusal()
      }
    }
    #expect(list.withLock { $0 } == ["a", "b"])
  }
}
