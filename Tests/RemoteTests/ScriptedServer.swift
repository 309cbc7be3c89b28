import JSON
import PluginKit
import Synchronization

@testable import Remote

/// A body that a test feeds.
final class FedBody: ResponseBody {
  private struct State {
    var pieces: [[UInt8]] = []
    var end: Result<Void, HTTPFailure>?
    var isCancelled = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  init(_ pieces: [String] = [], ended: Bool = false) {
    state.withLock {
      $0.pieces = pieces.map { Array($0.utf8) }
      if ended { $0.end = .success(()) }
    }
  }

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Waits for it: a reader is told in a task of its own. The suites limit the time.
  func cancelled() async {
    while !isCancelled { await Task.yield() }
  }

  func feed(_ text: String) { change { $0.pieces.append(Array(text.utf8)) } }
  func end(_ failure: HTTPFailure? = nil) {
    change { $0.end = failure.map { .failure($0) } ?? .success(()) }
  }
  func cancel() { change { $0.isCancelled = true } }

  private func change(_ body: (inout State) -> Void) {
    let waiter = state.withLock { state in
      body(&state)
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }

  func next() async throws(HTTPFailure) -> [UInt8]? {
    while true {
      let found: Result<[UInt8]?, HTTPFailure>? = state.withLock { state in
        if state.isCancelled { return .failure(HTTPFailure(.cancelled, "Cancelled.")) }
        if !state.pieces.isEmpty { return .success(state.pieces.removeFirst()) }
        return state.end.map { $0.map { nil } }
      }
      if let found { return try found.get() }
      await withTaskCancellationHandler {
        await withCheckedContinuation { waiter in
          let isLate = state.withLock { state in
            if state.isCancelled || !state.pieces.isEmpty || state.end != nil { return true }
            state.waiter = waiter
            return false
          }
          if isLate { waiter.resume() }
        }
      } onCancel: {
        self.cancel()
      }
    }
  }
}

/// One request as a server sees it.
struct Seen: Sendable {
  var request: HTTPRequest

  var message: JSONValue { (try? JSONValue(parsing: request.body)) ?? .null }
  var method: String { message["method"]?.string ?? "" }
  var id: JSONValue { message["id"] ?? .null }
  var params: JSONValue { message["params"] ?? .null }
  var meta: JSONValue { params["_meta"] ?? .null }
  /// `POST tools/list`, `GET`, `DELETE`; of an answer `POST`.
  var name: String { method.isEmpty ? request.method : "\(request.method) \(method)" }

  func field(_ name: String) -> String? {
    HTTPResponse(status: 200, fields: request.fields).field(name)
  }

  /// A JSON-RPC response to it.
  func result(_ result: JSONValue) -> String {
    JSONValue.object(["jsonrpc": "2.0", "id": id, "result": result]).description
  }

  func error(_ code: Int64, _ message: String = "no", data: JSONValue? = nil) -> String {
    var error: JSONObject = ["code": .number(JSONNumber(code)), "message": .string(message)]
    error["data"] = data
    return JSONValue.object(["jsonrpc": "2.0", "id": id, "error": .object(error)]).description
  }
}

/// A server that answers by a function, and keeps what was asked.
final class ScriptedServer: HTTPSender {
  typealias Answer = Result<StreamedResponse, HTTPFailure>
  private let answer: Mutex<@Sendable (Seen) async -> Answer>
  private let seenRequests = Mutex<[Seen]>([])

  init(_ answer: @escaping @Sendable (Seen) async -> Answer) { self.answer = Mutex(answer) }

  var seen: [Seen] { seenRequests.withLock { $0 } }
  var names: [String] { seen.map(\.name) }

  func change(_ answer: @escaping @Sendable (Seen) async -> Answer) {
    self.answer.withLock { $0 = answer }
  }

  func stream(
    _ request: HTTPRequest, call: Call?
  ) async throws(HTTPFailure) -> StreamedResponse {
    let seen = Seen(request: request)
    seenRequests.withLock { $0.append(seen) }
    return try await answer.withLock { $0 }(seen).get()
  }

  /// Waits until a request was seen.
  func first(_ name: String, skipping count: Int = 0) async -> Seen {
    while true {
      let found = seen.filter { $0.name == name }
      if found.count > count { return found[count] }
      await Task.yield()
    }
  }

