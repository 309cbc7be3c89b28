import JSON

/// The handshake of the legacy era.
extension Request {
  /// Settles on the revision asked for, or on the latest legacy one where that is not served;
  /// the modern revision cannot be reached by a handshake. A client that leaves `capabilities` or
  /// `clientInfo` out is served.
  func initialize() throws(ProtocolError) -> MCPReply {
    let requested = try Revision(document, requiredString("protocolVersion"))
    let settled = requested.flatMap { $0.isModern ? nil : $0 } ?? .latestLegacy
    var reply = result(dispatch.rendered.initializeResult(settled, lists))
    reply.negotiated = settled
    if let capabilities = envelope.params.flatMap({ document.member($0, "capabilities") }),
      document.kind(capabilities) == .object
    {
      reply.declaredCapabilities = Array(document.slice(capabilities))
    }
    return reply
  }
}
