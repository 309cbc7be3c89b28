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
  let tools: ToolList
  let session: Revision?
  let rendered: RenderedServer

  init(
    document: JSONDocument, fields: consuming HTTPMessageFields, isHTTP: Bool, tools: ToolList,
    session: Revision?, rendered: RenderedServer
  ) {
    self.document = document
    self.fields = fields
    self.isHTTP = isHTTP
    self.tools = tools
    self.session = session
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
      case .response: return try response(era)
      }
    } catch {
      return .reply(error.reply(id: id.slice(of: document), isModern: true))
    }
  }

  /// The era by the body first, then by the header.
  func era(hasEnvelope: Bool) -> Era {
    guard !hasEnvelope else { return .modern }
    guard isHTTP else { return .legacy(session ?? .latestLegacy) }
    return Era(header: fields.protocolVersion, session: session)
  }

  private func request(_ request: Request, _ era: Era) -> MCPAction {
    do throws(ProtocolError) {
      switch era {
      case .modern: return try request.modern()
      case .legacy(let revision): return try request.legacy(revision)
      case .retired: return try request.retired()
      }
    } catch {
      return .reply(error.reply(id: request.rawID, isModern: era == .modern))
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

  /// No request is ever sent, so a response answers nothing: legacy clients may send one
  /// nevertheless, modern ones must not.
  private func response(_ era: Era) throws(ProtocolError) -> MCPAction {
    guard era == .modern else { return .accepted }
    throw ProtocolError(
      .invalidRequest, "the body is a response; only requests and notifications are accepted")
  }
}