  func upstream(
    clock: UpstreamClock = .quick, credentials: any OutboundCredentials = NoCredentials(),
    timeoutMilliseconds: Int = 300_000, messageLimitBytes: Int = 1_000_000
  ) -> HTTPUpstream {
    var options = UpstreamOptions(name: "demo", client: ["name": "test", "version": "1"])
    options.timeoutMilliseconds = timeoutMilliseconds
    options.messageLimitBytes = messageLimitBytes
    return HTTPUpstream(
      HTTPTarget(
        url: "http://demo/mcp", fields: [HTTPField("X-Fixed", "1")], credentials: credentials),
      options: options, sender: self, clock: clock)
  }
}

extension UpstreamClock {
  /// Time goes on only by what is waited for; no time-out is ever over.
  static var quick: UpstreamClock {
    let time = Waited()
    return UpstreamClock(
      now: { time.now },
      sleep: { milliseconds in
        time.add(milliseconds)
        await Task.yield()
        return !Task.isCancelled
      }, alarm: { _, _ in Alarm {} })
  }

  private final class Waited: Sendable {
    private let milliseconds = Atomic<UInt64>(1)
    var now: UInt64 { milliseconds.load(ordering: .relaxed) }
    func add(_ more: UInt64) { milliseconds.add(more, ordering: .relaxed) }
  }
}

extension ScriptedServer.Answer {
  static func json(
    _ text: String, status: Int = 200, _ fields: [HTTPField] = []
  ) -> ScriptedServer.Answer {
    .of(status, "application/json", FedBody([text], ended: true), fields)
  }

  static func of(
    _ status: Int, _ type: String = "", _ body: FedBody = FedBody(ended: true),
    _ fields: [HTTPField] = []
  ) -> ScriptedServer.Answer {
    let type = type.isEmpty ? [] : [HTTPField("content-type", type)]
    return .success(StreamedResponse(status: status, fields: type + fields, body: body))
  }

  static func events(_ body: FedBody) -> ScriptedServer.Answer {
    .of(200, "text/event-stream; charset=utf-8", body)
  }

  static func events(_ messages: String...) -> ScriptedServer.Answer {
    .events(FedBody(messages.map { "event: message\ndata: \($0)\n\n" }, ended: true))
  }
}

/// Servers that do what each era asks, and nothing else: tools/list answers `{"tools": []}`.
enum Scripts {
  static let capabilities: JSONValue = [
    "tools": ["listChanged": true], "resources": ["subscribe": true],
  ]

  @Sendable static func modern(_ seen: Seen) -> ScriptedServer.Answer {
    switch seen.method {
    case "server/discover":
      .json(
        seen.result([
          "supportedVersions": ["2026-07-28"], "capabilities": capabilities,
          "instructions": "Be kind.", "resultType": "complete",
          "_meta": ["io.modelcontextprotocol/serverInfo": ["name": "m", "version": "2"]],
        ]))
    case "tools/list": .json(seen.result(["tools": [], "resultType": "complete"]))
    case "subscriptions/listen": .events(FedBody())
    default: .json(seen.error(-32601, "Method not found"), status: 404)
    }
  }

  /// `session`: the id that is given and asked for; nil: none.
  static func legacy(
    _ revision: String = "2025-11-25", session: String? = "s1"
  ) -> @Sendable (Seen) -> ScriptedServer.Answer {
    { seen in
      let fields = session.map { [HTTPField("mcp-session-id", $0)] } ?? []
      switch seen.name {
      case "POST initialize":
        return .json(
          seen.result([
            "protocolVersion": .string(revision), "capabilities": capabilities,
            "serverInfo": ["name": "l", "version": "1"],
          ]), fields)
      case "DELETE": return .of(204)
      case "GET": return .of(405)
      default: break
      }
      let id = seen.field("Mcp-Session-Id")
      if session != nil, id == nil {
        return .json(seen.error(-32600, "Bad Request: Missing session ID"), status: 400)
      }
      if id != session { return .json(seen.error(-32001, "Session not found"), status: 404) }
      switch seen.method {
      case "notifications/initialized", "notifications/cancelled", "": return .of(202)
      case "tools/list": return .json(seen.result(["tools": []]))
      default: return .json(seen.error(-32601))
      }
    }
  }
}
