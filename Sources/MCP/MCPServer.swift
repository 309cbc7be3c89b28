import JSON

/// The protocol, both eras on one endpoint, without sockets and without plugins.
///
/// Immutable: what a client negotiated is the transport's to remember. Any thread.
package struct MCPServer: Sendable {
  private let rendered: RenderedServer
  private let limits: MCPLimits

  /// Renders once what every client is told.
  ///
  /// - Parameter sendsLogMessages: the transport sends what `ToolCall.logNotification` gives, so
  ///   that logging is announced to modern clients.
  package init(
    identity: ServerIdentity, limits: MCPLimits = MCPLimits(), cache: CachePolicy = CachePolicy(),
    sendsLogMessages: Bool = false
  ) {
    rendered = RenderedServer(identity, cache: cache, sendsLogMessages: sendsLogMessages)
    self.limits = limits
  }

  /// Decides what one received message means. Pure.
  ///
  /// - Parameters:
  ///   - body: the message, moved in; a tool call keeps it.
  ///   - fields: what HTTP says about it; nil over stdio.
  ///   - tools: the catalogue as it is now.
  ///   - session: the revision that an earlier `initialize` settled on (`MCPReply.negotiated`),
  ///     where the transport knows; the header goes before it.
  package func receive(
    _ body: consuming [UInt8], fields: consuming HTTPMessageFields?, tools: ToolList,
    session: Revision? = nil
  ) -> MCPAction {
    let isHTTP = fields != nil
    let fields = consume fields ?? HTTPMessageFields()
    let document: JSONDocument
    do throws(ProtocolError) {
      if isHTTP { try MediaTypeRules.check(fields) }
      document = try Self.parse(body, limits.json)
    } catch {
      return .reply(error.reply(id: nil, isModern: true))
    }
    let dispatch = Dispatch(
      document: document, fields: consume fields, isHTTP: isHTTP, tools: tools, session: session,
      rendered: rendered)
    guard document.kind(document.root) == .array else { return dispatch.message(document.root) }
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
