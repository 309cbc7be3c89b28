import JSON

/// JSON-RPC batches, which revision 2025-03-26 has and no other.
extension Dispatch {
  /// What the array at the root asks for, message by message.
  func batch(limit: Int) -> MCPAction {
    let era = era(hasEnvelope: false)
    do throws(ProtocolError) {
      guard era == .legacy(.march2025) else {
        throw ProtocolError(
          .invalidRequest, "the body is an array; send one message at a time, as an object")
      }
      let count = document.count(document.root)
      guard count > 0 else { throw ProtocolError(.invalidRequest, "the batch is empty") }
      guard count <= limit else {
        throw ProtocolError(
          .invalidRequest, "the batch has \(count) messages; send at most \(limit) at a time")
      }
    } catch {
      return .reply(error.reply(id: nil, isModern: era == .modern))
    }
    return .batch(document.elements(document.root).map(element))
  }

  private func element(_ node: Node) -> MCPAction {
    guard let reason = refusal(node) else { return message(node) }
    let id = RequestID(document, node)
    let error = ProtocolError(.invalidRequest, reason)
    return .reply(error.reply(id: id.slice(of: document), isModern: false))
  }

  /// Why a message may not be part of a batch: `initialize` must stand alone (2025-03-26,
  /// lifecycle), and what names a version itself belongs to a revision without batches.
  private func refusal(_ node: Node) -> String? {
    if let method = document.member(node, "method"), document.equals(method, "initialize") {
      return "initialize must not be part of a batch; send it by itself"
    }
    guard let params = document.member(node, "params"),
      let meta = document.member(params, "_meta"),
      document.member(meta, MetadataKey.protocolVersion) != nil
    else { return nil }
    return "2026-07-28 has no batches; send the message by itself"
  }
}
