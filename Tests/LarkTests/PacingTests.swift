import JSON
import PluginKit
import Synchronization
import Testing

@testable import Lark

@Suite struct RateWindowTests {
  @Test func neverLetsMoreThroughInAnyWindow() {
    var window = RateWindow(count: 3, milliseconds: 1_000)
    var turns: [Int64] = []
    for now: Int64 in [0, 0, 10, 10, 900, 990, 1_500, 4_000] {
      let turn = window.earliest(at: now)
      #expect(turn >= now)
      window.take(at: turn)
      turns.append(turn)
    }
    #expect(turns == [0, 0, 10, 1_000, 1_000, 1_010, 2_000, 4_000])
    for (index, turn) in turns.enumerated() where index >= 3 {
      #expect(turn - turns[index - 3] >= 1_000)
    }
  }

  @Test func stretches() {
    let windows = [0.01, 0.25, 0.5, 1, 3.5].map {
      RateWindow(count: 5, milliseconds: 1_000, factor: $0)
    }
    #expect(windows.map(\.count) == [1, 1, 2, 5, 17])
    #expect(windows.map(\.milliseconds) == [20_000, 800, 800, 1_000, 972])
  }

  @Test func forgetsThePast() {
    var window = RateWindow(count: 2, milliseconds: 1_000)
    #expect(window.isIdle(at: 0))
    window.take(at: 5)
    #expect(!window.isIdle(at: 1_004))
    #expect(window.isIdle(at: 1_005))
  }
}

@Suite struct RateTableTests {
  private static let limit = RateLimit(perSecond: 2, perMinute: 3)

  @Test func keepsBothLimits() {
    var table = RateTable()
    let turns = (0..<4).map { _ in
      table.turn(of: .endpoint("x"), Self.limit, at: 0, latest: 100_000)
    }
    #expect(turns == [.at(0), .at(0), .at(1_000), .at(60_000)])
  }

  @Test func booksNothingThatIsTooLate() {
    var table = RateTable()
    for _ in 0..<2 { _ = table.turn(of: .endpoint("x"), Self.limit, at: 0, latest: 0) }
    #expect(table.turn(of: .endpoint("x"), Self.limit, at: 0, latest: 500) == .tooLate(1_000))
    #expect(table.turn(of: .endpoint("x"), Self.limit, at: 0, latest: 1_000) == .at(1_000))
  }

  @Test func keepsOwnersApart() {
    var table = RateTable()
    for chat in ["oc_1", "oc_2"] {
      for _ in 0..<2 {
        let turn = table.turn(of: .key(.chat(chat)), Self.limit, at: 0, latest: 0)
        #expect(turn == .at(0))
      }
    }
  }

  @Test func stretchesBothLimits() {
    var table = RateTable()
    let turns = (0..<7).map { _ in
      table.turn(of: .endpoint("x"), Self.limit, factor: 2, at: 0, latest: 100_000)
    }
    #expect(turns == [.at(0), .at(0), .at(0), .at(0), .at(1_000), .at(1_000), .at(60_000)])
  }

  @Test func looksForIdleOwnersSeldomWhereNoneIsIdle() {
    var table = RateTable()
    let turn = { (table: inout RateTable, number: Int, now: Int64) in
      _ = table.turn(
        of: .key(.chat("oc_\(number)")), RateLimit(perSecond: 5), at: now, latest: now)
    }
    for number in 0..<1_200 { turn(&table, number, 0) }
    // All are idle by now, yet not looked for until there are twice as many as at the last look.
    for number in 1_200..<2_048 { turn(&table, number, 5_000) }
    #expect(table.ownerCount == 2_048)
    turn(&table, 2_048, 6_000)
    #expect(table.ownerCount == 1)
  }

  @Test func dropsOwnersThatAreIdle() {
    var table = RateTable()
    for number in 0..<2_000 {
      let now = Int64(number) * 1_000
      _ = table.turn(
        of: .key(.chat("oc_\(number)")), RateLimit(perSecond: 5), at: now, latest: now)
    }
    #expect(table.ownerCount <= RateTable.maximumIdleOwners + 2)
  }
}

@Suite struct LockTableTests {
  private let key = PacingKey.table(app: "a", table: "t")

  @Test func goesRound() {
    var table = LockTable()
    let first = table.enter(key)
    let second = table.enter(key)
    let third = table.enter(key)
    #expect([first.isHeld, second.isHeld, third.isHeld] == [true, false, false])
    #expect(table.enter(.folder("f")).isHeld)
    #expect(table.leave(key, second.ticket) == nil)
    #expect(table.leave(key, first.ticket) == third.ticket)
    #expect(table.leave(key, first.ticket) == nil)
    #expect(table.leave(key, third.ticket) == nil)
    #expect(table.keyCount == 1)
  }
}

