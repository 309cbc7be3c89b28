internal import JSON
internal import PluginKit

/// Passes the requests of clients on to one target.
struct Forwarding: Sendable {
  let target: Target
  let uris: ExposedURIs

  private var mapping: ResultMapping {
    ResultMapping(exposedURI: { uris.exposed($0, of: target.name) })
  }

  /// Calls a tool by the target's own name.
  func call(
    tool: String, _ arguments: JSONValue, isIdempotent: Bool, _ call: Call
  ) async throws -> ToolResult {
    do {
      let params = params(["name": .string(tool), "arguments": arguments], call)
      return try mapping.toolResult(
        try await target.request("tools/call", params, call: call, isIdempotent: isIdempotent))
    } catch {
      throw told(error, isIdempotent: isIdempotent).error(isTool: true)
    }
  }

  /// Gets a prompt by the target's own name.
  func get(prompt: String, _ arguments: JSONValue, _ call: Call) async throws -> PromptResult {
    var members: JSONObject = ["name": .string(prompt)]
    if arguments.object?.isEmpty == false { members["arguments"] = arguments }
    let json = try await request("prompts/get", members, call)
    return try named { () throws(UpstreamFailure) in try mapping.promptResult(json) }
  }

  /// Reads a resource by the target's own URI.
  func read(_ uri: String, _ call: Call) async throws -> ResourceResult {
    let json = try await request("resources/read", ["uri": .string(uri)], call)
    return try named { () throws(UpstreamFailure) in try mapping.resourceResult(json) }
  }

  /// Completes an argument. `reference`: MCP PromptReference or ResourceTemplateReference, as the
  /// target knows it. Nothing where the target does not complete.
  func complete(
    _ reference: JSONObject, argument: String, _ value: String, _ context: CompletionContext
  ) async throws -> [String] {
    guard target.info?.capabilities["completions"] != nil else { return [] }
    var members: JSONObject = [
      "ref": .object(reference),
      "argument": ["name": .string(argument), "value": .string(value)],
    ]
    if !context.arguments.isEmpty {
      var known: JSONObject = [:]
      for (key, value) in context.arguments.sorted(by: { $0.key < $1.key }) {
        known[key] = .string(value)
      }
      members["context"] = ["arguments": .object(known)]
    }
    let json = try await request("completion/complete", members, context.call)
    return json["completion"]?["values"]?.array?.compactMap(\.string) ?? []
  }

  private func request(
    _ method: String, _ members: JSONObject, _ call: Call
  ) async throws -> JSONValue {
    do {
      let params = params(members, call)
      return try await target.request(method, params, call: call, isIdempotent: true)
    } catch {
      throw told(error, isIdempotent: true).error(isTool: false)
    }
  }

  private func named<Result>(
    _ body: () throws(UpstreamFailure) -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch {
      throw told(error, isIdempotent: false).error(isTool: false)
    }
  }

  /// A failure as a client may read it: without secrets.
  private func told(_ failure: UpstreamFailure, isIdempotent: Bool) -> TargetFailure {
    var failure = failure
    failure.message = target.secrets.removed(from: failure.message)
    return TargetFailure(target: target.name, failure: failure, isIdempotent: isIdempotent)
  }

  // MARK: - Params

  /// The members with what the client answered, and with what of its `_meta` is for the target.
  private func params(_ members: JSONObject, _ call: Call) -> JSONObject {
    var params = members
    for (key, value) in ResultMapping.answers(call).members { params[key] = value }
    let meta = meta(call)
    if !meta.isEmpty { params["_meta"] = .object(meta) }
    return params
  }

  /// What belongs to each hop on its own.
  private static let ofTheHop: Set<String> = [
    "progressToken", "traceparent", "tracestate", "baggage",
  ]

  private func meta(_ call: Call) -> JSONObject {
    var meta: JSONObject = [:]
    for (key, value) in call.meta?.object?.members ?? []
    where !Self.ofTheHop.contains(key) && !key.hasPrefix("io.modelcontextprotocol/") {
      meta[key] = value
    }
    guard target.info?.isModern ?? false else { return meta }
    meta["io.modelcontextprotocol/clientCapabilities"] = .object(Self.capabilities(of: call))
    return meta
  }

  /// What the client can be asked for through this host. Of a client of an earlier revision the
  /// host may not know; it is asked all the same.
  private static func capabilities(of call: Call) -> JSONObject {
    let declared = call.clientCapabilities?.object ?? [:]
    let isKnown = !declared.isEmpty || call.protocolVersion == Revision.modern
    var capabilities: JSONObject = [:]
    for key in ["elicitation", "sampling", "roots"] {
      capabilities[key] = isKnown ? declared[key] : [:]
    }
    return capabilities
  }
}
