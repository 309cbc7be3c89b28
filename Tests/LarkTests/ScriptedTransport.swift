import JSON
import PluginKit
import Synchronization
import Testing

@testable import Lark

/// Answers requests by method and path from a script, and keeps what was asked. The last answer of
/// a path is repeated.
final class ScriptedTransport: LarkTransport {
  typealias Answer = Result<HTTPResponse, HTTPFailure>

  private struct State {
    var answers: [String: [Answer]] = [:]
    var requests: [HTTPRequest] = []
  }

  private let state = Mutex(State())

  /// `route`: "GET /open-apis/...", without the query.
  func on(_ route: String, _ answers: HTTPResponse...) {
    state.withLock { $0.answers[route, default: []] += answers.map { .success($0) } }
  }

  func on(_ route: String, failing failure: HTTPFailure) {
    state.withLock { $0.answers[route, default: []].append(.failure(failure)) }
  }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }

  func requests(_ route: String) -> [HTTPRequest] {
    requests.filter { ScriptedTransport.route($0) == route }
  }

  /// The bodies that were sent there.
  func bodies(_ route: String) -> [JSONValue] {
    requests(route).compactMap { try? JSONValue(parsing: $0.body) }
  }

  func exchange(
    _ request: HTTPRequest, _ call: Call?
  ) async throws(HTTPFailure) -> HTTPResponse {
    let answer = state.withLock { state -> Answer in
      state.requests.append(request)
      let route = ScriptedTransport.route(request)
      guard var answers = state.answers[route], let first = answers.first else {
        return .failure(HTTPFailure(.refused, "no answer for \(route)"))
      }
      if answers.count > 1 { answers.removeFirst() }
      state.answers[route] = answers
      return first
    }
    return try answer.get()
  }

  private static func route(_ request: HTTPRequest) -> String {
    let path = request.url.drop { $0 != "/" }.dropFirst(2).drop { $0 != "/" }
    return "\(request.method) \(path.prefix { $0 != "?" })"
  }
}

/// Time that stands still until somebody sleeps.
final class ManualClock: LarkClock {
  private struct State {
    var milliseconds: Int64 = 1_000_000
    var sleeps: [Int64] = []
  }

  private let state = Mutex(State())
  private let start: Int64

  /// `unixSeconds` at the start.
  init(unixSeconds: Int64 = 1_772_000_000) { start = unixSeconds - 1_000 }

  var sleeps: [Int64] { state.withLock { $0.sleeps } }

  func advance(milliseconds: Int64) { state.withLock { $0.milliseconds += milliseconds } }

  func monotonicMilliseconds() -> Int64 { state.withLock { $0.milliseconds } }
  func unixSeconds() -> Int64 { start + monotonicMilliseconds() / 1000 }
  func jitter() -> Double { 0.5 }

  func sleep(milliseconds: Int64) async throws {
    try Task.checkCancellation()
    state.withLock { state in
      state.sleeps.append(milliseconds)
      state.milliseconds += milliseconds
    }
  }
}

/// A client of a made-up app over a scripted transport that can log in.
struct Bench {
  static let login = "POST /open-apis/auth/v3/tenant_access_token/internal"
  static let secret = "s3cr3t-of-the-app"

  let transport = ScriptedTransport()
  let clock: ManualClock
  let client: LarkClient
  let log = LogLines()

  /// `settings` are added to those of the made-up app.
  init(
    unixSeconds: Int64 = 1_772_000_000, logsIn: Bool = true, settings added: JSONObject = [:]
  ) throws {
    clock = ManualClock(unixSeconds: unixSeconds)
    var members: JSONObject = [
      "appId": "cli_a1b2", "appSecret": .string(Bench.secret), "baseURL": "http://lark.test",
    ]
    for (key, value) in added.members { members[key] = value }
    let settings = try Settings(.object(members))
    client = LarkClient(settings: settings, transport: transport, clock: clock) { [log] in
      log.append("\($0): \($1)")
    }
    if logsIn { transport.on(Bench.login, Bench.token("t-one")) }
  }

  static func token(_ token: String, expire: Int64 = 7200) -> HTTPResponse {
    HTTPResponse(
      status: 200,
      body: Array(
        #"{"code":0,"msg":"ok","tenant_access_token":"\#(token)","expire":\#(expire)}"#.utf8))
  }

  /// A call with that much time left from now on.
  func context(id: String = "call-1", milliseconds: Int64 = 60_000) -> CallContext {
    let end = clock.monotonicMilliseconds() + milliseconds
    let clock = clock
    return CallContext(id: id) { end - clock.monotonicMilliseconds() }
  }
}

/// What the operator would read.
final class LogLines: Sendable {
  private let lines = Mutex<[String]>([])

  func append(_ line: String) { lines.withLock { $0.append(line) } }
  var all: [String] { lines.withLock { $0 } }
}

extension HTTPResponse {
  /// `{"code":0,"msg":"success","data":...}`
  static func data(_ json: String) -> HTTPResponse {
    HTTPResponse(status: 200, body: Array(#"{"code":0,"msg":"success","data":\#(json)}"#.utf8))
  }

  static func refusal(
    _ code: Int64, _ message: String = "refused", status: Int = 400, fields: [HTTPField] = [],
    error: String = "{}"
  ) -> HTTPResponse {
    let message = JSONValue.string(message).description
    return HTTPResponse(
      status: status, fields: fields + [HTTPField("X-Tt-Logid", "20260301LOG")],
      body: Array(#"{"code":\#(code),"msg":\#(message),"error":\#(error)}"#.utf8))
  }
}

/// What the closure throws.
func failure<T>(_ body: () async throws(LarkFailure) -> T) async -> LarkFailure? {
  do throws(LarkFailure) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}

/// What the closure throws.
func failure<T>(_ body: () throws(LarkFailure) -> T) -> LarkFailure? {
  do throws(LarkFailure) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

extension LarkFailure {
  /// Summary and detail.
  var words: String {
    let error = toolError
    return [error.summary, error.detail ?? ""].joined(separator: " ")
  }
}

/// The value that has to be there. Unlike the macro, it takes the result of a mutating function.
func present<T>(_ value: T?) throws -> T { try #require(value) }
