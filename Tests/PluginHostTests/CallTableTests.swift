import Testing

@testable import PluginHost

@Suite struct CallTableTests {
  private func insert<Entry>(
    _ entry: Entry, into table: inout CallTable<Entry>, deadline: UInt64
  ) throws -> CallHandle {
    let handle = table.insert(entry, deadline: deadline)
    return try #require(handle)
  }

  @Test func aHandleEndsWithItsCall() throws {
    var table = CallTable<String>(capacity: 2)
    let handle = try insert("one", into: &table, deadline: 10)
    #expect(table.running(handle) == "one")
    guard case .running("one") = table.take(handle) else {
      Issue.record("the first completion must find the call")
      return
    }
    guard case .unknown = table.take(handle) else {
      Issue.record("a second completion must find nothing")
      return
    }
    #expect(table.count == 0)
  }

  @Test func aReusedSlotHasAnotherHandle() throws {
    var table = CallTable<String>(capacity: 1)
    let first = try insert("one", into: &table, deadline: 10)
    _ = table.take(first)
    let second = try insert("two", into: &table, deadline: 10)
    #expect(first != second)
    #expect(table.running(first) == nil)
    #expect(table.running(second) == "two")
  }

  @Test func isBounded() throws {
    var table = CallTable<Int>(capacity: 3)
    let handles = try (0..<3).map { try insert($0, into: &table, deadline: 10) }
    let refused = table.insert(3, deadline: 10)
    #expect(refused == nil)
    _ = table.take(handles[1])
    _ = try insert(3, into: &table, deadline: 10)
  }

  @Test func expiresOnceAtTheDeadlineAndOnceAfterTheGracePeriod() throws {
    var table = CallTable<String>(capacity: 2)
    let handle = try insert("slow", into: &table, deadline: 100)
    let early = table.expire(now: 99, grace: 50)
    #expect(early.isEmpty)
    guard case .deadline(handle, "slow") = table.expire(now: 100, grace: 50).first else {
      Issue.record("the deadline must be reported at its time")
      return
    }
    let between = table.expire(now: 149, grace: 50)
    #expect(between.isEmpty)
    guard case .grace(handle, "slow") = table.expire(now: 150, grace: 50).first else {
      Issue.record("the end of the grace period must be reported")
      return
    }
    let after = table.expire(now: 1000, grace: 50)
    #expect(after.isEmpty)
    guard case .answered("slow") = table.take(handle) else {
      Issue.record("a late completion must find an answered call")
      return
    }
  }

  @Test func anAnsweredCallKeepsItsSlotUntilItEnds() throws {
    var table = CallTable<String>(capacity: 1)
    let handle = try insert("one", into: &table, deadline: 10)
    let answers = [table.answer(handle), table.answer(handle)]
    #expect(answers == [true, false])
    #expect(table.running(handle) == nil)
    #expect(table.entry(handle) == "one")
    let second = table.insert("two", deadline: 10)
    #expect(second == nil)
  }

  @Test func removesByCondition() throws {
    var table = CallTable<Int>(capacity: 10)
    let handles = try (0..<6).map { try insert($0, into: &table, deadline: 10) }
    _ = table.answer(handles[2])
    let removed = table.removeAll { $0.isMultiple(of: 2) }
    #expect(removed == [0, 4])
    #expect(table.count == 3)
    #expect(table.firstHandle { $0 == 5 } == handles[5])
  }

  @Test func foreignHandlesAreUnknown() {
    var table = CallTable<Int>(capacity: 4)
    _ = table.insert(1, deadline: 10)
    for bits: UInt64 in [0, 1, .max, 1 << 40, 0xFFFF_FFFF] {
      guard case .unknown = table.take(CallHandle(bits: bits)) else {
        Issue.record("\(bits) must be no call")
        return
      }
    }
    #expect(table.count == 1)
  }

  /// What is kept for a call counts until it ends, not until it is answered.
  @Test func theBytesOfAllCallsAreBounded() throws {
    var table = CallTable<String>(capacity: 10)
    let half = CallLimits.maximumBytes / 2
    let inserted = ["one", "two"].compactMap { table.insert($0, byteCount: half, deadline: 10) }
    let (first, second) = (try #require(inserted.first), try #require(inserted.last))
    #expect(first != second)
    let third = table.insert("three", byteCount: 1, deadline: 10)
    #expect(third == nil)
    _ = table.answer(first)
    let fourth = table.insert("four", byteCount: 1, deadline: 10)
    #expect(fourth == nil)
    _ = table.take(first)
    #expect(table.byteCount == half)
    let fifth = table.insert("five", byteCount: 1, deadline: 10)
    #expect(fifth != nil)
    #expect(table.contains(second) && !table.contains(first))
    _ = table.removeAll { _ in true }
    #expect(table.byteCount == 0 && table.count == 0)
    let huge = table.insert("six", byteCount: CallLimits.maximumBytes + 1, deadline: 10)
    #expect(huge == nil)
  }
}
