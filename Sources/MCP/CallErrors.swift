import JSON

/// Error replies to a call. What a tool itself reports as failed is no such error but a result
/// with `isError`.
extension MCPCall {
  /// An error with that code, one sentence, and data (one JSON value, or empty).
  package func error(
    _ code: ErrorCode, _ message: String, data: [UInt8] = []
  ) -> MCPReply {
    var error = ProtocolError(code, message)
    error.data = data
    return error.reply(id: id, isModern: isModern)
  }

  /// The error where a plugin gives one in place of a result, or no usable result: -32603.
  package func failed(_ summary: String) -> MCPReply { error(.internalError, summary) }

  /// A failure that is told to the model where there is one: a tool's result with `isError`; an
  /// internal error for what has no such results.
  package func toolError(_ text: String) -> MCPReply {
    guard case .tool = target else { return failed(text) }
    var writer = ToolResultWriter(self)
    writer.content.text(text)
    return MCPReply(body: writer.finish(isError: true))
  }

  /// The error where the plugin says that what is asked for does not exist.
  ///
  /// - Parameter reason: what the plugin says about it, one sentence, or nothing.
  package func notFound(_ reason: String = "") -> MCPReply {
    func refusal(_ otherwise: String) -> ProtocolError {
      ProtocolError(.invalidParams, reason.isEmpty ? otherwise : reason)
    }
    let error =
      switch target {
      case .tool: refusal("there is no such tool any more")
      case .prompt: refusal("there is no such prompt")
      case .resource(let uri): ProtocolError.unknownResource(uri, revision)
      case .promptCompletion, .resourceCompletion:
        refusal("there is nothing of that name to complete arguments of")
      }
    return error.reply(id: id, isModern: isModern)
  }

  /// The error for a `requestState` that is not one of this server's, or not for this request.
  package func stateRefused() -> MCPReply {
    error(
      .invalidParams,
      "params.requestState is not what this server gave out for this request, or has expired;"
        + " send the request without it")
  }

  /// The error for a client that cannot do what is needed; 2026-07-28 has a code for it. A legacy
  /// client gets a tool's result with `isError`, or invalid parameters.
  ///
  /// - Parameter capabilities: JSON in the form of ClientCapabilities, such as `{"sampling":{}}`;
  ///   what is no JSON object is an internal error.
  package func capabilityMissing(_ capabilities: UnsafeRawBufferPointer) -> MCPReply {
    guard let document = try? JSONDocument(parsing: Array(capabilities)),
      document.kind(document.root) == .object
    else { return failed("the plugin needs client capabilities, but did not say which") }
    return capabilityMissing(InsignificantSpace.removed(from: document.bytes))
  }

  /// The same for capabilities of this module's own.
  func capabilityMissing(_ capabilities: [UInt8]) -> MCPReply {
    let list = String(decoding: capabilities, as: UTF8.self)
    let text = "this needs a client that declares the capabilities \(list)"
    guard !isModern else {
      return ProtocolError.missingCapability(capabilities, text).reply(id: id, isModern: true)
    }
    if case .tool = target { return toolError(text) }
    return error(.invalidParams, text)
  }
}

extension ProtocolError {
  /// The error for a resource that is neither listed nor given by a template: it has a code of its
  /// own in the legacy era.
  static func unknownResource(_ uri: String, _ revision: Revision) -> ProtocolError {
    var data = JSONWriter()
    data.beginObject()
    data.key("uri")
    data.string(uri)
    data.endObject()
    var error = ProtocolError(
      revision.isModern ? .invalidParams : .legacyResourceNotFound,
      "unknown resource \(uri.utf8.asBytes.quoted); resources/list and resources/templates/list"
        + " name all there are")
    error.data = data.bytes
    error.unknown = UnknownItem(kind: .resource, name: uri)
    return error
  }

  /// The modern error for a client that did not declare all of `capabilities`, a JSON object.
  static func missingCapability(_ capabilities: [UInt8], _ message: String) -> ProtocolError {
    var error = ProtocolError(.missingCapability, message)
    error.data.append("{\"requiredCapabilities\":")
    error.data += capabilities
    error.data.append("}")
    return error
  }
}
