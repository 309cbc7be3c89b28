import JSON

/// One received body on its way to its methods.
///
/// A class, so that the steps on this way share it instead of copying it.
final class Dispatch: Sendable {
  typealias Node = JSONDocument.Node

  let document: JSONDocument
  /// Without meaning over stdio.
  let fields: HTTPMessageFields
  let isHTTP: Bool
  let lists: Lists
  let client: ClientContext
  let rendered: RenderedServer

  init(
    document: consuming JSONDocument, fields: consuming HTTPMessageFields, isHTTP: Bool,
    lists: Lists, client: ClientContext, rendered: RenderedServer
  ) {
    self.document = document
    self.fields = fields
    self.isHTTP = isHTTP
    self.lists = lists
    self.client = client
    self.rendered = rendered
  }

  /// What the message at `node` asks for.
  func message(_ node: Node) -> MCPAction {
    let id = RequestID(document, node)
    do throws(ProtocolError) {
      let envelope = try Envelope(document, node, id: id)
      let era = era(hasEnvelope: envelope.namesVersion)
      switch envelope.shape {
      case .request: return request(Request(envelope: envelope, id: id, dispatch: self), era)
      case .notification: return notification(envelope, era)
      case .response: return try response(node, era)
      }
    } catch {
      return .reply(error.reply(id: id.slice(of: document), isModern: true))
    }
  }

  /// The era by the body first, then by the header.
  func era(hasEnvelope: Bool) -> Era {
    guard !hasEnvelope else { return .modern }
    guard isHTTP else { return .legacy(client.revision ?? .latestLegacy) }
    return Era(header: fields.protocolVersion, session: client.revision)
  }

  private func request(_ request: Request, _ era: Era) -> MCPAction {
    do throws(ProtocolError) {
      switch era {
      case .modern: return try request.modern()
      case .legacy(let revision): return try request.legacy(revision)
      case .retired: return try request.retired()
      }
    } catch {
      return error.action(id: request.rawID, isModern: era == .modern)
    }
  }

  /// Notifications are never refused. Only a cancellation means anything here; over HTTP modern
  /// clients cancel by closing the response stream instead.
  private func notification(_ envelope: Envelope, _ era: Era) -> MCPAction {
    guard document.equals(envelope.method, "notifications/cancelled"),
      era != .modern || !isHTTP, let params = envelope.params,
      let id = document.member(params, "requestId"), RequestID.isValid(document, id)
    else { return .accepted }
    return .cancel(requestID: Array(document.slice(id)))
  }

  /// Legacy clients answer requests of this server; modern ones are sent none.
  private func response(_ node: Node, _ era: Era) throws(ProtocolError) -> MCPAction {
    guard era == .modern else { return .answer(ClientAnswer(document, node)) }
    throw ProtocolError(
      .invalidRequest, "the body is a response; only requests and notifications are accepted")
  }
}
