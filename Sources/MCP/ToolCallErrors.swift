import JSON

/// Error replies to a call. What a tool itself reports as failed is no such error but a result
/// with `isError`.
extension ToolCall {
  /// An error with that code, one sentence, and data (one JSON value, or empty).
  package func error(
    _ code: ErrorCode, _ message: String, data: [UInt8] = []
  ) -> MCPReply {
    var error = ProtocolError(code, message)
    error.data = data
    return error.reply(id: id, isModern: isModern)
  }

  /// The error for a client that cannot do what the tool needs; 2026-07-28 has a code for it.
  ///
  /// - Parameter capabilities: a JSON object in the form of ClientCapabilities, such as
  ///   `{"sampling":{}}`.
  package func missingCapability(_ capabilities: [UInt8]) -> MCPReply {
    let list = String(decoding: capabilities, as: UTF8.self)
    var data: [UInt8] = []
    data.append("{\"requiredCapabilities\":")
    data += capabilities
    data.append("}")
    return error(
      isModern ? .missingCapability : .invalidParams,
      "the tool needs a client that declares the capabilities \(list)", data: data)
  }
}
