internal import JSON
internal import PluginKit

/// An MCP server that is a child process. It is started at the first use, and again at the next use
/// after it has ended.
final class StdioUpstream: Upstream {
  let events: AsyncStream<UpstreamEvent>
  private let options: UpstreamOptions
  private let life: StdioLife
  private let slot: ConnectionSlot<StdioSession>

  init(_ target: StdioTarget, options: UpstreamOptions, clock: UpstreamClock = .system) {
    let life = StdioLife(target, options, clock)
    self.options = options
    self.life = life
    slot = ConnectionSlot(
      { await life.begin() }, discard: { await $0.connection.close() })
    events = life.mailbox.stream
  }

  func open() async throws(UpstreamFailure) -> UpstreamInfo { try await session().info }

  private func session() async throws(UpstreamFailure) -> StdioSession {
    let session = try await slot.connection()
    guard session.connection.end != nil else { return session }
    slot.drop { $0.connection === session.connection }
    return try await slot.connection()
  }

  func request(
    _ method: String, _ params: JSONObject, call: Call?
  ) async throws(UpstreamFailure) -> JSONValue {
    let session = try await session()
    let id = session.connection.nextID()
    let traceParent = call?.traceParent ?? ""
    let metadata = RequestMetadata(
      revision: session.info.revision, client: options.client,
      progressToken: call == nil ? nil : id,
      logLevel: call?.meta?[RequestMetadata.logLevelKey],
      traceParent: traceParent.isEmpty ? nil : traceParent)
    let limit = options.timeoutMilliseconds
    return .object(
      try await session.connection.request(
        id, method, metadata.added(to: params), call: call,
        timeoutMilliseconds: min(limit, call?.remainingMilliseconds ?? limit)))
  }

  func notify(_ method: String, _ params: JSONObject) async {
    if let session = try? await session() { session.connection.tell(method, params) }
  }

  func subscribe(to uri: String, _ isSubscribed: Bool) async throws(UpstreamFailure) {
    let session = try await session()
    guard session.info.capabilities["resources"]?["subscribe"]?.bool == true else {
      throw UpstreamFailure(
        .protocolError, "The MCP server \"\(options.name)\" does not tell when a resource changes.",
        wasSent: false)
    }
    guard life.set(uri, isSubscribed) else { return }
    if session.info.isModern { return life.listen(session) }
    let method = isSubscribed ? "resources/subscribe" : "resources/unsubscribe"
    _ = try await request(method, ["uri": .string(uri)], call: nil)
  }

  func close() async {
    life.close()
    if let session = slot.close() { await session.connection.close() }
    life.mailbox.close()
  }
}
