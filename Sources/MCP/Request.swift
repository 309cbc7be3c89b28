import JSON

/// One request, its frame checked, on its way to its method.
struct Request {
  typealias Node = JSONDocument.Node

  let envelope: Envelope
  let id: RequestID
  let dispatch: Dispatch

  var document: JSONDocument { dispatch.document }

  /// The id as it was written.
  var rawID: ArraySlice<UInt8> { id.slice(of: dispatch.document) ?? [] }

  /// Answers by the rules of 2026-07-28, in their order: repeated headers, metadata, headers
  /// against body, version, method.
  func modern() throws(ProtocolError) -> MCPAction {
    if dispatch.isHTTP { try HeaderRules.checkDuplicates(dispatch.fields) }
    try envelope.checkParams(in: document)
    let metadata = try RequestMetadata(modern: envelope.meta, in: document)
    guard let version = metadata.protocolVersion else { throw unknownMethod(.july2026) }
    if dispatch.isHTTP {
      try HeaderRules.checkMatches(dispatch.fields, envelope, version: version, in: document)
    }
    guard Revision(document, version) == .july2026 else {
      throw UnsupportedVersion.error(requested: document.string(version) ?? "")
    }
    return try call(method: .july2026, metadata)
  }

  /// Answers by the rules of a legacy revision.
  func legacy(_ revision: Revision) throws(ProtocolError) -> MCPAction {
    try envelope.checkParams(in: document)
    return try call(method: revision, RequestMetadata(legacy: envelope.meta, in: document))
  }

  /// Answers a request whose header names a revision from before those served here.
  func retired() throws(ProtocolError) -> MCPAction {
    if document.equals(envelope.method, "initialize") { return try legacy(.latestLegacy) }
    var error = ProtocolError(
      .invalidRequest,
      "MCP-Protocol-Version 2024-11-05 is not served; use 2025-03-26, 2025-06-18, 2025-11-25"
        + " or 2026-07-28")
    error.status = 400
    throw error
  }

  private func call(
    method revision: Revision, _ metadata: RequestMetadata
  ) throws(ProtocolError) -> MCPAction {
    guard let method = Method(document, envelope.method),
      method.isServed(modern: revision.isModern)
    else { throw unknownMethod(revision) }
    switch method {
    case .toolsCall: return try .call(toolCall(revision, metadata))
    case .toolsList: return try .reply(toolsList(revision))
    case .discover: return .reply(result(dispatch.rendered.discoverResult))
    case .initialize: return try .reply(initialize())
    case .ping: return .reply(result(Array("{}".utf8)))
    case .promptsList: return try .reply(emptyList("prompts", revision))
    case .resourcesList: return try .reply(emptyList("resources", revision))
    case .resourceTemplatesList: return try .reply(emptyList("resourceTemplates", revision))
    case .promptsGet: throw try unknownPrompt()
    case .resourcesRead: throw try unknownResource(revision)
    case .complete: return try .reply(completion(revision))
    }
  }

  /// A response with that result.
  func result(_ result: [UInt8]) -> MCPReply { ResultFrame.reply(id: rawID, result: result) }

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

  private func unknownMethod(_ revision: Revision) -> ProtocolError {
    let name = (document.string(envelope.method) ?? "").utf8.asBytes.quoted
    return ProtocolError(
      .methodNotFound, "method \(name) is not served in protocol version \(revision.text)")
  }
}
