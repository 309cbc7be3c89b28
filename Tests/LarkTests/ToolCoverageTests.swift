import Glibc
import JSON
import PluginABI
import Synchronization
import Testing

@testable import Lark
@testable import PluginKit

/// A call of a tool that succeeds, and what it is answered on the way.
struct CoverageRow: Sendable, CustomStringConvertible {
  /// What becomes of the call where every permission is missing.
  enum WithoutScopes: Sendable {
    /// The call fails.
    case fails
    /// The call succeeds, and its text tells it.
    case tells
    /// Lark is not asked, or nothing that needs a permission.
    case needsNone
  }

  let tool: String
  let arguments: JSONValue
  /// By method and path. The call asks for each of them.
  let answers: [String: HTTPResponse]
  var isUser = false
  var withoutScopes = WithoutScopes.fails

  /// `arguments` is JSON as an agent writes it.
  init(
    _ tool: String, _ arguments: String, _ answers: [String: HTTPResponse], isUser: Bool = false,
    withoutScopes: WithoutScopes = .fails
  ) {
    self.tool = tool
    self.arguments = (try? JSONValue(parsing: arguments)) ?? .null
    self.answers = answers
    self.isUser = isUser
    self.withoutScopes = withoutScopes
  }

  var description: String { tool }

  static let all =
    messages + people + calendar + documents + drive + tables + tasks + work + access
}

/// Answers every request but the login in the same way.
final class UniformTransport: LarkTransport {
  private let login = Bench.token("t-one")
  private let answer: HTTPResponse
  private let count = Mutex(0)

  init(_ answer: HTTPResponse) { self.answer = answer }

  /// Without the logins.
  var requestCount: Int { count.withLock { $0 } }

  func exchange(
    _ request: HTTPRequest, _ call: Call?
  ) async throws(HTTPFailure) -> HTTPResponse {
    if request.url.hasSuffix("/tenant_access_token/internal") { return login }
    count.withLock { $0 += 1 }
    return answer
  }
}

/// The tools as the host calls them: with JSON, and with a caller.
struct CoverageBench {
  let clock = ManualClock()
  let tools: [LarkTool]
  private let tokenFile = "/tmp/toolrack-\(UInt64.random(in: .min ... .max)).json"

  init(_ transport: any LarkTransport) throws {
    let settings = try Settings([
      "appId": "cli_a1b2", "appSecret": .string(Bench.secret), "baseURL": "http://lark.test",
      "userTokenFile": .string(tokenFile),
    ])
    tools = ToolList.all(
      LarkCore(client: LarkClient(settings: settings, transport: transport, clock: clock)))
  }

  func tool(_ name: String) throws -> LarkTool {
    try #require(tools.first { $0.name == name }, "\(name)")
  }

  func outcome(_ row: CoverageRow, _ arguments: JSONValue? = nil) async throws -> Outcome {
    let call = try call(row.tool, arguments ?? row.arguments, isUser: row.isUser)
    defer { unlink(tokenFile) }
    do {
      guard case .task(let body) = try tool(row.tool).tool.handler else {
        Issue.record("\(row.tool) answers through Reply.")
        return Outcome()
      }
      return try await body(call)
    } catch {
      return Outcome(thrown: error, by: .tool)
    }
  }

