import JSON

/// Prompts, resources and completion of a server that has none: any name is an unknown one.
extension Request {
  /// The answer to prompts/get.
  func unknownPrompt() throws(ProtocolError) -> ProtocolError {
    let name = try document.string(requiredString("name")) ?? ""
    return ProtocolError(
      .invalidParams,
      "unknown prompt \(name.utf8.asBytes.quoted); prompts/list names all there are")
  }

  /// The answer to resources/read: a code of its own in the legacy era.
  func unknownResource(_ revision: Revision) throws(ProtocolError) -> ProtocolError {
    let node = try requiredString("uri")
    let uri = document.string(node) ?? ""
    var data = JSONWriter()
    data.beginObject()
    data.key("uri")
    data.raw(document.slice(node))
    data.endObject()
    var error = ProtocolError(
      revision.isModern ? .invalidParams : .legacyResourceNotFound,
      "unknown resource \(uri.utf8.asBytes.quoted); resources/list names all there are")
    error.data = data.bytes
    return error
  }

  /// The answer to completion/complete: no suggestions.
  func completion(_ revision: Revision) throws(ProtocolError) -> MCPReply {
    try checkCompletion()
    var body: [UInt8] = []
    body.append("{\"completion\":{\"values\":[],\"total\":0,\"hasMore\":false}")
    if revision.isModern {
      body.append(",\"resultType\":\"complete\",")
      body += dispatch.rendered.modernMetaOpen
      body.append("}")
    }
    body.append("}")
    return result(body)
  }

  private func checkCompletion() throws(ProtocolError) {
    guard let params = envelope.params, let reference = document.member(params, "ref"),
      let type = document.member(reference, "type"), isReference(reference, type)
    else {
      throw ProtocolError(
        .invalidParams,
        "params.ref must be {\"type\": \"ref/prompt\", \"name\": string}"
          + " or {\"type\": \"ref/resource\", \"uri\": string}")
    }
    guard let argument = document.member(params, "argument"), isString("name", of: argument),
      isString("value", of: argument)
    else {
      throw ProtocolError(
        .invalidParams, "params.argument must be {\"name\": string, \"value\": string}")
    }
  }

  private func isReference(_ reference: Node, _ type: Node) -> Bool {
    (document.equals(type, "ref/prompt") && isString("name", of: reference))
      || (document.equals(type, "ref/resource") && isString("uri", of: reference))
  }

  private func isString(_ key: StaticString, of object: Node) -> Bool {
    document.member(object, key).map { document.kind($0) == .string } ?? false
  }
}
