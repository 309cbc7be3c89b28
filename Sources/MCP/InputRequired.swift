import JSON

/// Multi-round-trip requests (2026-07-28): a call that needs something from the client first.
extension ToolCall {
  /// The reply that asks the client, after checking that it declared it can be asked.
  ///
  /// A client that lacks the capability gets the error for that; a legacy client, which cannot be
  /// asked at all, a tool error that says so.
  ///
  /// - Parameters:
  ///   - requests: a JSON object of input requests by key, or empty.
  ///   - state: text that comes back with the answers, or nil. The caller protects it against
  ///     being changed. At least one of the two must be there.
  package func inputRequired(requests: [UInt8], state: String?) -> MCPReply {
    guard isModern else { return refuseLegacy() }
    guard !requests.isEmpty else {
      return state.map { inputReply(nil, state: $0) }
        ?? invalidRequests("there are none, nor a state")
    }
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: requests)
    } catch {
      return invalidRequests("\(error)")
    }
    guard document.kind(document.root) == .object,
      document.members(document.root).allSatisfy({ isRequest($0.value, of: document) })
    else { return invalidRequests("each must be an object with \"method\" and \"params\"") }
    let missing = ClientFeature.needed(by: document).filter { !isDeclared($0) }
    guard missing.isEmpty else { return missingCapability(ClientFeature.object(missing)) }
    return inputReply(requests, state: state)
  }

  private func isRequest(_ node: JSONDocument.Node, of document: JSONDocument) -> Bool {
    guard let method = document.member(node, "method") else { return false }
    if document.equals(method, ClientFeature.roots.method) { return true }
    let isKnown = ClientFeature.allCases.contains { document.equals(method, $0.method) }
    return isKnown && document.member(node, "params").map { document.kind($0) == .object } ?? false
  }

  private func isDeclared(_ feature: ClientFeature) -> Bool {
    guard let capabilities = metadata.clientCapabilities,
      let declared = self.document.member(capabilities, feature.capability)
    else { return false }
    let hasForm = self.document.member(declared, "form") != nil
    let hasURL = self.document.member(declared, "url") != nil
    switch feature {
    case .form: return hasForm || !hasURL
    case .url: return hasURL
    case .sampling, .roots: return true
    }
  }

  private func inputReply(_ requests: [UInt8]?, state: String?) -> MCPReply {
    let room = (requests?.count ?? 0) + (state?.utf8.count ?? 0) + rendered.modernMetaOpen.count
    var writer = JSONWriter()
    writer.bytes = ResultFrame.begin(id: id, reserving: room + ToolResultWriter.roomForFrame)
    writer.bytes.append("{\"resultType\":\"input_required\",")
    if let requests {
      writer.bytes.append("\"inputRequests\":")
      requests.withUnsafeBytes { InsignificantSpace.append($0, to: &writer.bytes) }
      writer.bytes.append(",")
    }
    if let state {
      writer.bytes.append("\"requestState\":")
      writer.string(state)
      writer.bytes.append(",")
    }
    writer.bytes += rendered.modernMetaOpen
    writer.bytes.append("}}}")
    return MCPReply(body: writer.bytes)
  }

  private func refuseLegacy() -> MCPReply {
    var writer = ToolResultWriter(self)
    writer.text(
      "This tool has to ask you something first, which needs an MCP client of protocol version"
        + " 2026-07-28 or later.")
    return MCPReply(body: writer.finish(isError: true))
  }

  private func invalidRequests(_ reason: String) -> MCPReply {
    var writer = ToolResultWriter(self)
    writer.text("The tool's input requests are not valid: \(reason)")
    return MCPReply(body: writer.finish(isError: true))
  }
}
