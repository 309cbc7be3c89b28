import MCP
import Testing

@Suite struct SessionTableTests {
  private func id(_ text: String) throws -> SessionID { try #require(SessionID(text.utf8)) }

  private func context(_ level: LogLevel) -> ClientContext {
    var context = ClientContext()
    context.revision = .november2025
    context.logLevel = level
    return context
  }

  @Test(arguments: ["a", "!", "~", String(repeating: "x", count: 1024)])
  func anIDIsVisibleASCII(_ text: String) { #expect(SessionID(text.utf8)?.text == text) }

  @Test(arguments: ["", " ", "a b", "a\u{7F}", "é", "a\n", String(repeating: "x", count: 1025)])
  func anythingElseIsNone(_ text: String) { #expect(SessionID(text.utf8) == nil) }

  @Test func whatInitializeSettledOnIsRemembered() throws {
    var table = SessionTable()
    #expect(table.create(try id("s"), context(.error), now: 0) == nil)
    #expect(table.context(of: try id("s"), now: 1) == context(.error))
    #expect(table.context(of: try id("t"), now: 1) == nil)
    #expect(table.count == 1)
  }

  @Test func aSecondInitializeReplacesTheFirst() throws {
    var table = SessionTable()
    _ = table.create(try id("s"), context(.error), now: 0)
    _ = table.create(try id("s"), context(.debug), now: 0)
    #expect(table.context(of: try id("s"), now: 1) == context(.debug))
    #expect(table.count == 1)
  }

  @Test func anUpdateBeginsWhereNothingIsKnown() throws {
    var table = SessionTable()
    #expect(table.update(try id("s"), now: 0) { $0.logLevel = .alert } == nil)
    #expect(table.update(try id("s"), now: 0) { $0.revision = .june2025 } == nil)
    let known = try #require(table.context(of: try id("s"), now: 0))
    #expect(known.logLevel == .alert)
    #expect(known.revision == .june2025)
    #expect(known.capabilities == nil)
  }

  @Test func theLeastRecentlyUsedMakesRoom() throws {
    var table = SessionTable(capacity: 3)
    for (time, name) in ["a", "b", "c"].enumerated() {
      #expect(table.create(try id(name), context(.info), now: Int64(time)) == nil)
    }
    _ = table.context(of: try id("a"), now: 3)
    #expect(table.create(try id("d"), context(.info), now: 4) == (try id("b")))
    _ = table.update(try id("c"), now: 5) { $0.logLevel = .error }
    #expect(table.create(try id("e"), context(.info), now: 6) == (try id("a")))
    #expect(table.count == 3)
    for name in ["c", "d", "e"] { #expect(table.context(of: try id(name), now: 7) != nil) }
    for name in ["a", "b"] { #expect(table.context(of: try id(name), now: 7) == nil) }
  }

  @Test func idleSessionsExpire() throws {
    var table = SessionTable(idleMilliseconds: 10)
    for name in ["a", "b", "c"] { _ = table.create(try id(name), context(.info), now: 0) }
    _ = table.context(of: try id("a"), now: 5)
    #expect(table.expire(now: 9).isEmpty)
    #expect(table.expire(now: 10) == [try id("b"), try id("c")])
    #expect(table.expire(now: 14).isEmpty)
    #expect(table.expire(now: 15) == [try id("a")])
    #expect(table.count == 0)
    #expect(table.create(try id("b"), context(.debug), now: 20) == nil)
    #expect(table.context(of: try id("b"), now: 20) == context(.debug))
  }

  @Test func theUsualBoundsHold() throws {
    var table = SessionTable()
    for number in 0..<SessionTable.defaultCapacity {
      #expect(table.create(try id("s\(number)"), context(.info), now: 0) == nil)
    }
    #expect(table.create(try id("more"), context(.info), now: 1) == (try id("s0")))
    #expect(table.count == SessionTable.defaultCapacity)
    #expect(table.expire(now: SessionTable.defaultIdleMilliseconds - 1).isEmpty)
    #expect(table.expire(now: SessionTable.defaultIdleMilliseconds).count == 9_999)
  }

  @Test func capabilitiesOfAnySizeAreNotKept() throws {
    var table = SessionTable()
    var large = ClientContext()
    large.capabilities = Array(repeating: 0x20, count: SessionTable.maximumCapabilityBytes)
    _ = table.create(try id("s"), large, now: 0)
    #expect(table.context(of: try id("s"), now: 0)?.capabilities?.count == 4096)
    large.capabilities?.append(0x20)
    _ = table.create(try id("s"), large, now: 0)
    #expect(table.context(of: try id("s"), now: 0) == ClientContext())
  }

  @Test func theOrderHoldsThroughAnyMixOfUses() throws {
    var table = SessionTable(capacity: 8, idleMilliseconds: 1_000_000)
    var order: [String] = []
    var generator = SystemRandomNumberGenerator()
    for time in 0..<2_000 {
      let name = "s\(Int.random(in: 0..<12, using: &generator))"
      let evicted = table.update(try id(name), now: Int64(time)) { $0.logLevel = .info }
      order.removeAll { $0 == name }
      order.append(name)
      #expect(evicted?.text == (order.count > 8 ? order.removeFirst() : nil))
    }
    #expect(table.expire(now: 2_000_000).map(\.text) == order)
  }

  @Test func aSessionWithAnOpenStreamStays() throws {
    var table = SessionTable(capacity: 2, idleMilliseconds: 100)
    _ = table.create(try id("held"), context(.error), now: 0)
    #expect(table.hold(try id("held"), now: 0) == nil)
    #expect(table.hold(try id("held"), now: 0) == nil)
    _ = table.create(try id("a"), context(.info), now: 1)
    #expect(table.create(try id("b"), context(.info), now: 2) == (try id("a")))
    #expect(table.create(try id("c"), context(.info), now: 3) == (try id("b")))
    #expect(table.expire(now: 1000) == [try id("c")])
    #expect(table.context(of: try id("held"), now: 1000) == context(.error))
    table.release(try id("held"), now: 1000)
    #expect(table.expire(now: 1200).isEmpty)
    table.release(try id("held"), now: 1200)
    table.release(try id("held"), now: 1200)
    #expect(table.expire(now: 1299).isEmpty)
    #expect(table.expire(now: 1300) == [try id("held")])
    #expect(table.count == 0)
  }

  @Test func aStreamOfAnUnknownSessionBeginsOne() throws {
    var table = SessionTable(capacity: 1)
    _ = table.create(try id("a"), context(.info), now: 0)
    #expect(table.hold(try id("held"), now: 1) == (try id("a")))
    #expect(table.create(try id("b"), context(.info), now: 2) == nil)
    #expect(table.create(try id("c"), context(.info), now: 3) == (try id("b")))
    #expect(table.context(of: try id("held"), now: 4) == ClientContext())
  }
}
