import JSON
import PluginKit
import Testing

@testable import Lark

/// What every tool has to do about troubles at one of its endpoints.
struct Troubles {
  typealias Run = (Bench, CallContext) async throws(LarkFailure) -> ToolResult

  let route: String
  /// The answer to `route` where all is well.
  let answer: HTTPResponse
  /// Answers to whatever else the call asks.
  var others: [(String, HTTPResponse)] = []
  /// A call as the user where the endpoint takes nobody else.
  var rule = IdentityRule.botFirst
  let run: Run

  func context(_ bench: Bench) -> CallContext {
    var context = bench.context()
    context.rule = rule
    if rule == .user || rule == .userFirst { context.userToken = "u-1" }
    return context
  }

  private func bench() throws -> Bench {
    let bench = try Bench()
    for (route, answer) in others { bench.transport.on(route, answer) }
    return bench
  }

  /// A missing scope is named, with the console's link; nothing is tried twice.
  func checkScope() async throws {
    let bench = try bench()
    bench.transport.on(
      route,
      .refusal(
        99_991_672, "Access denied. One of the following scopes is required: [a:b, c:d].",
        error: #"{"permission_violations":[{"type":"scope","subject":"a:b"}]}"#))
    let context = context(bench)
    let error = try #require(
      await failure { () async throws(LarkFailure) in try await run(bench, context) })
    #expect(error.words.contains("a:b"))
    #expect(error.words.contains("/app/cli_a1b2/auth?q=a:b"))
    #expect(bench.transport.requests(route).count == 1)
  }

  /// A rate limit is waited out by the time that Lark tells.
  func checkRateLimit() async throws {
    let bench = try bench()
    let limit = HTTPField("x-ogw-ratelimit-reset", "2")
    bench.transport.on(route, .refusal(99_991_400, status: 429, fields: [limit]), answer)
    _ = try await run(bench, context(bench))
    #expect(bench.transport.requests(route).count >= 2)
    #expect(bench.clock.sleeps.contains { (2_000...2_250).contains($0) })
  }

  func check() async throws {
    try await checkScope()
    try await checkRateLimit()
  }
}

/// The arguments of a tool, from JSON as an agent writes it.
func decoded<T: Decodable>(_ json: String) throws -> T {
  try JSONDecoding.decode(T.self, from: JSONValue(parsing: json))
}

extension HTTPRequest {
  /// The query as it was sent, name by name, decoded.
  var query: [String: String] {
    let text = url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    var values: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      values[percentDecoded(String(parts[0]))] =
        parts.count > 1 ? percentDecoded(String(parts[1])) : ""
    }
    return values
  }
}

extension ToolResult {
  /// The text that the model reads.
  var words: String {
    parts.compactMap { if case .text(let text) = $0.content { text } else { nil } }
      .joined(separator: "\n")
  }
}
