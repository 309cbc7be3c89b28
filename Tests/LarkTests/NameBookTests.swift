import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct NameBookTests {
  private static let route = "POST /open-apis/contact/v3/users/basic_batch"
  private static let answer = HTTPResponse.data(#"{"users":[{"user_id":"ou_1","name":"甲"}]}"#)

  private func lookUp(_ names: NameBook, _ bench: Bench) async throws {
    try await names.lookUp(["ou_1"], bench.client, bench.context(milliseconds: 3_000))
  }

  @Test func asksAgainAfterATroubleThatPasses() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.route, HTTPResponse(status: 503, body: Array("busy".utf8)), Self.answer)
    let names = NameBook()
    try await lookUp(names, bench)
    bench.clock.advance(milliseconds: 1_000)
    try await lookUp(names, bench)
    #expect(names.known("ou_1") == "甲")
  }

  @Test func leavesLarkAloneAfterARefusal() async throws {
    let bench = try Bench()
    bench.transport.on(Self.route, .refusal(99_991_672), Self.answer)
    let names = NameBook()
    for _ in 0..<3 { try await lookUp(names, bench) }
    #expect(bench.transport.requests(Self.route).count == 1)
    bench.clock.advance(milliseconds: (NameBook.refusalSeconds + 1) * 1_000)
    try await lookUp(names, bench)
    #expect(names.known("ou_1") == "甲")
  }

  @Test func aUsersRefusalSaysNothingOfTheBot() async throws {
    let bench = try Bench()
    bench.transport.on(Self.route, .refusal(99_991_679), Self.answer)
    let names = NameBook()
    var context = bench.context()
    (context.rule, context.userToken) = (.user, "u-1")
    try await names.lookUp(["ou_1"], bench.client, context)
    try await lookUp(names, bench)
    #expect(names.known("ou_1") == "甲")
  }
}