  /// Its way to the host is closed: no test looks at what it reports.
  private func call(_ name: String, _ arguments: JSONValue, isUser: Bool) throws -> Call {
    let table = UnsafeMutablePointer<toolrack_host>.allocate(capacity: 1)
    defer { table.deallocate() }
    let host = HostLink(table)
    host.end()
    let handle = CallHandle(try #require(OpaquePointer(bitPattern: 1)))
    var request = toolrack_request()
    request.deadline_nanoseconds = MonotonicClock.nanoseconds + 60_000_000_000
    let caller = isUser ? Array(#"{"lark_user_access_token":"u-1"}"#.utf8) : []
    return name.withBytes { name in
      arguments.serialized().withBytes { arguments in
        caller.withBytes { caller in
          "call-1".withBytes { id in
            (request.name, request.arguments) = (name, arguments)
            (request.caller, request.call_id) = (caller, id)
            return Call(handle, request, host: host)
          }
        }
      }
    }
  }
}

extension Outcome {
  /// The tool error, in one text.
  var failureWords: String? {
    guard case .toolError(let error) = ending else { return nil }
    return [error.summary, error.detail ?? ""].joined(separator: " ")
  }

  var words: String {
    parts.compactMap { if case .text(let text) = $0.part.content { text } else { nil } }
      .joined(separator: "\n")
  }
}

extension CoverageRow {
  /// A transport with all answers, that of one route only after `first`.
  func transport(_ first: HTTPResponse? = nil, at route: String? = nil) -> ScriptedTransport {
    let transport = ScriptedTransport()
    transport.on(Bench.login, Bench.token("t-one"))
    for (each, answer) in answers {
      if let first, each == route { transport.on(each, first) }
      transport.on(each, answer)
    }
    return transport
  }
}

@Suite struct ToolCoverageTests {
  private static let scope = HTTPResponse.refusal(
    99_991_672, "Access denied. One of the following scopes is required: [a:b, c:d].",
    error: #"{"permission_violations":[{"type":"scope","subject":"a:b"}]}"#)
  private static let limit = HTTPResponse.refusal(
    99_991_400, status: 429, fields: [HTTPField("x-ogw-ratelimit-reset", "2")])

  @Test func everyToolHasARow() throws {
    let tools = try CoverageBench(ScriptedTransport()).tools.map(\.name)
    #expect(CoverageRow.all.map(\.tool).sorted() == tools.sorted())
  }

  @Test(arguments: CoverageRow.all) func succeeds(_ row: CoverageRow) async throws {
    let transport = row.transport()
    let bench = try CoverageBench(transport)
    let outcome = try await bench.outcome(row)
    #expect(outcome.ending == .result, "\(outcome.failureWords ?? "")")
    #expect(!outcome.parts.isEmpty)
    for route in row.answers.keys {
      #expect(!transport.requests(route).isEmpty, "\(row.tool) does not ask \(route)")
    }
    let tool = try bench.tool(row.tool)
    for request in transport.requests where !row.logsIn && !request.isLogin {
      #expect(tool.endpoints.contains { $0.fits(request) } || row.tool == "call_api")
      #expect(request.token == (row.isUser ? "Bearer u-1" : "Bearer t-one"))
    }
  }

  @Test(arguments: CoverageRow.all) func namesAMissingScope(_ row: CoverageRow) async throws {
    let transport = UniformTransport(Self.scope)
    let outcome = try await CoverageBench(transport).outcome(row)
    switch row.withoutScopes {
    case .fails, .tells:
      let isError = outcome.failureWords != nil
      #expect(isError == (row.withoutScopes == .fails))
      let words = outcome.failureWords ?? outcome.words
      #expect(words.contains("a:b"), "\(words)")
      #expect(words.contains("/app/cli_a1b2/auth?q=a:b"), "\(words)")
      #expect(words.contains("not known") == false)
    case .needsNone:
      #expect(outcome.ending == .result, "\(outcome.failureWords ?? "")")
    }
    #expect((transport.requestCount == 0) == row.answers.isEmpty)
  }

  @Test(arguments: CoverageRow.all) func waitsOutARateLimit(_ row: CoverageRow) async throws {
    let untroubled = row.transport()
    _ = try await CoverageBench(untroubled).outcome(row)
    for route in row.answers.keys where !route.contains("oauth") {
      let transport = row.transport(Self.limit, at: route)
      let bench = try CoverageBench(transport)
      let outcome = try await bench.outcome(row)
      #expect(outcome.ending == .result, "\(route): \(outcome.failureWords ?? "")")
      let expected = untroubled.requests(route).count + 1
      #expect(transport.requests(route).count == expected, "\(route)")
      let waits = bench.clock.sleeps.filter { (2_000...2_250).contains($0) }
      #expect(waits.count == 1, "\(route): \(bench.clock.sleeps)")
      let repeated = transport.requests(route).prefix(2).map { [$0.url.utf8 + $0.body] }
      #expect(repeated.first == repeated.last, "\(route) is not repeated unchanged")
    }
  }

  /// A person waits at the other end of a login: it ends, and says when to begin again.
  @Test(arguments: CoverageRow.all.filter(\.logsIn))
  func aLoginTellsARateLimit(_ row: CoverageRow) async throws {
    let routes = row.answers.keys.filter { $0.contains("oauth") }
    #expect(routes.count == 2)
    for route in routes {
      let transport = row.transport(Self.limit, at: route)
      let outcome = try await CoverageBench(transport).outcome(row)
      #expect(outcome.failureWords?.contains("Wait a little, then try once more") == true)
      #expect(transport.requests(route).count == 1)
    }
  }
}

extension HTTPRequest {
  fileprivate var isLogin: Bool { url.hasSuffix("/tenant_access_token/internal") }

  fileprivate var token: String? { fields.first { $0.name == "Authorization" }?.value }
}

extension CoverageRow {
  /// Whether it is asked with the secret of the app.
  fileprivate var logsIn: Bool { tool == "login" }
}

extension Endpoint {
  /// Whether it is this endpoint that is asked.
  fileprivate func fits(_ request: HTTPRequest) -> Bool {
    let url = request.url.drop { $0 != "/" }.dropFirst(2).drop { $0 != "/" }.prefix { $0 != "?" }
    let parts = url.split(separator: "/")
    let pattern = path.split(separator: "/")
    return method.rawValue == request.method && parts.count == pattern.count
      && zip(parts, pattern).allSatisfy { $1.first == ":" || $0 == $1 }
  }
}
