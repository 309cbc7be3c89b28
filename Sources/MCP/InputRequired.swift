import JSON

/// Multi-round-trip requests (2026-07-28): a call that needs something from the client first.
extension MCPCall {
  /// The reply that asks the client for what it declared it can be asked; the rest is left out.
  ///
  /// Where nothing is left the reply is the error for missing capabilities. A legacy client, which
  /// is asked otherwise (`questions`), gets a failure that says so.
  ///
  /// - Parameters:
  ///   - requests: a JSON object of input requests by key, or empty.
  ///   - state: text that comes back with the answers, or nil. The caller protects it against
  ///     being changed. At least one of the two must be there.
  package func inputRequired(requests: [UInt8], state: String?) -> MCPReply {
    let asked: InputRequests
    do {
      asked = try InputRequests(requests)
    } catch {
      return invalidRequests(error.text)
    }
    guard isModern else {
      return toolError("this has to ask the user first, which this client cannot be asked for")
    }
    guard !asked.entries.isEmpty else {
      return state.map { inputReply(nil, state: $0) }
        ?? invalidRequests("there are none, nor a state")
    }
    let declared = asked.entries.filter { entry in
      metadata.clientCapabilities.map { entry.feature.isDeclared(by: $0, in: document) } ?? false
    }
    guard !declared.isEmpty else { return capabilityMissing(asked.neededCapabilities) }
    return inputReply(asked.json(declared), state: state)
  }

  private func inputReply(_ requests: [UInt8]?, state: String?) -> MCPReply {
    let room = (requests?.count ?? 0) + (state?.utf8.count ?? 0) + rendered.modernMetaCount
    var writer = JSONWriter()
    writer.bytes = ResultFrame.begin(id: id, reserving: room + ContentWriter.roomForFrame)
    writer.bytes.append("{\"resultType\":\"input_required\",")
    if let requests {
      writer.bytes.append("\"inputRequests\":")
      writer.bytes += requests
      writer.bytes.append(",")
    }
    if let state {
      writer.bytes.append("\"requestState\":")
      writer.string(state)
      writer.bytes.append(",")
    }
    rendered.appendModernMeta(to: &writer.bytes)
    writer.bytes.append("}}}")
    return MCPReply(body: writer.bytes)
  }

  func invalidRequests(_ reason: String) -> MCPReply {
    toolError("the plugin's requests for input are not valid: \(reason)")
  }
}
