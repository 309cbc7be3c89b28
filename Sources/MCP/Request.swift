import JSON

/// One request, its frame checked, on its way to its method.
struct Request {
  typealias Node = JSONDocument.Node

  let envelope: Envelope
  let id: RequestID
  let dispatch: Dispatch

  var document: JSONDocument { dispatch.document }
  var lists: Lists { dispatch.lists }

  /// The id as it was written.
  var rawID: ArraySlice<UInt8> { id.slice(of: dispatch.document) ?? [] }

  /// Answers by the rules of 2026-07-28, in their order: repeated headers, metadata, headers
  /// against body, version, method.
  func modern() throws(ProtocolError) -> MCPAction {
    if dispatch.isHTTP { try HeaderRules.checkDuplicates(dispatch.fields) }
    try envelope.checkParams(in: document)
    let metadata = try RequestMetadata(modern: envelope.meta, in: document)
    guard let version = metadata.protocolVersion else { throw unknownMethod(.july2026) }
    let method = method(.july2026)
    if dispatch.isHTTP {
      try HeaderRules.checkMatches(
        dispatch.fields, envelope, method, version: version, in: document)
    }
    guard Revision(document, version) == .july2026 else {
      throw UnsupportedVersion.error(requested: document.string(version) ?? "")
    }
    return try perform(method, .july2026, metadata)
  }

  /// Answers by the rules of a legacy revision.
  func legacy(_ revision: Revision) throws(ProtocolError) -> MCPAction {
    try envelope.checkParams(in: document)
    return try perform(
      method(revision), revision, RequestMetadata(legacy: envelope.meta, in: document))
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

  /// The method, where the revision has it.
  private func method(_ revision: Revision) -> Method? {
    guard let method = Method(document, envelope.method),
      method.isServed(modern: revision.isModern, dispatch.rendered.options)
    else { return nil }
    return method
  }

  private func perform(
    _ method: Method?, _ revision: Revision, _ metadata: RequestMetadata
  ) throws(ProtocolError) -> MCPAction {
    switch method {
    case .toolsCall: try toolsCall(revision, metadata)
    case .toolsList: try .reply(list(lists.tools.rendered, revision))
    case .discover: .reply(result(dispatch.rendered.discoverResult(lists)))
    case .initialize: try .reply(initialize())
    case .ping: .reply(emptyResult)
    case .promptsList: try .reply(list(lists.prompts.rendered, revision))
    case .resourcesList: try .reply(list(lists.resources.rendered, revision))
    case .resourceTemplatesList: try .reply(list(lists.templates.rendered, revision))
    case .promptsGet: try promptsGet(revision, metadata)
    case .resourcesRead: try resourcesRead(revision, metadata)
    case .complete: try complete(revision, metadata)
    case .setLevel: try setLevel()
    case .subscribe: try subscribe(revision)
    case .unsubscribe: try unsubscribe()
    case .listen: try listen()
    case .taskGet, .taskUpdate, .taskCancel: try task(method, metadata)
    case nil: throw unknownMethod(revision)
    }
  }

  private func unknownMethod(_ revision: Revision) -> ProtocolError {
    let name = (document.string(envelope.method) ?? "").utf8.asBytes.quoted
    return ProtocolError(
      .methodNotFound, "method \(name) is not served in protocol version \(revision.text)")
  }
}

/// Results that are complete already.
extension Request {
  /// A response with that result.
  func result(_ result: [UInt8]) -> MCPReply { ResultFrame.reply(id: rawID, result: result) }

  /// The response that says no more than that it was done (legacy EmptyResult).
  var emptyResult: MCPReply { result(Array("{}".utf8)) }
}
