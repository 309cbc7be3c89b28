internal import JSON
internal import PluginKit
internal import Synchronization

/// What all that speaks to one server over HTTP has in common.
final class HTTPContext: Sendable {
  /// Ids begin anywhere up to here and stay exact in a double (RFC 8259 section 6). They begin by
  /// chance, so that the same requests of two upstreams never have the same bytes: signed in the
  /// same second, those would also have the same signature, and a server that takes a signature
  /// once would refuse one of them.
  private static let largestFirstID: Int64 = 1 << 52

  let wire: HTTPWire
  let mailbox = EventMailbox()
  private let ids = Atomic<Int64>(.random(in: 1...HTTPContext.largestFirstID))

  init(_ wire: HTTPWire) { self.wire = wire }

  var options: UpstreamOptions { wire.options }

  /// An id that no other request or session here has.
  func nextID() -> Int64 { ids.add(1, ordering: .relaxed).newValue }

  /// One request under a session; nil before there is one.
  func round(
    _ method: String, _ params: JSONObject, _ session: Session?, call: Call? = nil,
    fields: [HTTPField] = [], timeoutMilliseconds: Int
  ) async throws(WireFailure) -> (JSONObject, [HTTPField]) {
    let id = nextID()
    let now = wire.clock.now()
    let round = HTTPRound(
      wire: wire, id: id, session: session, call: call,
      voice: call.map { RequestVoice($0, options, wire.clock) }, mailbox: mailbox,
      deadline: now + UInt64(max(0, timeoutMilliseconds)))
    let params = metadata(session, call, id).added(to: params)
    do throws(WireFailure) {
      return try await round.run(
        OutgoingMessage.request(id, method, params),
        RequestFields.post(method, params, session) + fields)
    } catch {
      let isGivenUp = error.failure.kind == .cancelled || error.failure.kind == .timeout
      if isGivenUp, let session, !session.isModern { sayCancelled(id, session) }
      throw error
    }
  }

  private func metadata(_ session: Session?, _ call: Call?, _ id: Int64) -> RequestMetadata {
    RequestMetadata(
      revision: session?.revision ?? "", client: options.client,
      progressToken: call == nil ? nil : id,
      logLevel: call?.meta?[RequestMetadata.logLevelKey])
  }

  /// In the legacy era a stream that is closed is no cancellation.
  private func sayCancelled(_ id: Int64, _ session: Session) {
    let method = "notifications/cancelled"
    let params: JSONObject = [
      "requestId": .number(JSONNumber(id)), "reason": "The client gave up.",
    ]
    let body = OutgoingMessage.notification(method, params)
    Task { [wire] in await wire.tell(body, RequestFields.post(method, params, session)) }
  }
}
