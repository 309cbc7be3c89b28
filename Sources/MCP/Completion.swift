import JSON

/// completion/complete up to the plugin, and its result.
extension Request {
  func complete(
    _ revision: Revision, _ metadata: RequestMetadata
  ) throws(ProtocolError) -> MCPAction {
    let target = try completionTarget()
    try checkArgument()
    let call = try call(target, arguments: envelope.params, revision, metadata)
    return lists.hasCompletion ? .call(call) : .reply(call.completion(ContentWriter.nothing))
  }

  private func completionTarget() throws(ProtocolError) -> MCPCall.Target {
    guard let params = envelope.params, let reference = document.member(params, "ref"),
      let type = document.member(reference, "type")
    else { throw malformedReference }
    if document.equals(type, "ref/prompt"), let name = string("name", of: reference) {
      return .promptCompletion(try promptIndex(name))
    }
    guard document.equals(type, "ref/resource"), let uri = string("uri", of: reference) else {
      throw malformedReference
    }
    guard lookUp(uri, isListed) else {
      throw ProtocolError.unknownTemplate(document.string(uri) ?? "")
    }
    return .resourceCompletion(uri: document.string(uri) ?? "")
  }

  private func isListed(_ uri: ArraySlice<UInt8>) -> Bool {
    lists.templates.index(ofKey: uri) != nil || lists.resources.index(ofKey: uri) != nil
  }

  private var malformedReference: ProtocolError {
    ProtocolError(
      .invalidParams,
      "params.ref must be {\"type\": \"ref/prompt\", \"name\": string}"
        + " or {\"type\": \"ref/resource\", \"uri\": string}")
  }

  private func checkArgument() throws(ProtocolError) {
    guard let params = envelope.params, let argument = document.member(params, "argument"),
      string("name", of: argument) != nil, string("value", of: argument) != nil
    else {
      throw ProtocolError(
        .invalidParams, "params.argument must be {\"name\": string, \"value\": string}")
    }
    guard let context = try optional("context", .object),
      let known = document.member(context, "arguments")
    else { return }
    let areStrings = document.members(known).allSatisfy { document.kind($0.value) == .string }
    guard document.kind(known) == .object, areStrings else {
      throw ProtocolError(
        .invalidParams, "params.context.arguments must be an object whose values are strings")
    }
  }

  private func string(_ key: StaticString, of object: Node) -> Node? {
    document.member(object, key).flatMap { document.kind($0) == .string ? $0 : nil }
  }
}

extension MCPCall {
  /// The most suggestions that a result may hold (CompleteResult of every revision).
  static let maximumSuggestions = 100

  /// The result of completion/complete.
  ///
  /// - Parameter structured: the plugin's `completion` object: `values` with at most 100 strings,
  ///   of which more are cut off, and perhaps `total` and `hasMore`. Empty: no suggestions. What
  ///   does not fit is an internal error.
  package func completion(_ structured: UnsafeRawBufferPointer) -> MCPReply {
    var content = ContentWriter(self, reserving: structured.count + 64, "{\"completion\":")
    if structured.isEmpty {
      content.writer.bytes.append("{\"values\":[],\"total\":0,\"hasMore\":false}")
    } else if let fault = content.appendCompletion(structured) {
      return failed("the plugin's completion is not valid: \(fault)")
    }
    return MCPReply(body: content.end())
  }
}

extension ContentWriter {
  /// Appends a checked `completion` object; gives back what is wrong with it.
  fileprivate mutating func appendCompletion(_ json: UnsafeRawBufferPointer) -> String? {
    guard let document = parseObject(json, "completion") else { return fault }
    let root = document.root
    guard let values = document.member(root, "values"), document.kind(values) == .array,
      document.elements(values).allSatisfy({ document.kind($0) == .string })
    else { return "\"values\" must be an array of strings" }
    let total = document.member(root, "total")
    let hasMore = document.member(root, "hasMore")
    guard total.map({ document.integer($0).map { $0 >= 0 } ?? false }) ?? true else {
      return "\"total\" must be an integer that is not negative"
    }
    guard hasMore.map({ document.bool($0) != nil }) ?? true else {
      return "\"hasMore\" must be true or false"
    }
    let count = document.count(values)
    let isCut = count > MCPCall.maximumSuggestions
    var object = JSONWriter(reserving: json.count)
    object.beginObject()
    object.key("values")
    object.beginArray()
    for value in document.elements(values).prefix(MCPCall.maximumSuggestions) {
      object.value(value, of: document)
    }
    object.endArray()
    if total != nil || isCut {
      object.key("total")
      object.integer(max(total.flatMap(document.integer) ?? 0, Int64(count)))
    }
    if hasMore != nil || isCut {
      object.key("hasMore")
      object.bool(isCut || hasMore.flatMap(document.bool) ?? false)
    }
    object.endObject()
    writer.bytes += object.bytes
    return nil
  }
}