@Suite struct PacingKeyTests {
  @Test func followFromTheEndpoint() {
    #expect(Endpoint.updateBlocks.pacingKeys(["document_id": "d"]) == [.document("d")])
    #expect(
      Endpoint.createRecord.pacingKeys(["app_token": "a", "table_id": "t"])
        == [.table(app: "a", table: "t")])
    #expect(Endpoint.searchRecords.pacingKeys(["app_token": "a", "table_id": "t"]).isEmpty)
    #expect(Endpoint.replyMessage.pacingKeys(["message_id": "om_1"]) == [.message("om_1")])
    #expect(Endpoint.addChatMembers.pacingKeys(["chat_id": "oc_1"]) == [.members(chat: "oc_1")])
    #expect(Endpoint.createFolder.pacingKeys([:]) == [.serial("the drive")])
    #expect(Endpoint.sendMail.pacingKeys(["user_mailbox_id": "me"]) == [.mailbox("me")])
  }
}

@Suite struct PacerTests {
  private let write = Endpoint("w", .post, "/w", .bot, .tier11, .repeatableWrite)
  private let key = PacingKey.table(app: "a", table: "t")

  @Test func waitsForTheTurn() async throws {
    let bench = try Bench()
    for _ in 0..<6 {
      try await bench.client.pacer.turn(write, [.chat("oc_1")], bench.context())
    }
    #expect(bench.clock.sleeps == [1_000])
  }

  @Test func usesAShareOfTheRates() async throws {
    let bench = try Bench()
    let pacer = Pacer(clock: bench.clock, rateFactor: 0.4)
    for _ in 0..<3 { try await pacer.turn(write, [.chat("oc_1")], bench.context()) }
    #expect(bench.clock.sleeps == [1_000])
  }

  @Test func aGrantIsAboutEndpointsAndNotAboutChats() async throws {
    let bench = try Bench()
    let slow = Endpoint("s", .post, "/s", .bot, .tier6, .repeatableWrite)
    let pacer = Pacer(clock: bench.clock, rateFactor: 2)
    for chat in 0..<10 {
      try await pacer.turn(slow, [.chat("oc_\(chat)")], bench.context())
    }
    #expect(bench.clock.sleeps.isEmpty)
    for _ in 0..<5 { try await pacer.turn(write, [.chat("oc_10")], bench.context()) }
    try await pacer.turn(write, [.chat("oc_10")], bench.context())
    #expect(bench.clock.sleeps == [1_000])
  }

  @Test func saysBusyAtOnce() async throws {
    let bench = try Bench()
    for _ in 0..<5 { try await bench.client.pacer.turn(write, [.chat("oc_1")], bench.context()) }
    let error = await failure { () async throws(LarkFailure) in
      try await bench.client.pacer.turn(write, [.chat("oc_1")], bench.context(milliseconds: 2_000))
    }
    #expect(error == .busy(what: "the chat oc_1", milliseconds: 1_000))
    #expect(error?.toolError.retryAfterMilliseconds == 1_000)
    #expect(bench.clock.sleeps.isEmpty)
  }

  @Test func oneAtATime() async throws {
    let pacer = Pacer(clock: SystemClock())
    let running = Running()
    let context = CallContext(id: "c") { 60_000 }
    let key = key
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<64 {
        group.addTask {
          let pass = try await pacer.enter([key], context)
          running.begin()
          await Task.yield()
          running.end()
          pacer.leave(pass)
        }
      }
      try await group.waitForAll()
    }
    #expect(running.most == 1)
  }

  @Test func aCancelledOneLeavesTheQueue() async throws {
    let pacer = Pacer(clock: SystemClock())
    let context = CallContext(id: "c") { 60_000 }
    let key = key
    let pass = try await pacer.enter([key], context)
    let waiting = Task { () async -> LarkFailure? in
      await failure { () async throws(LarkFailure) in
        let pass = try await pacer.enter([key], context)
        pacer.leave(pass)
      }
    }
    waiting.cancel()
    #expect(await waiting.value == .cancelled)
    pacer.leave(pass)
    pacer.leave(try await pacer.enter([key], context))
  }

  @Test func waitsNoLongerThanTheCall() async throws {
    let bench = try Bench()
    let pacer = bench.client.pacer
    let pass = try await pacer.enter([key], bench.context())
    let error = await failure { () async throws(LarkFailure) in
      _ = try await pacer.enter([key], bench.context(milliseconds: 5_000))
    }
    #expect(error == .busy(what: "the table t", milliseconds: 1_000))
    #expect(bench.clock.sleeps == [3_500])
    pacer.leave(pass)
    pacer.leave(try await pacer.enter([key], bench.context()))
  }
}

/// How many ran at the same time.
private final class Running: Sendable {
  private let state = Mutex((now: 0, most: 0))

  func begin() {
    state.withLock { state in
      state.now += 1
      state.most = max(state.most, state.now)
    }
  }

  func end() { state.withLock { $0.now -= 1 } }
  var most: Int { state.withLock { $0.most } }
}
