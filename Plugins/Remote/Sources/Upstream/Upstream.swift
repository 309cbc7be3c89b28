internal import JSON
internal import PluginKit

/// One MCP server, whatever its transport and era. Any thread; several requests at once.
protocol Upstream: Sendable {
  /// Connects where that is needed, finding out era and revision, and tells what the server is. A
  /// connection that stands is not made again.
  func open() async throws(UpstreamFailure) -> UpstreamInfo

  /// One request, and the `result` of its answer: an object. Connects first where that is needed.
  ///
  /// `params` needs no `_meta`; members of one that is there win over those added here. `call`
  /// lends its deadline; progress and log notifications of this request are handed to it.
  /// Cancelling the task cancels the request at the server.
  func request(
    _ method: String, _ params: JSONObject, call: Call?
  ) async throws(UpstreamFailure) -> JSONValue

  /// One notification. Nothing tells whether it arrived.
  func notify(_ method: String, _ params: JSONObject) async

  /// From now on changes of the resource are told as `resourceUpdated`, or no longer. Holds for
  /// later connections, too.
  func subscribe(to uri: String, _ isSubscribed: Bool) async throws(UpstreamFailure)

  /// What the server tells by itself. One reader; ends with `close`.
  var events: AsyncStream<UpstreamEvent> { get }

  /// Ends the connection for good. What a child still works at fails with `ended`; what runs over
  /// HTTP comes to its end or is cancelled with its task.
  func close() async
}

/// What a server said of itself when it was connected.
struct UpstreamInfo: Sendable, Equatable {
  /// MCP Implementation: `name`, `version`, ... Empty where the server does not say.
  var serverInfo: JSONObject
  /// MCP ServerCapabilities.
  var capabilities: JSONObject
  /// The revision of MCP that is spoken: `2026-07-28`, `2025-11-25`, ...
  var revision: String
  var instructions: String?

  /// Whether the revision is one without sessions (2026-07-28).
  var isModern: Bool { revision == Revision.modern }
}

/// What a server tells without being asked.
enum UpstreamEvent: Sendable, Equatable {
  case toolsChanged
  case promptsChanged
  case resourcesChanged
  case resourceUpdated(String)
  case log(LogLevel, String)
  /// The connection for events is gone, or the process has ended; in one sentence. Said once; when
  /// it is back, everything that may have changed in between is told as changed.
  case disconnected(String)
}

/// What authorises HTTP requests. Any thread.
protocol OutboundCredentials: Sendable {
  /// The fields to add to a request that is complete but for them. Asked for every HTTP request.
  func fields(
    for request: HTTPRequest, call: Call?
  ) async throws(UpstreamFailure) -> [HTTPField]

  /// The server answered 401 or 403 to what `fields` gave last: a cached token is forgotten. True
  /// where one more try is worth it; asked once per request.
  func wasRefused(_ status: Int) async -> Bool
}

/// No authorisation.
struct NoCredentials: OutboundCredentials {
  func fields(
    for request: HTTPRequest, call: Call?
  ) async throws(UpstreamFailure) -> [HTTPField] { [] }

  func wasRefused(_ status: Int) async -> Bool { false }
}
