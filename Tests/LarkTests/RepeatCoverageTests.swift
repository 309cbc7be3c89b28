import JSON
import PluginKit
import Testing

@testable import Lark

/// What a call is told after attempts of which one may have done it.
@Suite struct RepeatCoverageTests {
  private static let create = "POST /open-apis/task/v2/tasks"
  private static let append = "POST /open-apis/sheets/v2/spreadsheets/s/values_append"
  private static let update = "PATCH /open-apis/task/v2/tasks/g"
  private static let unclear = "not known whether Lark has done it"
  private let createTask = APIRequest(
    .createTask, body: ["summary": "x"], purpose: "create the task")
  private let appendRows = APIRequest(
    .appendRows, path: ["spreadsheetToken": "s"], body: [:], purpose: "append the rows")
  private let updateTask = APIRequest(
    .updateTask, path: ["task_guid": "g"], body: [:], purpose: "change the task")
  private let broken = HTTPFailure(.broken, "The connection ended.")

  private func failing(_ bench: Bench, _ request: APIRequest) async -> LarkFailure? {
    await failure { () async throws(LarkFailure) in
      try await bench.client.send(request, bench.context())
    }
  }

  /// Another call has another key: the agent must not simply call again.
  @Test func aWriteWithAKeyIsUnclearInTheEnd() async throws {
    let bench = try Bench()
    bench.transport.on(Self.create, HTTPResponse(status: 502, body: []))
    let error = await failing(bench, createTask)
    #expect(error?.words.contains(Self.unclear) == true)
    #expect(error?.toolError.isRetryable == false)
    #expect(bench.transport.requests(Self.create).count == Attempts.maximum)
  }

  @Test func aRefusalAfterALostAnswerIsUnclear() async throws {
    let bench = try Bench()
    bench.transport.on(Self.create, HTTPResponse(status: 502, body: []), .refusal(99_991_672))
    let error = await failing(bench, createTask)
    #expect(error?.code == 99_991_672)
    #expect(error?.words.contains(Self.unclear) == true)
    #expect(bench.transport.requests(Self.create).count == 2)
  }

  @Test func aTokenThatCannotBeRenewedAfterALostAnswerIsUnclear() async throws {
    let bench = try Bench(logsIn: false)
    bench.transport.on(Bench.login, Bench.token("t-one"), .refusal(10_014))
    bench.transport.on(Self.create, HTTPResponse(status: 502, body: []), .refusal(99_991_663))
    #expect(await failing(bench, createTask)?.words.contains(Self.unclear) == true)
  }

  @Test func aRefusalAloneIsClear() async throws {
    let bench = try Bench()
    bench.transport.on(Self.create, .refusal(99_991_400, status: 429), .refusal(99_991_672))
    #expect(await failing(bench, createTask)?.words.contains(Self.unclear) == false)
  }

  /// The host repeats no write: it would tell only of its last attempt.
  @Test func aBrokenConnectionIsTriedAgainWithTheSameKey() async throws {
    let bench = try Bench()
    bench.transport.on(Self.create, failing: broken)
    bench.transport.on(Self.create, failing: HTTPFailure(.connect, "Nobody listens."))
    bench.transport.on(Self.create, .data("{}"))
    _ = try await bench.client.send(createTask, bench.context())
    let keys = bench.transport.bodies(Self.create).compactMap { $0["client_token"]?.string }
    #expect(keys.count == 3 && Set(keys).count == 1)
    #expect(bench.transport.requests(Self.create).allSatisfy { !$0.mayRetry })
  }

  @Test func aConnectionThatIsNotMadeAfterABrokenOneIsUnclear() async throws {
    let bench = try Bench()
    bench.transport.on(Self.create, failing: broken)
    bench.transport.on(Self.create, failing: HTTPFailure(.connect, "Nobody listens."))
    #expect(await failing(bench, createTask)?.words.contains(Self.unclear) == true)
  }

  @Test func aWriteWithoutAKeyIsNotRepeatedAfterABrokenConnection() async throws {
    let bench = try Bench()
    bench.transport.on(Self.append, failing: broken)
    #expect(await failing(bench, appendRows)?.words.contains(Self.unclear) == true)
    #expect(bench.transport.requests(Self.append).count == 1)
  }

  /// It can be repeated by anybody: that it may have been done is no trouble.
  @Test func aChangeThatCanBeRepeatedIsNeverUnclear() async throws {
    let bench = try Bench()
    bench.transport.on(Self.update, HTTPResponse(status: 502, body: []))
    let error = await failing(bench, updateTask)
    #expect(error?.words.contains(Self.unclear) == false)
    #expect(bench.transport.requests(Self.update).allSatisfy { $0.mayRetry })
  }

  @Test func aCancelledCallIsCancelled() async throws {
    let bench = try Bench()
    bench.transport.on(Self.append, failing: HTTPFailure(.cancelled, "Cancelled."))
    #expect(await failing(bench, appendRows) == .cancelled)
  }
}
