import JSON

/// tools/call up to the tool.
extension Request {
  /// Checks everything about the call that the protocol knows; the tool's schema is not among it.
  func toolCall(
    _ revision: Revision, _ metadata: RequestMetadata
  ) throws(ProtocolError) -> ToolCall {
    let name = try requiredString("name")
    guard let index = toolIndex(name) else {
      let text = (document.string(name) ?? "").utf8.asBytes.quoted
      throw ProtocolError(
        .invalidParams, "unknown tool \(text); tools/list names all there are")
    }
    let arguments = try optional("arguments", .object)
    if revision.isModern, dispatch.isHTTP {
      try HeaderParameterRules.check(
        dispatch.tools.headerParameters(at: index), arguments: arguments,
        fields: dispatch.fields, in: document)
    }
    return ToolCall(
      document: document, rendered: dispatch.rendered, revision: revision, toolIndex: index,
      idRange: id.range, argumentsNode: arguments, metaNode: envelope.meta, metadata: metadata,
      inputResponsesNode: revision.isModern ? try optional("inputResponses", .object) : nil,
      requestStateNode: revision.isModern ? try optional("requestState", .string) : nil)
  }

  private func toolIndex(_ name: Node) -> Int? {
    if let body = document.rawStringBody(name) {
      return dispatch.tools.index(ofName: document.bytes[body])
    }
    return dispatch.tools.index(ofName: (document.string(name) ?? "").utf8.asBytes)
  }

  /// The parameter of that name, which must be of that kind where it is there.
  private func optional(
    _ key: StaticString, _ kind: JSONKind
  ) throws(ProtocolError) -> Node? {
    guard let params = envelope.params, let node = document.member(params, key) else { return nil }
    guard document.kind(node) == kind else {
      throw ProtocolError(
        .invalidParams,
        "params.\(key) must be \(kind.phrase), not \(document.kind(node).phrase)")
    }
    return node
  }
}
