public import JSON
internal import PluginABI

/// One running request: a call of a tool, a prompt, the reading of a resource. Any thread; may be
/// kept after the request has ended, when what it reports has no effect.
public final class Call: Sendable {
  /// The name of the tool or prompt, as the plugin lists it, or the URI of the resource.
  public let name: String
  /// ASCII, unique to this call: for logs and for idempotency keys.
  public let id: String
  /// The revision of MCP that the client speaks, such as `2026-07-28`.
  public let protocolVersion: String
  /// W3C Trace Context `traceparent`, empty where there is none. `HTTP` passes it on by itself.
  public let traceParent: String
  /// What `InputRequired` gave as `state` in the round before; nil on a first call.
  public let state: [UInt8]?

  let handle: CallHandle
  let arguments: [UInt8]
  /// What runs the call.
  let task = CallTask()
  private let host: HostLink
  private let deadlineNanoseconds: UInt64
  private let metaBytes, callerBytes, inputResponseBytes, capabilityBytes: [UInt8]

  /// Copies what the request lends: the object may outlive the call.
  init(_ handle: CallHandle, _ request: toolrack_request, host: HostLink) {
    self.handle = handle
    self.host = host
    name = request.name.string
    id = request.call_id.string
    protocolVersion = request.protocol_version.string
    traceParent = request.trace_parent.string
    state = request.state.buffer.isEmpty ? nil : request.state.array
    arguments = request.arguments.array
    metaBytes = request.meta.array
    callerBytes = request.caller.array
    inputResponseBytes = request.input_responses.array
    capabilityBytes = request.client_capabilities.array
    deadlineNanoseconds = request.deadline_nanoseconds
  }

  /// The tool's name: the same as `name`.
  public var tool: String { name }

  /// The request's protocol `_meta`, an object. Parsed at each use, as are the next three.
  public var meta: JSONValue? { parse(metaBytes) }

  /// Verified claims of the caller, an object (`sub`, `client_id`, `scope`, ...). Nil where the
  /// host does not ask who is calling.
  public var caller: JSONValue? { parse(callerBytes) }

  /// The client's answers, an object by the keys of `InputRequired`; nil on a first call. Written
  /// by the client: to be checked like arguments, see `elicitation`, `sampling`, `roots`.
  public var inputResponses: JSONValue? { parse(inputResponseBytes) }

  /// The client's MCP capabilities, an object.
  public var clientCapabilities: JSONValue? { parse(capabilityBytes) }

  /// Whether nobody waits for the answer any more. The handler's task is cancelled then, too.
  public var isCancelled: Bool { host.isCancelled(handle) }

  /// How long the host still waits for the answer; 0 where it has given up.
  public var remainingMilliseconds: Int {
    let now = MonotonicClock.nanoseconds
    return deadlineNanoseconds > now ? Int(clamping: (deadlineNanoseconds - now) / 1_000_000) : 0
  }

  /// Tells how far the call is, in any unit. `total`: nil where it is unknown. Values that do not
  /// grow are ignored.
  public func progress(_ done: Double, of total: Double? = nil, _ message: String? = nil) {
    host.progress(handle, done, of: total ?? 0, message ?? "")
  }

  /// Writes one line to the host's log; the client may see it too. Never pass a secret.
  public func log(_ level: LogLevel, _ message: String, fields: JSONObject = [:]) {
    host.log(level, message, fields, call: handle)
  }

  /// Ends the connection on which the client waits for the answer, where it can come back for it
  /// (MCP 2025-11-25), so that a long wait holds none. Elsewhere nothing. The call goes on.
  public func closeStream() { host.closeStream(handle) }

  private func parse(_ bytes: [UInt8]) -> JSONValue? {
    bytes.isEmpty ? nil : try? JSONValue(parsing: bytes)
  }
}
