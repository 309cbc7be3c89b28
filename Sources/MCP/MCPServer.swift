import JSON

/// The protocol, both eras on one endpoint, without sockets and without plugins.
///
/// Immutable: what a client negotiated is the transport's to remember. A class, so that a message
/// costs no copy of it. Any thread.
package final class MCPServer: Sendable {
  private let rendered: RenderedServer
  private let limits: MCPLimits

  /// Renders once what every client is told.
  package init(
    identity: ServerIdentity, limits: MCPLimits = MCPLimits(), cache: CachePolicy = CachePolicy(),
    options: MCPOptions = MCPOptions()
  ) {
    rendered = RenderedServer(identity, cache: cache, options: options)
    self.limits = limits
  }

  /// Decides what one received message means. Pure.
  ///
  /// - Parameters:
  ///   - body: the message, moved in; a call keeps it.
  ///   - fields: what HTTP says about it; nil over stdio.
  ///   - lists: the catalogue as it is now.
  ///   - client: what is remembered of a legacy client, where the transport knows; the
  ///     MCP-Protocol-Version header goes before its revision.
  package func receive(
    _ body: consuming [UInt8], fields: consuming HTTPMessageFields?, lists: Lists,
    client: ClientContext = ClientContext()
  ) -> MCPAction {
    let dispatch: Dispatch
    do throws(ProtocolError) {
      switch consume fields {
      case let fields?:
        try MediaTypeRules.check(fields)
        dispatch = Dispatch(
          document: try Self.parse(body, limits.json), fields: fields, isHTTP: true, lists: lists,
          client: client, rendered: rendered)
      case nil:
        dispatch = Dispatch(
          document: try Self.parse(body, limits.json), fields: HTTPMessageFields(), isHTTP: false,
          lists: lists, client: client, rendered: rendered)
      }
    } catch {
      return .reply(error.reply(id: nil, isModern: true))
    }
    let root = dispatch.document.root
    guard dispatch.document.kind(root) == .array else { return dispatch.message(root) }
    return dispatch.batch(limit: limits.batchCount)
  }

  /// The answer to a message that a transport gave up reading because of its size.
  package func refuseTooLarge(limitBytes: Int) -> MCPReply {
    let message = "the message is longer than \(limitBytes) bytes, the most that is accepted"
    return ProtocolError(.invalidRequest, message).reply(id: nil, isModern: true)
  }

  private static func parse(
    _ body: consuming [UInt8], _ limits: JSONLimits
  ) throws(ProtocolError) -> JSONDocument {
    do {
      return try JSONDocument(parsing: body, limits: limits)
    } catch {
      throw ProtocolError(.parseError, "the message is not valid JSON: \(error)")
    }
  }
}
