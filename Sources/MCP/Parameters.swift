import JSON

/// The parameters of a request, read and checked.
extension Request {
  /// The string parameter of that name, which must be there.
  func requiredString(_ key: StaticString) throws(ProtocolError) -> Node {
    guard let params = envelope.params, let node = document.member(params, key) else {
      throw ProtocolError(.invalidParams, "params.\(key) is missing; it must be a string")
    }
    guard document.kind(node) == .string else {
      throw ProtocolError(
        .invalidParams, "params.\(key) must be a string, not \(document.kind(node).phrase)")
    }
    return node
  }

  /// The parameter of that name, which must be of that kind where it is there.
  func optional(_ key: StaticString, _ kind: JSONKind) throws(ProtocolError) -> Node? {
    guard let params = envelope.params, let node = document.member(params, key) else { return nil }
    guard document.kind(node) == kind else {
      throw ProtocolError(
        .invalidParams,
        "params.\(key) must be \(kind.phrase), not \(document.kind(node).phrase)")
    }
    return node
  }

  /// `params.inputResponses`: the client's answers, a JSON object of objects.
  func inputResponses() throws(ProtocolError) -> Node? {
    guard let answers = try optional("inputResponses", .object) else { return nil }
    for (key, value) in document.members(answers) where document.kind(value) != .object {
      let name = (document.string(key) ?? "").utf8.asBytes.quoted
      throw ProtocolError(
        .invalidParams,
        "params.inputResponses: the answer \(name) must be an object, not"
          + " \(document.kind(value).phrase)")
    }
    return answers
  }

  /// What `find` makes of the bytes of a string. Allocates nothing where it has no escapes.
  @inline(__always)
  func lookUp<Found>(_ node: Node, _ find: (ArraySlice<UInt8>) -> Found) -> Found {
    if let body = document.rawStringBody(node) { return find(document.bytes[body]) }
    return find((document.string(node) ?? "").utf8.asBytes)
  }

  /// A request for a plugin, with what every kind of it may carry.
  func call(
    _ target: MCPCall.Target, arguments: Node?, _ revision: Revision, _ metadata: RequestMetadata,
    taskMode: MCPCall.TaskMode = .never
  ) throws(ProtocolError) -> MCPCall {
    MCPCall(
      target: target, taskMode: taskMode, revision: revision,
      logLevel: revision.isModern
        ? metadata.logLevel : dispatch.client.logLevel ?? .debug,
      dispatch: dispatch, idRange: id.range, argumentsNode: arguments, metaNode: envelope.meta,
      metadata: metadata,
      inputResponsesNode: revision.isModern ? try inputResponses() : nil,
      requestStateNode: revision.isModern ? try optional("requestState", .string) : nil)
  }
}
